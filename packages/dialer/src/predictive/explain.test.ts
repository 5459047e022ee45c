import { describe, expect, it } from 'vitest'
import { explainPacing } from './explain.ts'
import type { PredictiveCode, PredictiveExplanation } from './predictive-pacing.ts'

const explanation: PredictiveExplanation = {
  ...{
    code: 'risk',
    launched: 3,
    ringing: 12,
    waitingOperators: 2,
    soonFree: 2.04,
    soonAnswered: 1.96,
    withinSeconds: 10.4,
  },
  ...{ risk: 0.031, allowedRisk: 0.02, answerRate: 0.25, abandonedToday: 7, answeredToday: 310 },
  ...{ abandonedOfWindow: 120, answeredOfWindow: 9_000, wish: null },
}

describe('the sentence why', () => {
  it('says what was launched and what spoke against more, in both languages (C-03)', () => {
    expect(explainPacing(explanation)).toEqual({
      code: 'risk',
      ja: '空き2名・発信中12件に対し3件を発信。今後10秒で応答2.0件・空き2.0名の見込み。次の1件の放棄リスクは3.1 %（許容2.0 %）です。',
      en: '3 launched beside 12 ringing for 2 free. Within 10 s 2.0 answers and 2.0 operators are expected; the next call would be abandoned with 3.1 % (allowed 2.0 %).',
    })
  })

  it('says of a ratio what it asks for, and what the cap left of it', () => {
    const wish = { linesPerTen: 15, freeOperators: 4, lines: 6 }
    expect(explainPacing({ ...explanation, code: 'budget', wish })).toEqual({
      code: 'budget',
      ja: '空き2名・発信中12件に対し3件を発信。倍率1.5では空き4名に6件まで。放棄は本日7/310件、直近30日120/9000件で、これ以上は上限を超えるおそれがあります。',
      en: '3 launched beside 12 ringing for 2 free. A ratio of 1.5 asks for 6 for 4 free. 7/310 were abandoned today, 120/9000 in 30 days; more could pass the cap.',
    })
    expect(explainPacing({ ...explanation, code: 'ratio', wish })?.ja).toContain('6件まで。倍率どおり')
  })

  it('exists once for each reason of its own, and leaves stops to theirs', () => {
    const own: PredictiveCode[] = [
      ...(['risk', 'ratio', 'budget', 'few_answers_today', 'window_at_cap', 'after_a_stop'] as const),
      ...(['no_operator_here', 'others_first', 'calls_a_second', 'no_due_leads', 'no_free_line'] as const),
    ]
    const sentences = own.map((code) => explainPacing({ ...explanation, code })?.en)
    expect(new Set(sentences).size).toBe(own.length)
    expect(sentences).not.toContain(undefined)
    expect(explainPacing({ ...explanation, code: 'ledger_unavailable' })).toBeNull()
  })
})
