import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { reports } from '../words/reports.ts'
import styles from './reports.module.css'

/** When the lists of a campaign will be done, and the sentence why. */
export function ForecastSection({ tenantId, campaignId }: { readonly tenantId: string; readonly campaignId: string }) {
  const { t, language } = useLanguage()
  const { data, error } = useRead('reports.forecast', { params: { tenantId, campaignId } }, { refetchInterval: 60_000 })
  if (error !== null) return <ProblemNotice problem={error} />
  if (data === undefined) return null
  const at = (when: number) => formatMoment(language, when)
  return (
    <Section>
      <dl className={styles.forecast}>
        <dt>{t(reports.forecast)}</dt>
        <dd>
          {data.finish === null
            ? t(reports.noForecast)
            : t(reports.forecastRange)(at(data.finish.expected), at(data.finish.earliest), at(data.finish.latest))}
          <br />
          <small>{t(data.because)}</small>
        </dd>
      </dl>
    </Section>
  )
}
