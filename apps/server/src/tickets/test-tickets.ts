import type { Entry, EntryId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import type { Spine, TestContact, TestTenant } from '../test-spine.ts'
import { enteredRows } from '../test-entered.ts'
import { createCampaignBook } from '../dialling/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Asking } from './asking.ts'
import { createTickets, makeTicket } from './index.ts'

export const policyHash = 'a'.repeat(64)

/** Dispositions of a campaign some of which hand a call over. */
export const handingOver = [
  { code: '11', label: '成約・承諾', next: 'final', isSuccess: true, isFast: false },
  {
    code: '45',
    label: '要配慮',
    next: 'hold',
    isSuccess: false,
    isFast: false,
    ticket: { to: 'client', businessDays: 1 },
  },
  { code: '51', label: '引継ぎ', next: 'hold', isSuccess: false, isFast: false },
  { code: '52', label: '苦情', next: 'hold', isSuccess: false, isFast: false },
] as const

/** What the tests of tickets do, on a spine of their own. */
export function ticketing(spine: Spine, tenant: TestTenant, clock: Clock) {
  const campaigns = createCampaignBook()
  const { writer, gate, keys } = spine
  const { database } = spine.test
  const tickets = createTickets({ ...{ database, writer, gate, keys, clock, campaigns } })
  let people = 0

  async function rows<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await spine.test.superuser.query(text, values)).rows as Row[]
  }

  /** The ticket of a fresh call of this operator. @param contact  whose call it was, if that matters */
  async function made(
    operator: PersonActor,
    disposition: string,
    contact?: TestContact,
  ): Promise<{ ticketId: EntryId; contact: TestContact }> {
    people += 1
    const called = contact ?? (await spine.contact(tenant, { name: `架空 ${people}` }, '+819000000001'))
    const attemptId = await spine.connect(called, tenant.campaignId, operator)
    await rows(
      `update tenant.attempts set state = 'ended', disposition = $2 where attempt_id = $1`,
      attemptId,
      disposition,
    )
    const ticketId = await database.transaction(operator, tenant.tenantId, async (tx) => {
      const facts = await campaigns.read(tx, tenant.campaignId, 1)
      const by = { actor: operator, policyHash, purpose: 'call' } as const
      const { contactId, listId } = called
      return makeTicket({ writer, clock }, tx, by, { facts, attemptId, contactId, listId, disposition })
    })
    if (ticketId === null) throw new Error(`${disposition} makes no ticket`)
    return { ticketId, contact: called }
  }

  return {
    ...{ tickets, campaigns, made, rows },
    asking: (actor: PersonActor, rowScope: RowScope = wholeTenant): Asking => ({
      ...{ actor, tenantId: tenant.tenantId, rowScope, policyHash },
    }),
    /** Entries about a ticket, in the order in which they were made. */
    async entered(ticketId: EntryId): Promise<Entry[]> {
      const found = await rows<{ entry: Entry }>(
        `select convert_from(body, 'utf8')::jsonb as entry from ${enteredRows} e
          where entry_id = $1 or convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'entry' = $1::text order by entry_id`,
        ticketId,
      )
      return found.map(({ entry }) => entry)
    },
    async ticket(asking: Asking, ticketId: EntryId) {
      for (const state of ['unfinished', 'done', 'withdrawn'] as const) {
        const found = (await tickets.list(asking, { state })).tickets.find((each) => each.ticketId === ticketId)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}
