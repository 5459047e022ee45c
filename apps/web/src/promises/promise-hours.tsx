import { Table, Text } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { promises } from '../words/promises.ts'
import { type PromiseView, queryOfView } from './promise-filter.ts'
import styles from './promises.module.css'

interface PromiseHoursProps {
  readonly tenantId: string
  readonly view: PromiseView
}

/** How much is promised for each hour, and who will be there as far as anybody knows. Hours without a promise are left out. */
export function PromiseHours({ tenantId, view }: PromiseHoursProps) {
  const { t, language } = useLanguage()
  const input = { params: { tenantId }, query: queryOfView(view) }
  const read = useRead('promises.hours', input, { refetchInterval: 60_000, keepPrevious: true })
  const hours = (read.data?.hours ?? []).filter(({ promises: count }) => count > 0)
  return (
    <div className={styles.after}>
      <Section title={t(promises.hours)}>
        <Text size="sm" c="dimmed" mb="sm">
          {t(promises.hoursLead)}
        </Text>
        <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
        {read.data !== undefined && hours.length === 0 && <Text>{t(promises.noHours)}</Text>}
        {hours.length > 0 && (
          <Table className={styles.hours} aria-label={t(promises.hours)}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t(promises.hour)}</Table.Th>
                <Table.Th className={styles.figure}>{t(promises.booked)}</Table.Th>
                <Table.Th className={styles.figure}>{t(promises.people)}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {hours.map(({ at, promises: count, people }) => (
                <Table.Tr key={at}>
                  <Table.Td>{formatMoment(language, at)}</Table.Td>
                  <Table.Td className={styles.figure}>{formatNumber(count)}</Table.Td>
                  <Table.Td className={styles.figure}>{formatNumber(people)}</Table.Td>
                  <Table.Td className={styles.state} data-state="overdue">
                    {people === 0 && `▲ ${t(promises.nobodyThere)}`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Section>
    </div>
  )
}
