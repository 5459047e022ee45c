/** Refused rows of one list that are kept sealed, so that they can be corrected in place; of the others only the reasons. */
export const mostRefusedRowsKept = 10_000

/** The longest text of one field of a row that is corrected, in UTF-16 units; no longer row is kept. */
export const mostRowChars = 8_192

/**
 * Why a refused row is not corrected: a closed code, because a reason in free text would name the person of the row.
 *
 * - `not_wanted`: nobody who is to be called
 * - `comes_again`: the client sends the person again, or another file has
 * - `cannot_be_known`: what would be right cannot be found out
 * - `no_row`: no person at all, such as a sum or a remark
 */
export const setAsideGrounds = ['not_wanted', 'comes_again', 'cannot_be_known', 'no_row'] as const
export type SetAsideGround = (typeof setAsideGrounds)[number]
