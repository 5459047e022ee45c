import type { Gate } from '../../gate/index.ts'
import type { ListsDependencies } from '../dependencies.ts'

export interface RefusedRowDependencies
  extends Pick<ListsDependencies, 'database' | 'writer' | 'receipts' | 'keys' | 'events' | 'clock'> {
  readonly gate: Pick<Gate, 'openRefusedRow'>
}
