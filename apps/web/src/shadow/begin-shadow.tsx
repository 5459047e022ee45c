import { Button, NativeSelect, Text } from '@mantine/core'
import type { ShadowPacing, ShadowView } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { preview } from '../words/preview.ts'
import { shadow as words } from '../words/shadow.ts'
import { pacingText } from './pacing-words.ts'
import styles from './shadow.module.css'

interface BeginShadowProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly campaign: ShadowView['campaign']
}

const choices: readonly ShadowPacing[] = [
  ...[3, 2, 1].map((capPercent) => ({ mode: 'predictive' as const, capPercent })),
  { mode: 'progressive' },
]
const capOf = (pacing: ShadowPacing): number => (pacing.mode === 'predictive' ? pacing.capPercent : 0)

/** Which way of pacing to play beside the campaign; the one that it does not have comes first. */
export function BeginShadow({ tenantId, campaignId, campaign }: BeginShadowProps) {
  const { t } = useLanguage()
  const begin = useAct('shadows.start', ['shadows.read'])
  const offered = choices.filter(({ mode }) => mode === 'progressive' || !campaign.mayAbandonNobody)
  const usual = offered.findIndex(({ mode }) => mode !== campaign.mode)
  const [at, setAt] = useState(Math.max(0, usual))
  const chosen = offered[at]
  return (
    <Section title={t(words.begin)}>
      <div className={styles.begin}>
        <NativeSelect
          label={t(words.beginTitle)}
          value={String(at)}
          data={offered.map((pacing, index) => ({
            value: String(index),
            label: pacingText(t, { mode: pacing.mode, capPercent: capOf(pacing) }),
          }))}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
        <Button
          loading={begin.isPending}
          disabled={chosen === undefined}
          onClick={() => chosen !== undefined && begin.mutate({ params: { tenantId, campaignId }, body: chosen })}
        >
          {t(words.begin)}
        </Button>
      </div>
      <Text c="dimmed" fz="sm" mt="xs">
        {t(words.beginNote)(t(preview.modes[campaign.mode]))}
      </Text>
      {campaign.mayAbandonNobody && (
        <Text fz="sm" mt="xs">
          {t(words.municipal)}
        </Text>
      )}
      <ProblemNotice problem={begin.error} />
    </Section>
  )
}
