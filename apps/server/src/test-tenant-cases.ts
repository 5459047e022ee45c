import type { AttemptId, CampaignView } from '@sekisho/contract'
import { DEFAULT_FIGURE_RULES, DEFAULT_LAYOUT } from '@sekisho/figures'
import { enterFinding, logOf } from './ledger/test-findings.ts'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import {
  type AccessWorld,
  imported,
  importable,
  liftedStops,
  notedText,
  smallFile,
  stoppedCampaign,
  uploaded,
} from './test-access-world.ts'
import type { TestBrowser } from './test-product.ts'
import { callInCases } from './test-call-in-cases.ts'
import { faqCases } from './test-faq-cases.ts'
import { handCases } from './test-hand-cases.ts'
import { assignmentCases } from './test-assignment-cases.ts'
import { noticeCases } from './test-notice-cases.ts'
import { promiseCases } from './test-promise-cases.ts'
import { refusedRowCases } from './test-refused-row-cases.ts'
import { shadowCases } from './test-shadow-cases.ts'
import { spokenNumberCases } from './test-spoken-number-cases.ts'
import { shownCode } from './test-house-cases.ts'
import { ticketCases } from './test-ticket-cases.ts'
import { testSettings } from './test-spine.ts'

/** How the routes of a tenant are reached: jobs, lists, campaigns, desk, ledger. */
export function tenantCases(matrix: PositiveCases, world: AccessWorld): void {
  const { product, own } = world
  const { tenantId, campaignId, jobId, listId, attemptId, leadId, phone, supervisor } = own
  const { superuser } = product.spine.test
  const says = (id: string) => (body: unknown) => JSON.stringify(body).includes(id)

  /** Made by whoever may; whoever may not gets what the supervisor of the tenant made. */
  async function orBySupervisor<Made>(browser: TestBrowser, make: (by: TestBrowser) => Promise<Made>): Promise<Made> {
    return make(browser).catch(() => make(supervisor))
  }

  function jobAndListCases(): void {
    const seat = 'supervisor'
    matrix.positiveCase('jobs.list', { seat, shows: says(jobId) })
    matrix.positiveCase('jobs.create', {
      ...{ seat, narrow: { supervisor: 'refused' } },
      parts: () => ({ body: { name: '調査', siteIds: [own.siteId] } }),
    })
    matrix.positiveCase('uploads.create', {
      seat,
      parts() {
        const body = smallFile('090-0000-0001')
        return { query: { bytes: String(body.length) }, body }
      },
    })
    const upload = async (browser: TestBrowser) => ({
      params: { uploadId: await orBySupervisor(browser, (by) => uploaded(by, tenantId)) },
    })
    // a file names no job yet: whoever sees only some jobs sees only files of his own
    matrix.positiveCase('uploads.read', { seat, narrow: { auditor: 'not found' }, parts: upload })
    matrix.positiveCase('uploads.inspect', {
      seat,
      parts: async (browser) => ({ ...(await upload(browser)), body: { encoding: 'utf-8' } }),
    })
    matrix.positiveCase('uploads.preview', {
      ...{ seat, shows: says('"toAdd":1') },
      async parts(browser) {
        const { uploadId, label: _, ...body } = await orBySupervisor(browser, (by) => importable(by, own))
        return { params: { uploadId }, body }
      },
    })
    matrix.positiveCase('uploads.discard', { seat, parts: upload })
    matrix.positiveCase('lists.import', {
      seat,
      parts: async (browser) => ({ body: await orBySupervisor(browser, (by) => importable(by, own)) }),
    })
    matrix.positiveCase('lists.list', { seat, shows: says(listId) })
    const list = { params: { listId } }
    matrix.positiveCase('lists.read', { seat, parts: () => list, shows: says(listId) })
    matrix.positiveCase('lists.refusedRows', {
      ...{ seat, shows: says('"rowNumber":3') },
      parts: () => ({ ...list, query: { afterRow: '0' } }),
    })
    matrix.positiveCase('listSheets.read', { seat, parts: () => list, shows: says(listId) })
    matrix.positiveCase('listSheets.inventory', { seat, shows: says(listId) })
    matrix.positiveCase('lists.setTerms', {
      seat,
      parts: async () => ({
        params: { listId: await imported(product, supervisor, own) },
        body: { revision: 0, validFrom: null, validUntil: null, priority: 4, heldOutPercent: 0 },
      }),
    })
    matrix.positiveCase('lists.termsHistory', { seat, parts: () => list, shows: says('"versions":') })
    matrix.positiveCase('handovers.read', { seat, parts: () => list, shows: says('"uploadedOn":') })
    matrix.positiveCase('handovers.enter', {
      seat,
      parts: async () => ({
        params: { listId: await imported(product, supervisor, own) },
        body: { version: 0, receivedOn: '2026-01-05', client: null, centre: null },
      }),
    })
    matrix.positiveCase('handovers.rule', { seat })
    matrix.positiveCase('handovers.setRule', {
      seat: 'centre_manager',
      async parts() {
        await superuser.query('delete from tenant.handover_rules where tenant_id = $1', [tenantId])
        return { body: { revision: 0, businessDays: 2 } }
      },
    })
    matrix.positiveCase('lists.undo', {
      seat,
      parts: async () => ({ params: { listId: await imported(product, supervisor, own) } }),
    })
  }

  function campaignCases(): void {
    const seat = 'supervisor'
    const params = { campaignId }
    matrix.positiveCase('whatIf.measured', { seat, parts: () => ({ params }) })
    matrix.positiveCase('callOrder.read', { seat, parts: () => ({ params }) })
    matrix.positiveCase('waiting.explain', { seat, parts: () => ({ query: { date: '2026-01-05' } }) })
    const inState = (state: 'running' | 'stopped') => async () => {
      await superuser.query('update tenant.campaigns set state = $2 where campaign_id = $1', [campaignId, state])
      return { params }
    }
    matrix.positiveCase('campaigns.list', { seat, shows: says(campaignId) })
    matrix.positiveCase('campaigns.read', { seat, parts: () => ({ params }), shows: says(campaignId) })
    matrix.positiveCase('campaigns.create', {
      seat,
      parts: () => ({ body: { jobId, name: '冬の案内', kind: 'test', settings: testSettings } }),
    })
    matrix.positiveCase('campaigns.change', {
      seat,
      async parts() {
        const answer = await supervisor.call('campaigns.read', { params: { tenantId, campaignId } })
        const { revision } = answer.body as CampaignView
        return { params, body: { revision, name: '春の案内', settings: testSettings } }
      },
    })
    matrix.positiveCase('campaigns.start', { seat, parts: inState('stopped') })
    matrix.positiveCase('campaigns.stop', { seat, parts: inState('running') })
    matrix.positiveCase('campaigns.templates', { seat })
    matrix.positiveCase('campaigns.readiness', { seat, parts: () => ({ params }), shows: says('calling_hours') })
    matrix.positiveCase('abandonment.accounts', {
      seat,
      async parts() {
        const predictive = { ...testSettings, mode: 'predictive' }
        await superuser.query('update tenant.campaigns set settings = $2 where campaign_id = $1', [
          campaignId,
          predictive,
        ])
        return {}
      },
      shows: says(campaignId),
    })
    matrix.positiveCase('desk.campaigns', { seat: 'operator', shows: says(campaignId) })
  }

  function reportCases(): void {
    const seat = 'supervisor'
    // versions grow: each change is made on the one that is there
    const versionOf = async (table: string) => {
      const { rows } = await superuser.query<{ version: number }>(
        `select coalesce(max(version), 0)::int as version from tenant.${table} where tenant_id = $1`,
        [tenantId],
      )
      return rows[0]?.version ?? 0
    }
    const daily = { kind: 'daily', date: '2026-11-20' }
    matrix.positiveCase('reports.read', { seat, parts: () => ({ query: daily }) })
    matrix.positiveCase('reports.export', {
      seat,
      parts: () => ({ body: { ...daily, campaignId, format: 'xlsx', language: 'ja' } }),
      shows: says(campaignId),
    })
    matrix.positiveCase('reports.check', { seat, parts: () => ({ body: { digest: 'a'.repeat(64) } }) })
    matrix.positiveCase('reports.forecast', {
      seat,
      parts: () => ({ params: { campaignId } }),
      shows: says(campaignId),
    })
    matrix.positiveCase('reports.settings', { seat })
    matrix.positiveCase('reports.changeLayout', {
      ...{ seat, narrow: { supervisor: 'refused' } },
      parts: async () => ({ body: { version: await versionOf('report_layouts'), value: DEFAULT_LAYOUT } }),
    })
    matrix.positiveCase('reports.changeRules', {
      ...{ seat, narrow: { supervisor: 'refused' } },
      parts: async () => ({ body: { version: await versionOf('figure_rules'), value: DEFAULT_FIGURE_RULES } }),
    })
  }

  function memoCases(): void {
    const seat = 'supervisor'
    matrix.positiveCase('memos.list', { seat, parts: () => ({ params: { campaignId } }), shows: says(attemptId) })
    matrix.positiveCase('memos.read', {
      ...{ seat, shows: says(notedText) },
      parts: () => ({ params: { attemptId }, body: { purpose: 'complaint' } }),
    })
  }

  function heldLeadCases(): void {
    const seat = 'supervisor'
    const held = async () => {
      const { rows } = await superuser.query<{ revision: number }>(
        `update tenant.leads set state = 'held' where lead_id = $1 returning revision`,
        [leadId],
      )
      return rows[0]?.revision ?? 0
    }
    matrix.positiveCase('heldLeads.list', {
      seat,
      parts: async () => {
        await held()
        return { params: { campaignId } }
      },
      shows: says(leadId),
    })
    matrix.positiveCase('heldLeads.decide', {
      seat,
      async parts() {
        return { params: { leadId }, body: { decision: 'final', revision: await held(), ground: 'operator_told' } }
      },
    })
  }

  function correctionCases(): void {
    const seat = 'supervisor'
    /** A call that is over, with its first result; the one that others look at goes on. */
    const over = async () => {
      const made = newId<AttemptId>()
      await superuser.query(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
            operator_id, dialler, intended_at, answered_at, connected_at, hung_up_at, ended_at, recorded_at, disposition, cause)
          select tenant_id, $2, campaign_id, lead_id, contact_id, ordinal, clock_timestamp() - interval '1 year', 'ended',
            operator_id, dialler, now(), now(), now(), now(), now(), now(), 'S11', 'recorded'
          from tenant.attempts where attempt_id = $1`,
        [attemptId, made],
      )
      return made
    }
    matrix.positiveCase('corrections.attempts', {
      seat,
      async parts() {
        await over()
        return { params: { campaignId } }
      },
      shows: says('"disposition":"S11"'),
    })
    matrix.positiveCase('corrections.correct', {
      seat,
      async parts() {
        const { code = '' } = testSettings.dispositions.find(({ next }) => next === 'final') ?? {}
        return { params: { attemptId: await over() }, body: { disposition: code, reason: 'memo_read', version: 0 } }
      },
    })
  }

  function doNotCallCases(): void {
    const seat = 'supervisor'
    matrix.positiveCase('doNotCall.counts', { seat })
    matrix.positiveCase('doNotCall.search', {
      seat,
      parts: () => ({ body: { kind: 'phone', value: phone, purpose: 'complaint' } }),
    })
  }

  function stopCases(): void {
    const seat = 'supervisor'
    const stopped = () => stoppedCampaign(product, own)
    matrix.positiveCase('stops.list', {
      seat,
      parts: async () => {
        await stopped()
        return {}
      },
      shows: (body) => (body as { stops: unknown[] }).stops.length > 0,
    })
    matrix.positiveCase('stops.set', {
      seat,
      async parts() {
        await liftedStops(product, own)
        return { body: { extent: 'campaign', campaignId, ground: 'disaster', liftBy: 'setter' } }
      },
    })
    // an area is of the whole tenant
    matrix.positiveCase('stops.setOfMunicipalities', {
      seat,
      narrow: { supervisor: 'refused', centre_manager: 'refused' },
      async parts() {
        await liftedStops(product, own)
        return { body: { municipalities: ['17204'], ground: 'disaster', liftBy: 'setter' } }
      },
    })
    matrix.positiveCase('stops.reach', { seat, parts: () => ({ query: { areaCode: '076' } }) })
    matrix.positiveCase('stops.lift', {
      seat,
      parts: async () => ({ params: { stopId: await stopped() }, body: { ground: 'over' } }),
    })
  }

  function ledgerCases(): void {
    const seat = 'centre_manager'
    // each refusal before was entered, too: the newest page alone would hold nothing else
    const query = { type: 'list.import_started' }
    matrix.positiveCase('ledger.entries', { seat, parts: () => ({ query }), shows: says(campaignId) })
    matrix.positiveCase('ledger.entriesOfContact', {
      ...{ seat: 'auditor', alsoNeeds: 'contact.search' },
      parts: () => ({ body: { kind: 'phone', value: phone } }),
      shows: (body) => (body as { contacts: number }).contacts > 0,
    })
    matrix.positiveCase('ledger.people', { seat, shows: says(supervisor.actor.personId) })
    matrix.positiveCase('ledger.health', { seat })
    matrix.positiveCase('ledger.houseEntries', { seat: 'auditor' })
  }

  /** A colleague confirms who redeemed a link; whose it is comes with the code. */
  function confirmationCases(): void {
    const seat = 'supervisor'
    const parts = async () => ({ body: await shownCode(product) })
    matrix.positiveCase('confirmations.read', { seat, parts })
    matrix.positiveCase('confirmations.confirm', { seat, parts })
  }

  function findingCases(): void {
    const body = { reason: 'planned_work', note: '' }
    const found = async (log: string) => ({ params: { findingId: await enterFinding(product.spine, log) }, body })
    matrix.positiveCase('findings.list', { seat: 'supervisor' })
    matrix.positiveCase('findings.close', {
      // findings are about the whole tenant
      narrow: { auditor: 'refused' },
      seat: 'auditor',
      parts: async () => found(await logOf(product.spine, tenantId)),
    })
    matrix.positiveCase('findings.listOfHouse', { seat: 'watch_officer' })
    matrix.positiveCase('findings.closeOfHouse', { seat: 'auditor', parts: () => found('0'.repeat(32)) })
  }

  jobAndListCases()
  refusedRowCases(matrix, world)
  campaignCases()
  reportCases()
  memoCases()
  correctionCases()
  doNotCallCases()
  spokenNumberCases(matrix, world)
  heldLeadCases()
  stopCases()
  handCases(matrix, world)
  promiseCases(matrix, world)
  callInCases(matrix, world)
  faqCases(matrix, world)
  ticketCases(matrix, world)
  assignmentCases(matrix, world)
  shadowCases(matrix, world)
  noticeCases(matrix, world)
  ledgerCases()
  findingCases()
  confirmationCases()
}
