import type { Permission } from '@sekisho/contract'
import type { RowScope } from '../platform/database/index.ts'
import type { Authorise, RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Calendar } from './calendar.ts'

const done = { done: true } as const

/** @param authorise  asked once more for what the reader may change: a right that not every reader holds */
export function calendarHandlers({ calendar, authorise }: { calendar: Calendar; authorise: Authorise }) {
  const { specialDays, holidayFiles, ofCampaign } = calendar
  async function scopeOf({ actor, tenantId }: Decided, permission: Permission): Promise<RowScope | null> {
    const decision = await authorise(actor, permission, { kind: 'tenant', tenantId })
    return decision.allowed ? decision.rowScope : null
  }
  return {
    'calendar.month': (request) => ofCampaign.month(askingOf(request), request.params.campaignId, request.query.month),
    'calendar.today': (request) => ofCampaign.today(askingOf(request), request.params.campaignId),
    'calendar.hours': (request) => ofCampaign.hours(askingOf(request), request.params.campaignId),
    'desk.hours': (request) => ofCampaign.hours(askingOf(request), request.params.campaignId),
    'calendar.days': async (request) => {
      const asking = askingOf(request)
      const manage = await scopeOf(request, 'calendar.manage')
      const { closed, holidaysKnownUntil, wall } = await calendar.everyYear(asking)
      return {
        days: await specialDays.coming(asking, { manage }),
        closedEveryYear: [...closed],
        files: await holidayFiles.list(asking),
        holidaysKnownUntil,
        wall,
        mayBoundAll: manage?.jobs === '*',
      }
    },
    'calendar.set_day': async (request) => ({ dayId: await specialDays.set(askingOf(request), request.body) }),
    'calendar.withdraw_day': async (request) => {
      await specialDays.withdraw(askingOf(request), request.params.dayId)
      return done
    },
    'calendar.check_holidays': async (request) => holidayFiles.check(bytesOf(request.body.content)),
    'calendar.import_holidays': async (request) => ({
      fileId: await holidayFiles.import(askingOf(request), bytesOf(request.body.content), request.body.digest),
    }),
    'calendar.withdraw_holidays': async (request) => {
      await holidayFiles.withdraw(askingOf(request), request.params.fileId)
      return done
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'calendar.days'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64')
}
