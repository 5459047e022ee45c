import type { TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { RowScope } from '../platform/database/index.ts'

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}
