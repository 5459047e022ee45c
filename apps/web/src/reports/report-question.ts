import { reportDate, reportKinds } from '@sekisho/contract'
import { toDateInput } from '../shared/format.ts'

/** Which report, as it stands in the address and can be sent to a colleague. */
export interface ReportQuestion {
  readonly kind: 'daily' | 'monthly'
  /** `2026-11-21`, in Japan. */
  readonly date: string
  readonly campaignId?: string
  readonly jobId?: string
}

const id = /^[0-9a-f-]{36}$/

/** Reads the question from an address, which anybody may have written; what makes no sense becomes today's report. */
export function questionFromSearch(search: Readonly<Record<string, unknown>>, now: number): ReportQuestion {
  const { date, campaignId, jobId } = search
  const known = reportDate.safeParse(date)
  return {
    kind: reportKinds.find((kind) => kind === search['kind']) ?? 'daily',
    date: known.success ? known.data : toDateInput(now),
    ...(typeof campaignId === 'string' && id.test(campaignId) ? { campaignId } : {}),
    ...(typeof jobId === 'string' && id.test(jobId) ? { jobId } : {}),
  }
}

export function searchOfQuestion(question: ReportQuestion): string {
  return `?${new URLSearchParams(Object.entries(question)).toString()}`
}
