import { Anchor, Text } from '@mantine/core'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { useRead } from '../shared/api/queries.ts'
import { formatDay, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { shadow } from '../words/shadow.ts'
import { waiting } from '../words/waiting.ts'
import { whatIf as words } from '../words/what-if.ts'
import { isEnough, leastCalls, leastTalks } from './floor-of.ts'
import { Trial } from './trial.tsx'

interface WhatIfPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** A campaign's day under other conditions. Measured once as the page opens: what is compared must not move. */
export function WhatIfPage({ tenantId, campaignId }: WhatIfPageProps) {
  const { t, language } = useLanguage()
  const read = useRead('whatIf.measured', { params: { tenantId, campaignId } })
  const measured = read.data
  useShowCampaign(measured?.name, measured?.kind)
  return (
    <Page
      title={t(words.title)}
      lead={t(words.lead)}
      actions={
        <>
          <Anchor component={Link} href={paths.waiting(tenantId, campaignId)}>
            {t(waiting.title)}
          </Anchor>
          <Anchor component={Link} href={paths.shadow(tenantId, campaignId)}>
            {t(shadow.title)}
          </Anchor>
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {measured !== undefined && !isEnough(measured) && (
        <PageState title={t(words.tooFew)}>
          {t(words.tooFewBody)(formatNumber(leastCalls), formatNumber(leastTalks))}
        </PageState>
      )}
      {measured !== undefined && isEnough(measured) && (
        <Section>
          <Text c="dimmed" fz="sm">
            {t(words.basis)(formatNumber(measured.calls), formatDay(language, measured.since ?? measured.madeAt))}
          </Text>
          {measured.mode === 'preview' && <Text fz="sm">{t(words.preview)}</Text>}
          <Trial measured={measured} />
        </Section>
      )}
    </Page>
  )
}
