import type { DoNotCallScope, RefusalScope } from '@sekisho/contract'
import type { DoNotCallEffect } from './default-dispositions.ts'

/** What of a contact is not called any more. */
export interface DoNotCallRule {
  readonly scope: DoNotCallScope
  /** The person, wherever its customer number, or kana name and birth date, stands. */
  readonly bindsPerson: boolean
  /** `if_person_unknown`: couples share a telephone, so numbers stop only where nothing else tells the person. */
  readonly numbers: 'all' | 'dialled' | 'if_person_unknown'
  /** The number is somebody else's: only this contact is not called there. */
  readonly isForContactOnly: boolean
}

const CLIENT: DoNotCallRule = { scope: 'client', bindsPerson: true, numbers: 'all', isForContactOnly: false }

/** What a result's effect means; null when it stops nobody. */
export function doNotCallRule(effect: DoNotCallEffect, refusalScope: RefusalScope): DoNotCallRule | null {
  switch (effect) {
    case 'none':
    case 'supervisor_decides':
      return null
    case 'product_at_client':
      return refusalScope === 'client' ? CLIENT : { ...CLIENT, scope: 'job', numbers: 'if_person_unknown' }
    case 'person_and_numbers_at_client':
    case 'all_numbers_of_contact':
    case 'provisional':
      return CLIENT
    case 'number_by_policy':
      return { scope: 'number', bindsPerson: false, numbers: 'dialled', isForContactOnly: false }
    case 'number_for_contact':
      return { scope: 'number', bindsPerson: false, numbers: 'dialled', isForContactOnly: true }
  }
}
