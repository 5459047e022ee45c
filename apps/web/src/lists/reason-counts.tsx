import type { ListView } from '@sekisho/contract'
import { formatCount } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import styles from './import.module.css'

/** Why rows are not taken, and how many for each reason. */
export function ReasonCounts({ reasons }: { readonly reasons: ListView['reasons'] }) {
  const { t, language } = useLanguage()
  if (reasons.length === 0) return null
  return (
    <table className={styles.reasons}>
      <tbody>
        {reasons.map((reason) => (
          <tr key={reason.code}>
            <td>{t(reason)}</td>
            <td>{formatCount(language, reason.rows)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
