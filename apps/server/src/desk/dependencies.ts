import type { TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { CallEvents, CampaignBook } from '../dialling/index.ts'
import type { DoNotCall } from '../do-not-call/index.ts'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope } from '../platform/database/index.ts'

export interface DeskDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'state' | 'onChange'>
  readonly gate: Pick<Gate, 'openContact' | 'openConfirmed' | 'openMemos' | 'openPreview'>
  readonly keys: Pick<KeyServiceCalls, 'sealMemo'>
  readonly clock: Clock
  readonly events: CallEvents
  readonly campaigns: CampaignBook
  readonly doNotCall: Pick<DoNotCall, 'record' | 'withdraw'>
  readonly onError: (error: unknown) => void
}

/** Who sits at a desk, through which connection, under which decision. */
export interface Sitter {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  /** Id of the connection: one tab. */
  readonly connection: string
  readonly policyHash: string
  readonly rowScope: RowScope
}
