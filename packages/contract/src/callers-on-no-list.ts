/**
 * Who answers a caller who is on no list of the campaign: an operator, where one is free when they call and otherwise the
 * announcement, or always the announcement.
 */
export const callersOnNoList = ['operator', 'announcement'] as const
export type CallersOnNoList = (typeof callersOnNoList)[number]
