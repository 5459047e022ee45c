import { Checkbox, NativeSelect, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { callInWholes, countKeys, type FigureKey, figureKeys, type FigureRules } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useDraft } from '../shared/use-draft.ts'
import { Overtaken } from '../shared/ui/overtaken.tsx'
import { reportSettings } from '../words/reports.ts'
import type { ReportSettings } from './report-settings-page.tsx'
import { ResultClassTable } from './result-class-table.tsx'
import { SaveVersion } from './save-version.tsx'

interface RulesFormProps {
  readonly tenantId: string
  readonly settings: ReportSettings
}

/** What the words mean for this client; the server says what contradicts. */
export function RulesForm({ tenantId, settings }: RulesFormProps) {
  const { t } = useLanguage()
  // another name than before there were call-ins: what a tab still keeps from then lacks them
  const draft = useDraft(`sekisho.figure-rules-2.${tenantId}`, settings.rules)
  const save = useAct('reports.changeRules', ['reports.settings', 'reports.read'])
  const rules = draft.value
  const textOf = (part: keyof FigureRules, value: FigureRules): string | null => {
    if (part === 'denominators' || part === 'notWorked') return null
    if (part === 'smallCells') return `${value.smallCells.guarded.join(' ')} (${value.smallCells.atLeast})`
    if (part === 'callIns') {
      const { inTimeSeconds, refusal, ...wholes } = value.callIns
      const names = Object.values(wholes).map((whole) => t(reportSettings.callInWholes[whole]))
      return [String(inTimeSeconds), ...names, ...refusal].join(' ')
    }
    const codes = value[part]
    return codes === 'campaign' ? t(reportSettings.byCampaign) : codes.join(' ')
  }
  return (
    <Stack gap="md">
      <Text c="dimmed">{t(reportSettings.classHint)}</Text>
      <Checkbox
        label={t(reportSettings.byCampaign)}
        checked={rules.success === 'campaign'}
        onChange={(event) => draft.edit({ ...rules, success: event.currentTarget.checked ? 'campaign' : ['11'] })}
      />
      <ResultClassTable results={settings.results} rules={rules} onRules={draft.edit} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t(reportSettings.atLeast)}
          description={t(reportSettings.atLeastHint)}
          min={1}
          max={20}
          value={rules.smallCells.atLeast}
          onChange={(value) =>
            draft.edit({ ...rules, smallCells: { ...rules.smallCells, atLeast: Math.max(1, Number(value)) } })
          }
        />
        {figureKeys.map((figure) => (
          <Denominator key={figure} figure={figure} settings={settings} rules={rules} onRules={draft.edit} />
        ))}
        <CallInRules settings={settings} rules={rules} onRules={draft.edit} />
      </SimpleGrid>
      <Overtaken
        draft={draft}
        theirs={settings.rules.value}
        nameOf={(part) => t(reportSettings.ruleParts[part])}
        textOf={textOf}
      />
      <SaveVersion
        draft={draft}
        save={save}
        isReady
        onSave={() =>
          save.mutate(
            { params: { tenantId }, body: { version: draft.base.version, value: rules } },
            { onSuccess: draft.drop },
          )
        }
      />
    </Stack>
  )
}

interface DenominatorProps {
  readonly figure: FigureKey
  readonly settings: ReportSettings
  readonly rules: FigureRules
  readonly onRules: (rules: FigureRules) => void
}

/** Only figures of which more than one denominator is in use have a choice. */
function Denominator({ figure, settings, rules, onRules }: DenominatorProps) {
  const { t } = useLanguage()
  const words = settings.measures.find(({ measure }) => measure === figure)
  if (words === undefined || words.denominators.length < 2) return null
  const nameOf = (count: string) => settings.measures.find(({ measure }) => measure === count)?.name
  const [usual] = words.denominators
  return (
    <NativeSelect
      label={t(reportSettings.denominator)(t(words.name))}
      value={rules.denominators[figure] ?? usual}
      data={words.denominators.map((count) => {
        const name = nameOf(count)
        return { value: count, label: name === undefined ? count : t(name) }
      })}
      onChange={(event) => {
        const chosen = countKeys.find((count) => count === event.currentTarget.value)
        const { [figure]: _, ...others } = rules.denominators
        onRules({
          ...rules,
          denominators: chosen === undefined || chosen === usual ? others : { ...others, [figure]: chosen },
        })
      }}
    />
  )
}

/** What the figures of call-ins mean for this client. */
function CallInRules({ settings, rules, onRules }: Omit<DenominatorProps, 'figure'>) {
  const { t } = useLanguage()
  const change = (part: Partial<FigureRules['callIns']>) =>
    onRules({ ...rules, callIns: { ...rules.callIns, ...part } })
  const denominator = (measure: 'answerRate' | 'serviceLevel') => {
    const name = settings.callInMeasures.find((each) => each.measure === measure)?.name
    return t(reportSettings.denominator)(name === undefined ? measure : t(name))
  }
  const choices = callInWholes.map((value) => ({ value, label: t(reportSettings.callInWholes[value]) }))
  const answerRateOf = (value: string) => (value === 'could_be_answered' ? value : 'arrived')
  return (
    <>
      <NumberInput
        label={t(reportSettings.inTime)}
        description={t(reportSettings.inTimeHint)}
        min={5}
        max={120}
        value={rules.callIns.inTimeSeconds}
        onChange={(value) => change({ inTimeSeconds: Math.round(Number(value)) })}
      />
      <NativeSelect
        label={denominator('answerRate')}
        value={rules.callIns.answerRateOf}
        data={choices.filter(({ value }) => value !== 'answered')}
        onChange={(event) => change({ answerRateOf: answerRateOf(event.currentTarget.value) })}
      />
      <NativeSelect
        label={denominator('serviceLevel')}
        value={rules.callIns.serviceLevelOf}
        data={choices}
        onChange={(event) => {
          const chosen = callInWholes.find((whole) => whole === event.currentTarget.value)
          if (chosen !== undefined) change({ serviceLevelOf: chosen })
        }}
      />
    </>
  )
}
