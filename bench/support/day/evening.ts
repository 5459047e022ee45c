import { fileURLToPath } from 'node:url'
import type { CampaignId, RouteName, TenantId } from '@sekisho/contract'
import { WebSocket } from 'ws'
import { type BenchSpine, startScript, stopChild } from '../bench-spine.ts'
import { type CallParts, type HttpDoor, openDoor } from '../http-door.ts'
import type { EveningSettings } from './evening-process.ts'

/** The whole server after the day: its clock stands where the day has ended. */
export interface Evening {
  readonly origin: string
  stop(): Promise<void>
}

export async function startEvening(spine: BenchSpine, standsAtMs: number, port: number): Promise<Evening> {
  const settings: EveningSettings = {
    ...{ port, standsAtMs, startedAtMs: Date.now() },
    surroundings: {
      ...{ database: spine.app, sealedFolder: spine.sealedFolder },
      ...{ keyServiceSocket: spine.keySocket, sequencerSocket: spine.sequencerSocket },
    },
  }
  const script = fileURLToPath(new URL('evening-process.ts', import.meta.url))
  const child = startScript(script, {}, [JSON.stringify(settings)])
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error('the server ended')))
  })
  return { origin: `http://localhost:${port}`, stop: () => stopChild(child) }
}

export interface Supervisor {
  readonly tenantId: TenantId
  readonly cookie: string
  readonly campaignId: CampaignId
}

export interface PageTimes {
  /** Milliseconds from the first request to the last answer, sorted, by page. */
  readonly [page: string]: readonly number[]
}

type Asked = readonly [RouteName, CallParts?]

/** What the frame asks on every page, beside who is signed in. */
const frame: readonly Asked[] = [
  ...(['setUp.read', 'stops.readOfHouse', 'ledger.health', 'promises.overdue', 'tickets.overdue'] as const).map(
    (name) => [name] as const,
  ),
]

/**
 * Loads the pages that a supervisor has open in the evening as a browser loads them: who is signed in first, then
 * everything that frame and page ask at once; of the floor until its first figures are there. Supervisors of all clients
 * in turn, each page anew.
 *
 * @param date  of the reports, `2026-11-24`
 */
export async function loadPages(
  { origin }: Evening,
  supervisors: readonly Supervisor[],
  { date, loads }: { readonly date: string; readonly loads: number },
): Promise<PageTimes> {
  const times: Record<string, number[]> = {}
  for (let load = 0; load < loads; load += 1) {
    const supervisor = supervisors[load % supervisors.length]
    if (supervisor === undefined) throw new Error('no supervisors')
    for (const [page, open] of Object.entries(pagesOf(origin, supervisor, date))) {
      const startedAt = performance.now()
      await open()
      const ofPage = times[page] ?? []
      ofPage.push(performance.now() - startedAt)
      times[page] = ofPage
    }
  }
  for (const some of Object.values(times)) some.sort((left, right) => left - right)
  return times
}

function pagesOf(origin: string, supervisor: Supervisor, date: string): Record<string, () => Promise<void>> {
  const door = openDoor({ origin, ...supervisor })
  const { campaignId } = supervisor
  const page =
    (own: readonly Asked[], more: () => Promise<void> = () => Promise.resolve()) =>
    async (): Promise<void> => {
      await door.call('me.read')
      await Promise.all([...[...frame, ...own].map((asked) => ask(door, asked)), more()])
    }
  const report = (kind: string, ofCampaign: Record<string, string> = {}): Asked => [
    'reports.read',
    { query: { kind, date, ...ofCampaign } },
  ]
  return {
    floor: page([['stops.list']], () => firstFloor(origin, supervisor)),
    dailyReport: page([['campaigns.list'], report('daily')]),
    campaignReport: page([
      ['campaigns.list'],
      report('daily', { campaignId }),
      ['reports.forecast', { params: { campaignId } }],
    ]),
    monthlyReport: page([['campaigns.list'], report('monthly')]),
  }
}

async function ask(door: HttpDoor, [name, parts]: Asked): Promise<void> {
  await door.call(name, parts)
}

/** Until the floor has told its figures once. */
function firstFloor(origin: string, { tenantId, cookie }: Supervisor): Promise<void> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/floor?tenantId=${tenantId}`, {
    headers: { cookie, origin },
  })
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const { type } = JSON.parse((data as Buffer).toString()) as { type: string }
      if (type !== 'floor') return
      socket.terminate()
      resolve()
    })
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`the floor closed: ${code}`)))
  })
}

export const shareOf = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
