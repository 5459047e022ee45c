import { Text } from '@mantine/core'
import type { Notice } from '@sekisho/contract'
import { afterwards } from '../shared/api/afterwards.ts'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { notices } from '../words/notices.ts'
import { NoticeForm } from './notice-form.tsx'
import styles from './notices.module.css'

interface NoticeDetailProps {
  readonly tenantId: string
  readonly notice: Notice
  readonly mayWrite: boolean
  /** @param news  what was done, in words */
  readonly onNews: (news: string) => void
}

/** One notice: its words, to be changed or withdrawn, and who has confirmed them. */
export function NoticeDetail({ tenantId, notice, mayWrite, onNews }: NoticeDetailProps) {
  const { t } = useLanguage()
  const { noticeId, version, title, text, level, validUntil } = notice
  const params = { tenantId, noticeId }
  const change = useAct('notices.change', ['notices.list', 'notices.readers'])
  const withdraw = useAct('notices.withdraw', ['notices.list'])
  // somebody was first: what they did is shown
  const onError = () => void queryClient.invalidateQueries({ queryKey: ['notices.list'] })
  return (
    <div className={styles.detail}>
      <div>
        {mayWrite ? (
          <NoticeForm
            // another version is another thing to begin with
            key={version}
            first={{ title, text, level, validUntil }}
            label={notices.save}
            isSaving={change.isPending}
            problem={change.error ?? withdraw.error}
            onSave={(words) =>
              change.mutate(
                { params, body: { version, ...words } },
                { onSuccess: () => onNews(t(notices.saved)), onError },
              )
            }
          >
            <ConfirmInline
              label={t(notices.withdraw)}
              question={t(notices.withdrawQuestion)}
              isPending={withdraw.isPending}
              onConfirm={() =>
                afterwards(
                  withdraw.mutateAsync({ params, body: { version } }),
                  () => onNews(t(notices.withdrawn)),
                  onError,
                )
              }
            />
            <Text size="sm" c="dimmed">
              {t(notices.saveHint)}
            </Text>
          </NoticeForm>
        ) : (
          <p className={styles.text}>{text}</p>
        )}
      </div>
      {level !== 'told' && <Readers tenantId={tenantId} noticeId={noticeId} />}
    </div>
  )
}

function Readers({ tenantId, noticeId }: { readonly tenantId: string; readonly noticeId: string }) {
  const { t, language } = useLanguage()
  const read = useRead('notices.readers', { params: { tenantId, noticeId } }, { refetchInterval: 10_000 })
  return (
    <section aria-label={t(notices.readers)}>
      <h3>{t(notices.readers)}</h3>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      <Text size="sm" c="dimmed">
        {t(read.data?.readers.length === 0 ? notices.noReaders : notices.readersHint)}
      </Text>
      <ul className={styles.readers}>
        {(read.data?.readers ?? []).map(({ personId, displayName, confirmedAt }) => (
          <li key={personId} data-has={confirmedAt !== null}>
            {displayName}{' '}
            <small>{confirmedAt === null ? t(notices.notYet) : formatMoment(language, confirmedAt)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
