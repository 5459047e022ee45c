import { Button, Stack, Text } from '@mantine/core'
import type { FaqArticle } from '@sekisho/contract'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { faq } from '../words/faq.ts'
import { FaqForm } from './faq-form.tsx'
import styles from './faq.module.css'

interface EditFaqProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly article: FaqArticle
  readonly mayWrite: boolean
  /** @param news  what was done, in words */
  readonly onDone: (news: string) => void
}

/** One article: its words to be changed, and every version it had. */
export function EditFaq({ tenantId, campaignId, article, mayWrite, onDone }: EditFaqProps) {
  const { t } = useLanguage()
  const { articleId, version, question, answer } = article
  const params = { tenantId, campaignId, articleId }
  const change = useAct('faq.change', ['faq.list', 'faq.versions'])
  const withdraw = useAct('faq.withdraw', ['faq.list'])
  return (
    <Stack gap="lg">
      {mayWrite && (
        <FaqForm
          // another version is another thing to begin with
          key={version}
          first={{ question, answer }}
          label={faq.save}
          isSaving={change.isPending}
          problem={change.error ?? withdraw.error}
          onSave={(words) =>
            change.mutate({ params, body: { version, ...words } }, { onSuccess: () => onDone(t(faq.saved)) })
          }
        >
          <Button
            variant="default"
            loading={withdraw.isPending}
            title={t(faq.withdrawHint)}
            onClick={() =>
              withdraw.mutate({ params, body: { version } }, { onSuccess: () => onDone(t(faq.withdrawn)) })
            }
          >
            {t(faq.withdraw)}
          </Button>
        </FaqForm>
      )}
      <Versions params={params} />
    </Stack>
  )
}

function Versions({ params }: { readonly params: { tenantId: string; campaignId: string; articleId: string } }) {
  const { t, language } = useLanguage()
  const versions = useRead('faq.versions', { params }).data?.versions ?? []
  return (
    <section aria-label={t(faq.versions)}>
      <b>{t(faq.versions)}</b>
      <ol className={styles.versions}>
        {versions.map(({ version, question, answer, by, at }) => (
          <li key={version}>
            <Text size="sm" c="dimmed">
              {t(faq.version)} {version} · {formatMoment(language, at)} · {by}
            </Text>
            <b>{question}</b>
            <p>{answer}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
