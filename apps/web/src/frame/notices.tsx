import { Badge } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { frame } from '../words/frame.ts'
import styles from './frame.module.css'

/** On every page of a trial, signed in or not: what it does not promise. */
export function Notices() {
  const { t } = useLanguage()
  const { data } = useRead('setUp.read', {})
  if (data === undefined || (!data.isTrial && !data.isDemo)) return null
  return (
    <aside className={styles.notices} aria-label={t(frame.trial)}>
      {data.isDemo && (
        <Badge variant="outline" color="gray" size="sm" radius="sm" title={t(frame.demoWhy)}>
          {t(frame.demo)}
        </Badge>
      )}
      {data.isTrial && <span>{t(frame.trial)}</span>}
    </aside>
  )
}
