import { Button } from '@mantine/core'
import type { DeskNotice as Shown } from '@sekisho/contract'
import { formatNumber, formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { notices as words } from '../words/notices.ts'
import styles from './notices.module.css'
import type { DeskNotices } from './use-desk-notices.ts'

/** What the house has to say, between calls: one to be confirmed by one key, and the rest to be looked up. */
export function DeskNotice({ notices }: { readonly notices: DeskNotices }) {
  const { t } = useLanguage()
  const { owed, more, others, isBusy, problem, confirm } = notices
  return (
    <div className={styles.desk}>
      {owed !== null && (
        <section className={styles.owed} data-level={owed.level} role="status" aria-label={t(words.atDesk)}>
          <Words notice={owed} />
          {owed.level === 'required' && <p className={styles.blocks}>▲ {t(words.blocks)}</p>}
          <div className={styles.line}>
            <Button
              loading={isBusy}
              aria-keyshortcuts="Alt+N"
              rightSection={<kbd className={styles.key}>Alt+N</kbd>}
              onClick={confirm}
            >
              {t(words.confirm)}
            </Button>
            {more > 0 && <span>{t(words.more)(formatNumber(more))}</span>}
          </div>
          <ProblemNotice problem={problem} />
        </section>
      )}
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{t(words.others)(formatNumber(others.length))}</summary>
          {others.map((notice) => (
            <Words key={notice.noticeId} notice={notice} />
          ))}
        </details>
      )}
    </div>
  )
}

function Words({ notice: { level, title, text, by, validUntil } }: { readonly notice: Shown }) {
  const { t, language } = useLanguage()
  const day = formatWeekday(language, fromDateInput(validUntil) ?? 0)
  return (
    <div className={styles.words}>
      <h3>
        <span data-level={level}>{t(words.levels[level])}</span> {title}
      </h3>
      <p>{text}</p>
      <small>
        {by} · {t(words.untilDay)(day)}
      </small>
    </div>
  )
}
