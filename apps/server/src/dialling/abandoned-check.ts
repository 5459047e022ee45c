import type { AttemptId, CampaignId, Entry, TenantId } from '@sekisho/contract'
import type { AuditCheck } from '../ledger/index.ts'

const defaultEveryMs = 60_000
/** Places of a log that are looked through in one step, in its index: an abandoned call is one in some hundred. */
const placesAStep = 4_096
/** Between the moment that an entry says and its row's: they are of one transaction. */
const toleranceMs = 60_000
/** An abandoned call lasts seconds; with an outage in it, until its end was written. */
const mostMs = 6 * 3_600_000

interface Page {
  readonly found: string[] | null
  readonly last: string | null
  readonly places: number
}

interface Row {
  readonly attempt_id: AttemptId
  readonly campaign_id: CampaignId
  readonly direction: string
  readonly disposition: string | null
  readonly intended_at: Date
  readonly answered_at: Date | null
  readonly ended_at: Date | null
}

/**
 * Holds abandoned calls against the ledger (C-03): each that was entered stands among the attempts as abandoned, in its
 * campaign and on its day, so that nobody takes one off the account past the product. No result of the network is ever
 * corrected, so each of them is found at once.
 *
 * @param everyMs  from the end of one walk over all logs to the next
 */
export function abandonedCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, clock }) => {
    let walk: { readonly logs: ReturnType<typeof held.logs>; position: number } | undefined
    let restUntilMs = 0

    async function judge(entries: readonly Entry[], tenantId: TenantId, log: string): Promise<void> {
      const attemptIds = entries.flatMap(({ refs }) => refs?.attempt ?? [])
      const rows = await database.select<Row>(rowsText, [tenantId, attemptIds])
      for (const entry of entries) {
        const row = rows.find(({ attempt_id: attemptId }) => attemptId === entry.refs?.attempt)
        if (row === undefined || !fits(entry, row))
          await findings.enter({ type: 'finding.abandonment_changed', log, refs: { entry: entry.id } })
      }
    }

    return {
      async step() {
        if (walk === undefined) {
          if (clock.monotonicMs() < restUntilMs) return false
          walk = { logs: held.logs(), position: 0 }
        }
        const [log] = walk.logs
        if (log === undefined) {
          walk = undefined
          restUntilMs = clock.monotonicMs() + everyMs
          return false
        }
        const [page] = await database.select<Page>(pageText, [log.tenantId, walk.position, placesAStep])
        const found = held.at((page?.found ?? []).map(Number), log.tenantId).filter(isAbandoned)
        if (found.length > 0) await judge(found, log.tenantId, log.log)
        walk.position = Number(page?.last ?? 0) + 1
        if ((page?.places ?? 0) === placesAStep) return true
        walk.logs.shift()
        walk.position = 0
        return true
      },
    }
  }
}

const isAbandoned = ({ type, outcome, refs }: Entry): boolean =>
  type === 'attempt.ended' && outcome !== 'denied' && refs?.disposition === 'S08'

function fits({ at, refs }: Entry, row: Row): boolean {
  const {
    campaign_id: campaignId,
    direction,
    disposition,
    intended_at: intendedAt,
    answered_at,
    ended_at: endedAt,
  } = row
  if (campaignId !== refs?.campaign || direction !== 'out' || disposition !== 'S08') return false
  if (answered_at === null || endedAt === null || Math.abs(endedAt.getTime() - at) > toleranceMs) return false
  const lastedMs = endedAt.getTime() - intendedAt.getTime()
  return lastedMs >= 0 && lastedMs <= mostMs
}

/** By the index's own bytes, which are canonical JSON; what is found is read from the ledger's copy. */
const pageText = `
  select array_agg(p.position order by p.position) filter (where p.type = 'attempt.ended'
      and position(convert_to('"disposition":"S08"', 'UTF8') in p.body) > 0) as found,
    max(p.position) as last, count(*)::int as places
  from (select i.position, i.type, i.body from tenant.entry_index i
    where i.tenant_id = $1 and i.position >= $2 order by i.position limit $3) p`

const rowsText = `
  select attempt_id, campaign_id, direction, disposition, intended_at, answered_at, ended_at
  from tenant.attempts where tenant_id = $1 and attempt_id = any ($2)`
