import type { TicketStep } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber, formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { tickets } from '../words/tickets.ts'
import styles from './tickets.module.css'

interface TicketHistoryProps {
  readonly tenantId: string
  readonly ticketId: string
}

/** What happened with a ticket, each by its entry. */
export function TicketHistory({ tenantId, ticketId }: TicketHistoryProps) {
  const { t, language } = useLanguage()
  const read = useRead('tickets.history', { params: { tenantId, ticketId } }, { refetchInterval: 10_000 })
  return (
    <section aria-label={t(tickets.history)}>
      <h3>{t(tickets.history)}</h3>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      <ol className={styles.history}>
        {(read.data?.steps ?? []).map((step) => (
          <li key={`${step.at} ${step.kind}`}>
            {formatMoment(language, step.at)} <b>{t(tickets.steps[step.kind])}</b> <More step={step} />
            <br />
            <small>
              {step.by}
              {step.entryPosition !== null && ` · ${t(tickets.entry)(formatNumber(step.entryPosition))}`}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What one step decided. */
function More({ step: { kind, owner, waitsUntil, outcome } }: { readonly step: TicketStep }) {
  const { t, language } = useLanguage()
  if (outcome !== null) return t(tickets.outcomes[outcome])
  if (waitsUntil !== null) return t(tickets.waitsUntil)(formatWeekday(language, fromDateInput(waitsUntil) ?? 0))
  return kind === 'given' ? `→ ${owner ?? ''}` : ''
}
