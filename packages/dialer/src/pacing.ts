/** What a strategy knows of a campaign at one moment. All counts are whole and not negative. */
export interface PacingView {
  /** Operators who are free and waiting for a call of this campaign. */
  readonly availableOperators: number
  /** Operators who work this campaign among others and are at work for another one; nobody when left out. */
  readonly operatorsElsewhere?: number
  /** Attempts from intent to ringing: not answered, not ended. */
  readonly linesInFlight: number
  /** Answered calls for which no operator is connected yet. */
  readonly answeredWaiting: number
  /** Who calls us and waits for one of these operators; nobody when left out. */
  readonly callersWaiting?: number
  /** Leads that are due now and may be leased. */
  readonly dueLeads: number
  /** Outgoing lines that the carrier has left. */
  readonly freeLines: number
  /** Why nothing at all may be dialled, or null. */
  readonly stop: StopCode | null
}

/** Why a campaign places no call whatever its operators do. */
export type StopCode = 'campaign_stopped' | 'outside_hours' | 'ledger_unavailable' | 'carrier_disconnected' | SwitchCode

/** Somebody stopped calling, and how far that reaches. */
export type SwitchCode = 'house_switched_off' | 'tenant_switched_off' | 'job_switched_off' | 'campaign_switched_off'

export type LaunchCode =
  | StopCode
  | 'launching'
  | 'previewing'
  | 'no_operator_free'
  | 'callers_first'
  | 'calls_in_flight'
  | 'no_due_leads'
  | 'no_free_line'

export interface LaunchDecision {
  /** How many attempts to begin now. */
  readonly launch: number
  readonly because: LaunchReason
}

/** One sentence why the floor is as it is, for the supervisor. */
export interface LaunchReason {
  readonly code: LaunchCode
  readonly ja: string
  readonly en: string
}

/** Decides how many attempts to begin, from what is seen at this moment. Pure: the same view gives the same answer. */
export type Strategy = (view: PacingView) => LaunchDecision

const STOPPED = {
  house_switched_off: {
    ja: '全テナントの発信を停止中です。停止が解除されるまで発信しません。',
    en: 'Calling is stopped in all tenants; nothing is dialled until the stop is lifted.',
  },
  tenant_switched_off: {
    ja: 'すべての発信を停止中です。停止が解除されるまで発信しません。',
    en: 'All calling is stopped; nothing is dialled until the stop is lifted.',
  },
  job_switched_off: {
    ja: 'この業務の発信を停止中です。停止が解除されるまで発信しません。',
    en: 'Calling for this job is stopped; nothing is dialled until the stop is lifted.',
  },
  campaign_switched_off: {
    ja: 'このキャンペーンの発信を停止中です。停止が解除されるまで発信しません。',
    en: 'Calling of this campaign is stopped by a switch; nothing is dialled until the stop is lifted.',
  },
  campaign_stopped: { ja: 'キャンペーンは停止中です。', en: 'The campaign is stopped.' },
  outside_hours: { ja: '架電できる時間帯ではありません。', en: 'Calls are not allowed at this hour.' },
  ledger_unavailable: {
    ja: '記録台帳に書き込めないため、発信を止めています。',
    en: 'Dialling is stopped because the ledger takes no entries.',
  },
  carrier_disconnected: {
    ja: '電話網との接続を確認中のため、発信を止めています。',
    en: 'Dialling is stopped until the telephone network is connected and reconciled.',
  },
} as const satisfies Record<StopCode, { ja: string; en: string }>

/**
 * Progressive pacing: one line for each free operator for whom no caller waits, so that whoever answers always finds one. Nobody is abandoned
 * by design, at the price of operators who wait while it rings.
 */
export const progressivePacing: Strategy = (view) => {
  if (view.stop !== null) return { launch: 0, because: { code: view.stop, ...STOPPED[view.stop] } }
  const available = count(view.availableOperators)
  const onTheWay = count(view.linesInFlight) + count(view.answeredWaiting)
  const due = count(view.dueLeads)
  const free = count(view.freeLines)
  if (available === 0) {
    return noneFree(count(view.operatorsElsewhere ?? 0))
  }
  const callers = count(view.callersWaiting ?? 0)
  const wanted = available - callers - onTheWay
  if (wanted <= 0 && callers > 0) {
    return none(
      'callers_first',
      `折り返しの入電${callers}件を先につなぎます。`,
      `${callers} ${callers === 1 ? 'caller comes' : 'callers come'} before whom we call.`,
    )
  }
  if (wanted <= 0) {
    return none(
      'calls_in_flight',
      `空き${available}名に対して${onTheWay}件を発信中です。`,
      `${onTheWay} ${onTheWay === 1 ? 'call is' : 'calls are'} on the way for ${operators(available)}.`,
    )
  }
  if (due === 0) {
    return none('no_due_leads', '今かけられる対象者がいません。', 'No lead is due now.')
  }
  if (free === 0) {
    return none('no_free_line', '空いている外線がありません。', 'All outgoing lines are in use.')
  }
  const launch = Math.min(wanted, due, free)
  return {
    launch,
    because: {
      code: 'launching',
      ja: `空き${available}名のため${launch}件を発信します。`,
      en: `Placing ${launch} ${launch === 1 ? 'call' : 'calls'} for ${operators(available)}.`,
    },
  }
}

/**
 * The same in the words of a campaign whose operators look first: they dial, and nothing rings by itself.
 *
 * @param given  leads that were given now
 * @param looking  operators who were looking at one before
 */
export function previewReason(because: LaunchReason, given: number, looking: number): LaunchReason {
  if (given > 0)
    return {
      code: 'previewing',
      ja: `プレビュー発信です。${given}名に次の対象者を表示しました。`,
      en: `Preview: ${given} ${given === 1 ? 'operator was' : 'operators were'} shown whom to call next.`,
    }
  if (because.code === 'no_operator_free' && looking > 0)
    return {
      code: 'previewing',
      ja: `プレビュー中 ${looking}名。発信を押すと電話をかけます。`,
      en: `${looking} looking at a preview; nothing rings before they dial.`,
    }
  return because
}

function none(code: LaunchCode, ja: string, en: string): LaunchDecision {
  return { launch: 0, because: { code, ja, en } }
}

/** Whoever is shared with other campaigns is not missing: the floor is told where they are. */
function noneFree(elsewhere: number): LaunchDecision {
  if (elsewhere === 0) return none('no_operator_free', '空いているオペレーターがいません。', 'No operator is free.')
  return none(
    'no_operator_free',
    `空いているオペレーターがいません(兼務の${elsewhere}名は別のキャンペーンに応対・発信中です)。`,
    `No operator is free; ${elsewhere} of those shared ${elsewhere === 1 ? 'is' : 'are'} at work for other campaigns.`,
  )
}

function operators(available: number): string {
  return available === 1 ? '1 free operator' : `${available} free operators`
}

/** A count that is none (a lost subtraction, NaN) must not place calls. */
function count(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.floor(value) : 0
}
