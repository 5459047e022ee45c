import type { CampaignSettings, EntryId, PreviewEnd } from '@sekisho/contract'
import type { SimulatedNetworkOptions } from '@sekisho/telephony'
import { expect } from 'vitest'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { PersonActor } from '../platform/actor.ts'
import { enteredRows } from '../test-entered.ts'
import type { Spine } from '../test-spine.ts'
import type { Desks } from './desks.ts'
import { desksOf, openPage, type TestPage } from './test-desk.ts'

/** A floor in preview, with one operator at a page. */
export interface Previewing {
  readonly test: DiallingTest
  /** A kill of the server ends these without a word, and others take their place. */
  desks: Desks
  readonly operator: PersonActor
  page: TestPage
  /** The operator is given somebody, and sees them. */
  looking(): Promise<EntryId>
  preview(): ReturnType<TestPage['desk']>['preview']
  /** How previews ended, as the page was told. */
  overs(): PreviewEnd[]
  /** What was entered about a preview, with how it ended. */
  entriesOf(previewId: EntryId): Promise<string[]>
  /** Sits down at a page of a new connection. */
  sitDown(): Promise<void>
  rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]>
  leadOf(lead: {
    readonly leadId: string
  }): Promise<{ readonly state: string; readonly due_at: Date; readonly attempts: number }>
  stop(): Promise<void>
}

export async function startPreviewing(
  spine: Spine,
  settings: Partial<CampaignSettings> = {},
  network: Partial<SimulatedNetworkOptions> = {},
): Promise<Previewing> {
  const test = await startDialling({ spine, settings: { mode: 'preview', ...settings }, network })
  const rows = async (sql: string, ...values: unknown[]) => (await spine.test.superuser.query(sql, values)).rows
  test.startDialler()
  const operator = await spine.person(test.tenant, 'operator')
  const desks = desksOf(test)
  const floor: Previewing = {
    ...{ test, operator, desks, rows, page: await openPage(test, desks, operator) },
    async looking() {
      await test.pass(100)
      if (floor.page.desk().state === 'away') expect(await floor.page.ask({ type: 'available' })).toBe('ok')
      await test.until(
        () => typeof floor.preview()?.entryPosition === 'number' && floor.preview()?.state === 'deciding',
      )
      const previewId = floor.preview()?.previewId
      if (previewId === undefined) throw new Error('nobody to look at')
      return previewId
    },
    preview: () => floor.page.desk().preview,
    overs: () => floor.page.messages.flatMap((message) => (message.type === 'preview_over' ? message.end : [])),
    async entriesOf(previewId) {
      const found = await rows(
        `select e.type, convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'preview_end' as ended_as from ${enteredRows} e
          where e.tenant_id = $1 and (e.entry_id = $2
            or convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'entry' = $2::text)
          order by e.entry_id`,
        test.tenant.tenantId,
        previewId,
      )
      return found.map(({ type, ended_as: end }: { type: string; ended_as: string | null }) =>
        end === null ? type : `${type} ${end}`,
      )
    },
    async sitDown() {
      floor.page = await openPage(test, floor.desks, operator)
      const { campaignId } = test.tenant
      expect(await floor.page.ask({ type: 'take_seat', campaignId, takeOver: true })).toBe('ok')
      await test.until(() => floor.page.messages.some(({ type }) => type === 'desk'))
    },
    async leadOf({ leadId }) {
      const { rows: found } = await spine.test.superuser.query<{ state: string; due_at: Date; attempts: number }>(
        'select state, due_at, attempts from tenant.leads where lead_id = $1',
        [leadId],
      )
      const [lead] = found
      if (lead === undefined) throw new Error('no such lead')
      return lead
    },
    async stop() {
      await floor.desks.stop()
      await test.stop()
    },
  }
  await floor.sitDown()
  return floor
}
