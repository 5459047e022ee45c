import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { countKeys, type FigureKey, figureKeys, type FigureRules } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { reportSettings } from '../words/reports.ts'
import type { ReportSettings } from './report-settings-page.tsx'
import { SettingsProblem } from './settings-problem.tsx'

interface FormProps {
  readonly tenantId: string
  readonly settings: ReportSettings
  readonly mayChange: boolean
}

const lists = ['contact', 'person', 'machine', 'notDialled', 'abandoned'] as const

/** `11, 13、Ｓ０２` as codes. */
function codesOf(text: string): string[] {
  const parts = text
    .normalize('NFKC')
    .toUpperCase()
    .split(/[,、\s]+/)
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** What the words mean for this client. Codes are typed as people say them; the server says what contradicts. */
export function RulesForm({ tenantId, settings, mayChange }: FormProps) {
  const { t } = useLanguage()
  const known = settings.rules.value
  const [rules, setRules] = useState<FigureRules>(known)
  const [texts, setTexts] = useState({
    ...Object.fromEntries(lists.map((list) => [list, known[list].join(', ')])),
    success: known.success === 'campaign' ? '' : known.success.join(', '),
    guarded: known.smallCells.guarded.join(', '),
  } as Record<(typeof lists)[number] | 'success' | 'guarded', string>)
  const save = useAct('reports.changeRules', ['reports.settings', 'reports.read'])
  const submit = () => {
    const success = codesOf(texts.success)
    const [contact = [], person = [], machine = [], notDialled = [], abandoned = []] = lists.map((list) =>
      codesOf(texts[list]),
    )
    save.mutate({
      params: { tenantId },
      body: {
        version: settings.rules.version,
        value: {
          ...{ contact, person, machine, notDialled, abandoned, notWorked: rules.notWorked },
          success: success.length === 0 ? 'campaign' : success,
          denominators: rules.denominators,
          smallCells: { atLeast: rules.smallCells.atLeast, guarded: codesOf(texts.guarded) },
        },
      },
    })
  }
  const field = (name: keyof typeof texts, label: string, description: string) => (
    <TextInput
      key={name}
      label={label}
      description={description}
      disabled={!mayChange}
      value={texts[name]}
      onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
    />
  )
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {lists.map((list) => field(list, t(reportSettings.codes[list]), t(reportSettings.codesHint)))}
        {field('success', t(reportSettings.success), t(reportSettings.successHint))}
        {field('guarded', t(reportSettings.codes.guarded), t(reportSettings.codesHint))}
        <NumberInput
          label={t(reportSettings.atLeast)}
          description={t(reportSettings.atLeastHint)}
          min={1}
          max={20}
          disabled={!mayChange}
          value={rules.smallCells.atLeast}
          onChange={(value) =>
            setRules({ ...rules, smallCells: { ...rules.smallCells, atLeast: Math.max(1, Number(value)) } })
          }
        />
        {figureKeys.map((figure) => (
          <Denominator
            key={figure}
            figure={figure}
            settings={settings}
            rules={rules}
            mayChange={mayChange}
            onRules={setRules}
          />
        ))}
      </SimpleGrid>
      <SettingsProblem problem={save.error} />
      {mayChange && (
        <Group>
          <Button onClick={submit} loading={save.isPending}>
            {t(reportSettings.save)}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface DenominatorProps {
  readonly figure: FigureKey
  readonly settings: ReportSettings
  readonly rules: FigureRules
  readonly mayChange: boolean
  readonly onRules: (rules: FigureRules) => void
}

/** Only figures of which more than one denominator is in use have a choice. */
function Denominator({ figure, settings, rules, mayChange, onRules }: DenominatorProps) {
  const { t } = useLanguage()
  const words = settings.measures.find(({ measure }) => measure === figure)
  if (words === undefined || words.denominators.length < 2) return null
  const nameOf = (count: string) => settings.measures.find(({ measure }) => measure === count)?.name
  const [usual] = words.denominators
  return (
    <NativeSelect
      label={t(reportSettings.denominator)(t(words.name))}
      disabled={!mayChange}
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
