import type { KeyServiceCalls } from '@sekisho/vault'
import type { CallEvents } from '../dialling/index.ts'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'

export interface HandDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly gate: Pick<Gate, 'openHandTexts'>
  readonly keys: Pick<KeyServiceCalls, 'sealMemo'>
  readonly clock: Clock
  readonly events: CallEvents
}
