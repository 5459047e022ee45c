import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignId, type CampaignId, type PersonId, tenantId } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { dateOfDay, type RawAttempt, type RawCallIn } from '@sekisho/figures'
import { Client } from 'pg'
import { reportRows, seeded } from '../../../apps/server/src/reports/test-report-rows.ts'
import type { RunningProduct } from './product.ts'

/** A day of calls that is over, and what it came to. */
export interface SimulatedDay {
  /** Yesterday in Japan. */
  readonly date: string
  readonly attempts: readonly RawAttempt[]
  /** Who called back; those who were answered are attempts that nobody dialled. */
  readonly callIns: readonly RawCallIn[]
}

const results = ['11', '11', '13', '21', '22', '31', '14'] as const
const silence = ['S01', 'S02', 'S02', 'S03'] as const

/** Gives the campaign of a tenant with this name a yesterday: rows as dialling leaves them, the same in every run. */
export async function addSimulatedDay(
  product: RunningProduct,
  tenantName: string,
  count: number,
): Promise<SimulatedDay> {
  const superuser = new Client({
    host: join(product.dataDir, 'postgres', 'run'),
    user: 'postgres',
    password: readFileSync(join(product.dataDir, 'postgres', 'superuser-password'), 'utf8').trim(),
    database: 'sekisho',
  })
  await superuser.connect()
  try {
    const { rows } = await superuser.query<{ tenant_id: string; campaign_id: string; operators: PersonId[] }>(
      `select c.tenant_id, c.campaign_id, (select array_agg(person_id order by login) from house.persons
          where login like 'demo-operator-%') as operators
        from tenant.campaigns c join house.tenants t using (tenant_id) where t.name = $1`,
      [tenantName],
    )
    const [row] = rows
    if (row === undefined) throw new Error(`no campaign in ${tenantName}`)
    const yesterday = dayOf(Date.now()) - 1
    const attempts = attemptsOf(campaignId.parse(row.campaign_id), row.operators, startOfDay(yesterday), count)
    const callers = attemptsOf(campaignId.parse(row.campaign_id), row.operators, startOfDay(yesterday), callInCount)
    const callIns = callers.map((attempt, index) => callInOf(attempt, index))
    const answered = callers.filter((_, index) => callIns[index]?.outcome === 'answered')
    const tenant = tenantId.parse(row.tenant_id)
    const into = reportRows(superuser)
    await into.addAttempts(tenant, [...attempts, ...answered])
    await superuser.query(`update tenant.attempts set direction = 'in' where attempt_id = any ($1)`, [
      answered.map(({ attemptId }) => attemptId),
    ])
    await into.addCallIns(tenant, callIns)
    return { date: dateOfDay(yesterday), attempts, callIns }
  } finally {
    await superuser.end()
  }
}

const callInCount = 40

/** Most are answered, some after the seconds that count; others ring off or are on no list. */
function callInOf({ campaignId: campaign, attemptId, disposition, intendedAtMs }: RawAttempt, index: number) {
  const outcomes = ['answered', 'answered', 'answered', 'rang_off', 'unknown_caller'] as const
  const outcome = outcomes[index % outcomes.length] ?? 'answered'
  const endedAtMs = intendedAtMs + 1_000 * (index % 30)
  return { campaignId: campaign, outcome, arrivedAtMs: intendedAtMs, endedAtMs, disposition, attemptId }
}

function attemptsOf(
  campaign: CampaignId,
  operators: readonly PersonId[],
  midnightMs: number,
  count: number,
): RawAttempt[] {
  const random = seeded(20_261_121)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  return Array.from({ length: count }, (_, index) => {
    const intendedAtMs = midnightMs + 9 * 3_600_000 + Math.floor((index * 10.5 * 3_600_000) / count)
    const isAnswered = random() < 0.4
    const talkMs = 20_000 + Math.floor(random() * 160_000)
    return {
      ...{ campaignId: campaign, leadId: randomUUID() },
      attemptId: randomUUID(),
      disposition: isAnswered ? pick(results) : pick(silence),
      operatorId: isAnswered ? pick(operators) : null,
      intendedAtMs,
      answeredAtMs: isAnswered ? intendedAtMs + 9_000 : null,
      connectedAtMs: isAnswered ? intendedAtMs + 9_100 : null,
      hungUpAtMs: intendedAtMs + (isAnswered ? 9_000 + talkMs : 25_000),
      endedAtMs: intendedAtMs + (isAnswered ? 30_000 + talkMs : 25_000),
    }
  })
}
