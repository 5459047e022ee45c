import { useLanguage } from '../shared/language.tsx'
import { callIns } from '../words/call-ins.ts'
import styles from './call-ins.module.css'
import { written } from './written-number.ts'

/** That the person called us, and by which of our numbers: we were not the ones who disturbed. */
export function CalledNumber({ number }: { readonly number: string }) {
  const { t } = useLanguage()
  return (
    <span className={styles.callIn}>
      <strong>{t(callIns.call)}</strong> {t(callIns.callTo)(written(number))}
    </span>
  )
}
