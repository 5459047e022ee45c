import { Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { callIns } from '../words/call-ins.ts'
import { campaigns } from '../words/campaigns.ts'
import { AssignNumber } from './assign-number.tsx'
import { CallInDays } from './call-in-days.tsx'
import { OwnNumbers } from './own-numbers.tsx'

interface CallInsPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** The numbers that a campaign's calls show, and what became of those who called them. */
export function CallInsPage({ tenantId, campaignId }: CallInsPageProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const [news, setNews] = useState<string | null>(null)
  const read = useRead('callIns.read', { params: { tenantId, campaignId } }, { refetchInterval: 30_000 })
  const mayManage = me !== null && me !== undefined && may(me, 'campaigns.manage', tenantId)
  return (
    <Page
      title={t(callIns.title)}
      lead={
        <>
          {t(callIns.lead)} <Link href={paths.campaign(tenantId, campaignId)}>{t(campaigns.title)}</Link>
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb={news === null ? 0 : 'sm'}>
        {news}
      </Text>
      {read.data !== undefined && (
        <>
          <Section title={t(callIns.numbers)}>
            <OwnNumbers
              tenantId={tenantId}
              campaignId={campaignId}
              numbers={read.data.ownNumbers}
              mayManage={mayManage}
              onDone={setNews}
            />
          </Section>
          {mayManage && (
            <Section title={t(callIns.add)}>
              <AssignNumber tenantId={tenantId} campaignId={campaignId} onDone={setNews} />
            </Section>
          )}
          <Section title={t(callIns.days)}>
            <CallInDays days={read.data.days} figures={read.data.figures} />
          </Section>
        </>
      )}
    </Page>
  )
}
