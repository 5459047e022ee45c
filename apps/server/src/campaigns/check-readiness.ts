import type { CampaignReadiness, CampaignView, ReadinessCode } from '@sekisho/contract'
import { type CallingRules, dayOf, HARD_WALL, nextCallableAt } from '@sekisho/dialer'
import { dateOfDay } from '@sekisho/figures'
import { missingSettings, type NotReadyCode } from './readiness.ts'

/** What stands around a campaign, counted. */
export interface Surroundings {
  /** Lists that are being imported into it. */
  readonly imports: number
  /** People on lists that are outside of their period. */
  readonly outsidePeriod: number
  /** People who may work at a desk of its tenant or job today. */
  readonly operators: number
  /** Of these, who sit at it now. */
  readonly seated: number
  /** A stop switch that somebody set forbids its calls. */
  readonly isSwitchedOff: boolean
}

type Check = CampaignReadiness['checks'][number]

/** So long before the end of the known holidays somebody is told: a campaign rarely runs longer. */
const holidayNoticeDays = 30

/**
 * "Ready to call?": everything a start looks at, and what a start does not forbid but somebody should know.
 *
 * @param rules  the dialler's: what is told here is what will be done
 */
export function checkReadiness(
  campaign: CampaignView,
  { imports, outsidePeriod, operators, seated, isSwitchedOff }: Surroundings,
  nowMs: number,
  rules: CallingRules,
): CampaignReadiness {
  const { settings, leads } = campaign
  const next = nextCallableAt(rules, nowMs)
  const missing = new Set(missingSettings(settings, nowMs, rules))
  const needed = (code: ReadinessCode, absent: NotReadyCode, count: number | null = null): Check => ({
    ...{ code, count },
    state: missing.has(absent) ? 'missing' : 'ok',
  })
  const wished = (code: ReadinessCode, isFine: boolean, count: number | null = null): Check => ({
    ...{ code, count },
    state: isFine ? 'ok' : 'notice',
  })
  const successes = settings.dispositions.filter(({ isSuccess }) => isSuccess).length
  const spoken = settings.script.filter(({ text }) => text.trim() !== '').length
  const checks: Check[] = [
    needed('caller_name', 'no_caller_name'),
    needed('visible_fields', 'no_visible_fields', settings.visibleFields.length),
    wished('script', spoken > 0, spoken),
    needed('dispositions', 'no_dispositions', settings.dispositions.length),
    wished('success', successes > 0, successes),
    needed('calling_hours', 'no_calling_hours'),
    wished('hours_now', next === null || next <= nowMs),
    wished('stop_switches', !isSwitchedOff),
    wished('holidays', dateOfDay(dayOf(nowMs) + holidayNoticeDays) <= rules.holidaysKnownUntil),
    wished('imports', imports === 0, imports),
    { code: 'leads', state: leads.callable > 0 ? 'ok' : 'missing', count: leads.callable },
    wished('list_period', outsidePeriod === 0, outsidePeriod),
    wished('operators', operators > 0, operators),
    wished('seated', seated > 0, seated),
  ]
  return {
    ...{ state: campaign.state, revision: campaign.revision, checks, nextCallableAt: next },
    isReady: campaign.state !== 'closed' && checks.every(({ state }) => state !== 'missing'),
    isWallUp: rules.wall.fromMinute >= HARD_WALL.fromMinute && rules.wall.untilMinute <= HARD_WALL.untilMinute,
    holidaysKnownUntil: rules.holidaysKnownUntil,
  }
}
