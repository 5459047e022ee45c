import { Alert, Anchor, Group } from '@mantine/core'
import { useEffect } from 'react'
import { formatClock, formatDuration } from '../shared/format.ts'
import { FloorHands, HandCount } from '../hands/floor-hands.tsx'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useAbandonment } from '../shared/use-abandonment.ts'
import { useNow } from '../shared/use-now.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { StopPanel } from '../stop-switches/stop-panel.tsx'
import { desk } from '../words/desk.ts'
import { floor } from '../words/floor.ts'
import { CampaignPanel } from './campaign-panel.tsx'
import { FigureStrip } from './figure-strip.tsx'
import styles from './floor.module.css'
import { OperatorTiles } from './operator-tiles.tsx'
import { StateCounts } from './state-counts.tsx'
import { useFloor } from './use-floor.ts'
import type { FloorModel } from './use-floor.ts'

/** What a supervisor looks at all day, live. */
export function FloorPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const model = useFloor(tenantId)
  return (
    <Page
      title={t(floor.title)}
      isWide
      lead={<Age model={model} />}
      actions={
        <Anchor component={Link} href={paths.wall(tenantId)}>
          {t(floor.wall)}
        </Anchor>
      }
    >
      <FloorHands
        tenantId={tenantId}
        hands={model.hands}
        operators={model.view?.operators ?? []}
        offsetMs={model.clockOffsetMs}
      />
      <StopPanel tenantId={tenantId} />
      <Body model={model} tenantId={tenantId} isWall={false} />
    </Page>
  )
}

/** For a screen on the wall: counts instead of people, large, without the frame. */
export function WallPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const model = useFloor(tenantId)
  useEffect(() => {
    document.title = `${t(floor.title)} · Sekisho 関所`
  }, [t])
  return (
    <div className={styles.wall}>
      <div className={styles.wallHead}>
        <h1>{t(floor.title)}</h1>
        <Group gap="lg">
          <Age model={model} />
          <Anchor component={Link} href={paths.floor(tenantId)} fz="sm">
            {t(floor.leaveWall)}
          </Anchor>
        </Group>
      </div>
      <Body model={model} tenantId={tenantId} isWall />
    </div>
  )
}

function Age({ model }: { readonly model: FloorModel }) {
  const { t, language } = useLanguage()
  return model.view === null ? null : (
    <>
      {formatClock(language, model.view.now)} {t(floor.updated)}
    </>
  )
}

interface BodyProps {
  readonly model: FloorModel
  readonly tenantId: string
  /** On the wall nobody clicks. */
  readonly isWall: boolean
}

function Body({ model, tenantId, isWall }: BodyProps) {
  const { t, language } = useLanguage()
  const clock = useNow(1000)
  const abandonment = useAbandonment(tenantId)
  const { view } = model
  const now = clock + model.clockOffsetMs
  return (
    <>
      <div aria-live="assertive">
        {model.link === 'denied' && <Alert color="shu" mb="md" title={t(floor.denied)} />}
        {model.link === 'outdated' && <Alert color="shu" mb="md" title={t(desk.outdatedBody)} />}
        {model.link === 'lost' && (
          <Alert color="shu" mb="md" title={t(floor.lost)(formatDuration(language, clock - model.heardAt))} />
        )}
        {!model.isLedgerAvailable && <Alert color="shu" mb="md" title={t(floor.ledgerDown)} />}
      </div>
      {view === null ? (
        model.link !== 'denied' && <Loading label={t(floor.connecting)} />
      ) : (
        <>
          {isWall && <HandCount hands={model.hands} />}
          <FigureStrip campaigns={view.campaigns} />
          <StateCounts operators={view.operators} now={now} tenantId={tenantId} />
          <div className={isWall ? undefined : styles.columns}>
            {!isWall && (
              <section aria-label={t(floor.operators)}>
                <OperatorTiles operators={view.operators} campaigns={view.campaigns} now={now} />
              </section>
            )}
            <div className={styles.campaigns}>
              {view.campaigns.length === 0 && (
                <Section>
                  <PageState title={t(floor.noCampaigns)} />
                </Section>
              )}
              {view.campaigns.map((campaign) => (
                <CampaignPanel
                  key={campaign.campaignId}
                  campaign={campaign}
                  campaigns={view.campaigns}
                  abandonment={abandonment}
                  operators={isWall ? [] : view.operators}
                  tenantId={isWall ? null : tenantId}
                />
              ))}
            </div>
          </div>
        </>
      )}
    </>
  )
}
