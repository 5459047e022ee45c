import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ticketContact } from '../words/ticket-contact.ts'
import styles from './tickets.module.css'

const everyMs = 30_000

/** Who opened contacts by tickets today, those first who did nothing afterwards. Nothing where nobody did. */
export function TicketLooks({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const { data } = useRead('tickets.looks', { params: { tenantId } }, { refetchInterval: () => everyMs })
  if (data === undefined || data.people.length === 0) return null
  return (
    <Section title={t(ticketContact.today)}>
      <table className={styles.looks}>
        <thead>
          <tr>
            <th scope="col">{t(ticketContact.who)}</th>
            <th scope="col">{t(ticketContact.tickets)}</th>
            <th scope="col">{t(ticketContact.times)}</th>
            <th scope="col">{t(ticketContact.withoutStep)}</th>
          </tr>
        </thead>
        <tbody>
          {data.people.map(({ personId, name, tickets, looks, withoutStep }) => (
            <tr key={personId}>
              <th scope="row">{name}</th>
              <td>{formatNumber(tickets)}</td>
              <td>{formatNumber(looks)}</td>
              <td data-idle={withoutStep > 0}>{formatNumber(withoutStep)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
