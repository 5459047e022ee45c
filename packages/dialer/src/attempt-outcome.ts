/** How a call ended, in the words of the Carrier port; `vanished`: it was gone after a disconnect. */
export type CallEnd =
  | 'busy'
  | 'no_answer'
  | 'rejected'
  | 'unallocated'
  | 'unreachable'
  | 'congestion'
  | 'failed'
  | 'hung_up_by_customer'
  | 'hung_up_by_us'
  | 'machine'
  | 'vanished'

export interface CallCourse {
  readonly hasRung: boolean
  readonly hasAnswered: boolean
}

/**
 * The result of an attempt that reached no operator. Once an operator was connected, only the operator says what came
 * of it, whatever the carrier reports.
 *
 * @returns  a code of the system class: S01 to S10
 */
export function systemDisposition(end: CallEnd, { hasRung, hasAnswered }: CallCourse): string {
  if (end === 'machine') return 'S03'
  // A person answered and got nobody: abandoned, whichever side hung up and for whatever reason.
  if (hasAnswered) return 'S08'
  switch (end) {
    case 'busy':
      return 'S01'
    case 'no_answer':
      return 'S02'
    case 'rejected':
      // Pressed away while it rang is a person who does not answer now; refused without ringing is a blocked number.
      return hasRung ? 'S02' : 'S06'
    case 'unreachable':
      return 'S04'
    case 'unallocated':
      return 'S05'
    case 'hung_up_by_us':
      return hasRung ? 'S10' : 'S09'
    case 'congestion':
    case 'failed':
    case 'hung_up_by_customer':
    case 'vanished':
      return 'S07'
  }
}
