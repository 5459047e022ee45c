import { formatNumber } from '../format.ts'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'
import styles from './record-mark.module.css'

/** Small and still, wherever personal data is shown: people should feel the record, kindly. */
export function RecordMark({ position }: { readonly position: number }) {
  const { t } = useLanguage()
  return (
    <p className={styles.mark}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M4 2.5V14M12 2.5V14M1.5 5.5h13M7 9v5M9 9v5M4 9h8" />
      </svg>
      {t(common.recordMark)(formatNumber(position))}
    </p>
  )
}
