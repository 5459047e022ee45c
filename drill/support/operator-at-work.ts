import type { Random } from '@sekisho/fictitious'
import { type DeskPage, openDesk, takeSeat } from './desk-page.ts'
import type { DrillPerson, DrillTenant } from './house.ts'
import { pause, type Trial } from './trial.ts'

/** An operator who takes calls whatever happens to the product: connects again, sits down again, records what is owed. */
export interface OperatorAtWork {
  /** Contacts that were shown. */
  shown(): number
  /** Results that were taken. */
  recorded(): number
  /** Lets the operator finish the call in hand and leave the desk; the last state of the desk. */
  leave(): Promise<string>
}

const results = ['11', '21', '23'] as const

export function operatorAtWork(
  trial: Trial,
  { tenantId, campaignId }: DrillTenant,
  operator: DrillPerson,
  random: Random,
): OperatorAtWork {
  let isLeaving = false
  let shown = 0
  let recorded = 0
  let lastShown = ''

  /** One tab, until it closes; the state in which the desk was left. */
  async function sit(page: DeskPage): Promise<string> {
    if ((await takeSeat(page, campaignId)) !== 'ok') return 'refused'
    while (page.isOpen()) {
      const desk = page.last()
      const call = desk?.call ?? null
      if (call !== null && call.fields.length > 0 && call.attemptId !== lastShown) {
        lastShown = call.attemptId
        shown += 1
      }
      if (call !== null && (call.fields.length > 0 || call.state === 'wrap_up')) {
        await pause(random.below(400))
        const { attemptId } = call
        const disposition = results[random.below(results.length)] ?? '11'
        const then = isLeaving ? 'break' : 'available'
        const answer = await page.ask({ type: 'record', attemptId, disposition, memo: '', then })
        if (answer === 'ok') recorded += 1
      } else if (call === null && desk !== undefined) {
        if (isLeaving && desk.state === 'away') return 'away'
        if (isLeaving) await page.ask({ type: 'away', reason: 'break' })
        else if (desk.state === 'away') await page.ask({ type: 'available' })
      }
      await pause(100)
    }
    return 'closed'
  }

  async function work(): Promise<string> {
    for (;;) {
      try {
        const page = await openDesk(trial.origin, operator, tenantId)
        try {
          const state = await sit(page)
          if (state === 'away') return state
        } finally {
          page.close()
        }
      } catch {
        // the server is away
      }
      await pause(300)
    }
  }

  const working = work()
  return {
    shown: () => shown,
    recorded: () => recorded,
    leave() {
      isLeaving = true
      return working
    },
  }
}
