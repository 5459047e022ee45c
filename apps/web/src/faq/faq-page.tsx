import { Button, Text } from '@mantine/core'
import type { FaqArticle } from '@sekisho/contract'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { campaigns } from '../words/campaigns.ts'
import { common } from '../words/common.ts'
import { faq } from '../words/faq.ts'
import { EditFaq } from './edit-faq.tsx'
import { FaqForm } from './faq-form.tsx'
import styles from './faq.module.css'

interface FaqPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** What is often asked in a campaign, as supervisors write it. */
export function FaqPage({ tenantId, campaignId }: FaqPageProps) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const [isAdding, setAdding] = useState(false)
  const [news, setNews] = useState<string | null>(null)
  const read = useRead('faq.list', { params: { tenantId, campaignId } })
  const mayWrite = me !== null && me !== undefined && may(me, 'faq.write', tenantId)
  const articles = read.data?.articles ?? []
  const columns: readonly Column<FaqArticle>[] = [
    { key: 'question', head: faq.question, renderCell: ({ question }) => question, isFixed: true },
    {
      key: 'answer',
      head: faq.answer,
      renderCell: ({ answer }) => <span className={styles.short}>{answer}</span>,
    },
    { key: 'version', head: faq.version, renderCell: ({ version }) => formatNumber(version), isFigure: true },
    { key: 'by', head: faq.by, renderCell: ({ by }) => by, isTight: true },
    { key: 'at', head: faq.at, renderCell: ({ at }) => formatMoment(language, at), isTight: true },
  ]
  return (
    <Page
      title={t(faq.title)}
      lead={
        <>
          {t(faq.lead)} <Link href={paths.campaign(tenantId, campaignId)}>{t(campaigns.title)}</Link>
        </>
      }
      actions={mayWrite && !isAdding && <Button onClick={() => setAdding(true)}>{t(faq.add)}</Button>}
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb={news === null ? 0 : 'sm'}>
        {news}
      </Text>
      {isAdding && (
        <AddFaq
          tenantId={tenantId}
          campaignId={campaignId}
          onDone={(said) => {
            setAdding(false)
            if (said !== null) setNews(said)
          }}
        />
      )}
      {read.data !== undefined && (
        <DataTable
          name="faq"
          label={t(faq.title)}
          columns={columns}
          rows={articles}
          keyOf={({ articleId }) => articleId}
          total={t(faq.found)(formatNumber(articles.length))}
          empty={<PageState title={t(faq.empty)}>{t(faq.emptyBody)}</PageState>}
          renderDetail={(article) => (
            <EditFaq
              tenantId={tenantId}
              campaignId={campaignId}
              article={article}
              mayWrite={mayWrite}
              onDone={setNews}
            />
          )}
        />
      )}
    </Page>
  )
}

interface AddFaqProps extends FaqPageProps {
  /** @param news  what was done, in words; null when nothing was */
  readonly onDone: (news: string | null) => void
}

function AddFaq({ tenantId, campaignId, onDone }: AddFaqProps) {
  const { t } = useLanguage()
  const add = useAct('faq.add', ['faq.list'])
  return (
    <Section title={t(faq.add)}>
      <FaqForm
        first={{ question: '', answer: '' }}
        label={faq.saveNew}
        isSaving={add.isPending}
        problem={add.error}
        onSave={(body) =>
          add.mutate({ params: { tenantId, campaignId }, body }, { onSuccess: () => onDone(t(faq.saved)) })
        }
      >
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t(common.cancel)}
        </Button>
      </FaqForm>
    </Section>
  )
}
