import type { PreviewInHand } from '@sekisho/contract'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { desk } from '../words/desk.ts'
import { preview as words } from '../words/preview.ts'
import styles from './contact-panel.module.css'
import shared from './desk.module.css'

/** What a call would show at once of the one person who may be called; the rest waits for the call. */
export function PreviewContact({ looked }: { readonly looked: PreviewInHand }) {
  const { t, language } = useLanguage()
  const name = looked.fields.find(({ field }) => field === 'name')
  const kana = looked.fields.find(({ field }) => field === 'kana')
  const others = looked.fields.filter(({ field }) => field !== 'name' && field !== 'kana')
  return (
    <section className={shared.column} aria-label={t(desk.contact)}>
      <h2>{t(desk.contact)}</h2>
      {name !== undefined && (
        <p className={styles.person}>
          {name.value}
          {language === 'ja' && <small>様</small>}
        </p>
      )}
      {kana !== undefined && <p className={styles.kana}>{kana.value}</p>}
      <dl className={styles.fields}>
        {others.map(({ field, label, value }) => (
          <div key={field} className={styles.pair}>
            <dt>{label}</dt>
            <dd>{value === '' ? '–' : value}</dd>
          </div>
        ))}
        {looked.withheld.map(({ field, label }) => (
          <div key={field} className={styles.pair}>
            <dt>{label}</dt>
            <dd className={styles.withheld}>{t(words.waits)}</dd>
          </div>
        ))}
        <div className={styles.pair}>
          <dt>{t(desk.number)}</dt>
          <dd>{looked.maskedNumber}</dd>
        </div>
      </dl>
      <ul className={styles.previous}>
        <li>{t(desk.attempt)(String(looked.attemptNumber))}</li>
        {looked.previous.map(({ at, label }) => (
          <li key={at}>
            {formatMoment(language, at)} {label}
          </li>
        ))}
        {looked.previous.length === 0 && <li>{t(desk.noPrevious)}</li>}
      </ul>
    </section>
  )
}
