import type { WaitingView } from '@sekisho/contract'
import { formatDuration, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { waiting } from '../words/waiting.ts'
import { groupOf } from './cause-places.ts'
import { Deed } from './first-sentence.tsx'
import styles from './waiting.module.css'

interface CausesTableProps {
  readonly tenantId: string
  readonly view: WaitingView
  readonly campaignId: string | null
}

/** Every cause, the longest first. */
export function CausesTable({ tenantId, view: { causes, waitedMs }, campaignId }: CausesTableProps) {
  const { t, language } = useLanguage()
  return (
    <div className={styles.scroll} role="group" aria-label={t(waiting.table)} tabIndex={0}>
      <table className={styles.figures}>
        <thead>
          <tr>
            <th scope="col">{t(waiting.cause)}</th>
            <th scope="col">{t(waiting.time)}</th>
            <th scope="col">{t(waiting.share)}</th>
            <th scope="col" className={styles.act}>
              {t(waiting.act)}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...causes]
            .sort((one, other) => other.ms - one.ms)
            .map(({ cause, ms }) => (
              <tr key={cause}>
                <th scope="row">
                  <i className={styles.mark} data-group={groupOf[cause]} aria-hidden="true" />
                  {t(waiting.causes[cause].name)}
                </th>
                <td>{formatDuration(language, ms)}</td>
                <td>{formatRate(ms, waitedMs)}</td>
                <td className={styles.act}>
                  <Deed tenantId={tenantId} cause={cause} campaignId={campaignId} />
                </td>
              </tr>
            ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t(waiting.total)}</th>
            <td>{formatDuration(language, waitedMs)}</td>
            <td>{formatRate(waitedMs, waitedMs)}</td>
            <td className={styles.act}>{t(waiting.figures)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
