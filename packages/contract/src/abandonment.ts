/**
 * What is told of abandoned calls, once when it begins. Of the window (the last thirty days, or since the campaign began):
 * two thirds of the cap are used up, all of it is; of today: a half hour is above the cap.
 */
export const abandonmentAlarms = ['near_cap', 'at_cap', 'half_hour_above'] as const
export type AbandonmentAlarm = (typeof abandonmentAlarms)[number]
