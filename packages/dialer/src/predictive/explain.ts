import type { LaunchCode } from '../pacing.ts'
import type { PredictiveCode, PredictiveExplanation } from './predictive-pacing.ts'

interface Sentence {
  readonly ja: string
  readonly en: string
}

/** What a stop says stands where stops are described; these are the reasons a predictive decision has of its own. */
export type PacingCode = Exclude<PredictiveCode, LaunchCode> | 'no_due_leads' | 'no_free_line'

/**
 * One sentence for the supervisor: what was launched, and what spoke against more.
 *
 * @returns  null for a stop, which has a sentence of its own
 */
export function explainPacing(explanation: PredictiveExplanation): (Sentence & { readonly code: PacingCode }) | null {
  const { code } = explanation
  if (!isPacingCode(code)) return null
  const { ja, en } = whyNotMore(explanation, code)
  const begun = launchedOf(explanation)
  const wished = wishedOf(explanation)
  return { code, ja: `${begun.ja}${wished.ja}${ja}`, en: `${begun.en} ${wished.en}${en}` }
}

/** Where somebody's own ratio paces: what it asks for, so that one sees what was let through of it. */
function wishedOf({ wish }: PredictiveExplanation): Sentence {
  if (wish === null) return { ja: '', en: '' }
  const { linesPerTen, freeOperators, lines } = wish
  const each = (linesPerTen / 10).toFixed(1)
  return {
    ja: `倍率${each}では空き${freeOperators}名に${lines}件まで。`,
    en: `A ratio of ${each} asks for ${lines} for ${freeOperators} free. `,
  }
}

function launchedOf({ launched, ringing, waitingOperators }: PredictiveExplanation): Sentence {
  return {
    ja: `空き${waitingOperators}名・発信中${ringing}件に対し${launched}件を発信。`,
    en: `${launched} launched beside ${ringing} ringing for ${waitingOperators} free.`,
  }
}

function whyNotMore(explanation: PredictiveExplanation, code: PacingCode): Sentence {
  const { risk, allowedRisk, soonFree, soonAnswered, withinSeconds, abandonedToday, answeredToday } = explanation
  const soon = Math.round(withinSeconds)
  const account = `${abandonedToday}/${answeredToday}`
  const { abandonedOfWindow, answeredOfWindow } = explanation
  switch (code) {
    case 'risk':
      return {
        ja: `今後${soon}秒で応答${one(soonAnswered)}件・空き${one(soonFree)}名の見込み。次の1件の放棄リスクは${percent(risk)}（許容${percent(allowedRisk)}）です。`,
        en: `Within ${soon} s ${one(soonAnswered)} answers and ${one(soonFree)} operators are expected; the next call would be abandoned with ${percent(risk)} (allowed ${percent(allowedRisk)}).`,
      }
    case 'ratio':
      return { ja: '倍率どおり発信しています。', en: 'It is reached.' }
    case 'budget':
      return {
        ja: `放棄は本日${account}件、直近30日${abandonedOfWindow}/${answeredOfWindow}件で、これ以上は上限を超えるおそれがあります。`,
        en: `${account} were abandoned today, ${abandonedOfWindow}/${answeredOfWindow} in 30 days; more could pass the cap.`,
      }
    case 'few_answers_today':
      return {
        ja: `本日の応答が${answeredToday}件と少ないため、空きオペレーター1名に1件だけ発信します。`,
        en: `With ${answeredToday} answers today there is one line for each free operator.`,
      }
    case 'window_at_cap':
      return {
        ja: `直近30日の放棄が${abandonedOfWindow}/${answeredOfWindow}件で上限に達しているため、下回るまで空きオペレーター1名に1件だけ発信します。`,
        en: `${abandonedOfWindow}/${answeredOfWindow} were abandoned in 30 days, which is the cap: one line for each free operator until it is less.`,
      }
    case 'after_a_stop':
      return {
        ja: '発信を再開した直後のため、空きオペレーター1名に1件だけ発信します。',
        en: 'Calling has just begun again: one line for each free operator.',
      }
    case 'others_first':
      return {
        ja: '兼務のオペレーターは、この10分の応対が少ない別のキャンペーンが先に発信します。',
        en: 'The shared operators go to another campaign first, which had less of them in the last ten minutes.',
      }
    case 'no_operator_here':
      return { ja: '着席中のオペレーターがいません。', en: 'No operator is here.' }
    case 'calls_a_second':
      return { ja: '回線の毎秒発信数の上限です。', en: 'The carrier takes no more calls this second.' }
    case 'no_due_leads':
      return { ja: '今かけられる対象者がいません。', en: 'No lead is due now.' }
    case 'no_free_line':
      return { ja: '空いている外線がありません。', en: 'All outgoing lines are in use.' }
  }
}

function isPacingCode(code: PredictiveCode): code is PacingCode {
  switch (code) {
    case 'risk':
    case 'ratio':
    case 'budget':
    case 'few_answers_today':
    case 'window_at_cap':
    case 'after_a_stop':
    case 'others_first':
    case 'no_operator_here':
    case 'calls_a_second':
    case 'no_due_leads':
    case 'no_free_line':
      return true
    default:
      return false
  }
}

function one(count: number): string {
  return count.toFixed(1)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
