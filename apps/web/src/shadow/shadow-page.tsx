import { Anchor, Text } from '@mantine/core'
import { type ShadowView, shadowNeeds, type ShownShadow } from '@sekisho/contract'
import { useSearch } from '@tanstack/react-router'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { formatClock, formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { shadow as words } from '../words/shadow.ts'
import { whatIf } from '../words/what-if.ts'
import { BeginShadow } from './begin-shadow.tsx'
import { HalfHours } from './half-hours.tsx'
import { Outcome } from './outcome.tsx'
import { pacingText } from './pacing-words.ts'
import styles from './shadow.module.css'

interface Place {
  readonly tenantId: string
  readonly campaignId: string
}

/** It is played four times a minute, and the real floor beside it is counted anew for each look. */
const everyMs = 30_000

/** Another way of pacing beside the real floor; which of a campaign's shadows stands in the address. */
export function ShadowPage({ tenantId, campaignId }: Place) {
  const { t } = useLanguage()
  const me = useMe().data
  const search: { readonly shadow?: unknown } = useSearch({ strict: false })
  const asked = search.shadow
  const query = typeof asked === 'string' ? { shadowId: asked } : {}
  const read = useRead(
    'shadows.read',
    { params: { tenantId, campaignId }, query },
    { refetchInterval: (view) => (view?.shown?.endedAt === null ? everyMs : false), keepPrevious: true },
  )
  const view = read.data
  useShowCampaign(view?.campaign.name, view?.campaign.kind)
  const mayChange = me !== null && me !== undefined && may(me, 'campaigns.manage', tenantId)
  const goesOn = view?.shadows.some(({ endedAt }) => endedAt === null) ?? false
  return (
    <Page
      title={t(words.title)}
      lead={t(words.lead)}
      actions={
        <Anchor component={Link} href={paths.whatIf(tenantId, campaignId)}>
          {t(whatIf.title)}
        </Anchor>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {view?.shown === null && <PageState title={t(words.none)}>{t(words.noneBody)}</PageState>}
      {view !== undefined && view.shown !== null && (
        <Shown tenantId={tenantId} campaignId={campaignId} shown={view.shown} mayChange={mayChange} />
      )}
      {view !== undefined && !goesOn && mayChange && view.campaign.state !== 'closed' && (
        <BeginShadow tenantId={tenantId} campaignId={campaignId} campaign={view.campaign} />
      )}
      {view !== undefined && !mayChange && <Text c="dimmed">{t(words.mayNot)}</Text>}
      {view !== undefined && view.shadows.length > 1 && (
        <Before tenantId={tenantId} campaignId={campaignId} shadows={view.shadows} />
      )}
    </Page>
  )
}

function Shown({
  tenantId,
  campaignId,
  shown,
  mayChange,
}: Place & { readonly shown: ShownShadow; readonly mayChange: boolean }) {
  const { t, language } = useLanguage()
  const stop = useAct('shadows.stop', ['shadows.read'])
  const { shadowId, startedAt, startedBy, endedAt, endedAs, playedUntil, known, stretches } = shown
  const params = { tenantId, campaignId, shadowId }
  const twins = stretches[0]?.other.length ?? 0
  return (
    <Section>
      <div className={styles.state}>
        <Text>
          <strong>{t(endedAs === null ? words.goesOn : words.ends[endedAs])}</strong>{' '}
          {t(words.state)(pacingText(t, shown), formatMoment(language, startedAt), startedBy)}
          {playedUntil !== null && ` ・ ${t(words.playedUntil)(formatClock(language, playedUntil))}`}
        </Text>
        {endedAt === null && mayChange && (
          <ConfirmInline
            label={t(words.end)}
            question={t(words.endQuestion)}
            isPending={stop.isPending}
            onConfirm={() => stop.mutate({ params, body: {} })}
          />
        )}
      </div>
      <ProblemNotice problem={stop.error} />
      {stretches.length === 0 ? (
        <PageState title={t(words.waits)}>
          {t(words.waitsBody)(
            ...([formatNumber(known.calls), formatNumber(known.talks)] as const),
            ...([formatNumber(shadowNeeds.calls), formatNumber(shadowNeeds.talks)] as const),
          )}
        </PageState>
      ) : (
        <>
          <Outcome shown={shown} />
          <HalfHours stretches={stretches} />
          <Text c="dimmed" fz="sm" mt="md">
            {t(words.note)(String(twins))}
          </Text>
        </>
      )}
    </Section>
  )
}

/** Every shadow of the campaign, so that nobody shows only the one that suits them. */
function Before({ tenantId, campaignId, shadows }: Place & Pick<ShadowView, 'shadows'>) {
  const { t, language } = useLanguage()
  return (
    <Section title={t(words.before)}>
      <ul className={styles.before}>
        {shadows.map((each) => (
          <li key={each.shadowId}>
            <Anchor component={Link} href={paths.shadow(tenantId, campaignId, each.shadowId)}>
              {t(words.state)(pacingText(t, each), formatMoment(language, each.startedAt), each.startedBy)}
            </Anchor>{' '}
            {t(each.endedAs === null ? words.goesOn : words.ends[each.endedAs])}
          </li>
        ))}
      </ul>
    </Section>
  )
}
