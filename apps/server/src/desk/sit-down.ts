import { type DeskFromClient, ProblemError } from '@sekisho/contract'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { requireCampaign, takeSeat } from './seat.ts'
import { chooseServing } from './serving.ts'

type TakeSeat = Extract<DeskFromClient, { readonly type: 'take_seat' }>

/**
 * Takes the seat as a page asks for it.
 *
 * @throws ProblemError `not_found` no such campaign in reach; `seat_taken`; `not_assigned`; `ledger_unavailable`
 */
export async function sitDown(
  dependencies: DeskDependencies,
  sitter: Sitter,
  asked: TakeSeat,
): Promise<'taken' | 'taken_and_handed_over'> {
  const { database } = dependencies
  const { actor, tenantId, rowScope } = sitter
  const { campaignId, takeOver } = asked
  const serving = await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireCampaign(tx, campaignId)
      return chooseServing(tx, actor.personId, asked)
    },
    rowScope,
  )
  // the campaigns are in reach; the seat left behind may stand in a job that no longer is
  const outcome = await database.transaction(actor, tenantId, (tx) =>
    takeSeat(dependencies, tx, sitter, { campaignId, serving, takeOver }),
  )
  if (outcome === 'refused') throw new ProblemError('seat_taken')
  if (outcome === 'not_assigned') throw new ProblemError('not_assigned')
  return outcome
}
