import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type ReportLayout, reportSections } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { reports, reportSettings } from '../words/reports.ts'
import { bandsFromText, bandsText } from './band-text.ts'
import { ColumnOrder } from './column-order.tsx'
import type { ReportSettings } from './report-settings-page.tsx'
import { SettingsProblem } from './settings-problem.tsx'

interface FormProps {
  readonly tenantId: string
  readonly settings: ReportSettings
  readonly mayChange: boolean
}

export function LayoutForm({ tenantId, settings, mayChange }: FormProps) {
  const { t } = useLanguage()
  const [layout, setLayout] = useState<ReportLayout>(settings.layout.value)
  const [bands, setBands] = useState(bandsText(settings.layout.value.bands))
  const save = useAct('reports.changeLayout', ['reports.settings', 'reports.read'])
  const read = bandsFromText(bands, layout.bands)
  const missing = settings.measures.filter(({ measure }) =>
    layout.columns.every((column) => column.measure !== measure),
  )
  const toggle = (section: ReportLayout['sections'][number]) =>
    setLayout({
      ...layout,
      sections: reportSections.filter((each) => (each === section) !== layout.sections.includes(each)),
    })
  const submit = () => {
    if (read === null) return
    save.mutate({ params: { tenantId }, body: { version: settings.layout.version, value: { ...layout, bands: read } } })
  }
  return (
    <Stack gap="md">
      <TextInput
        label={t(reportSettings.reportTitle)}
        description={t(reportSettings.reportTitleHint)}
        maxLength={40}
        disabled={!mayChange}
        value={layout.title}
        onChange={(event) => setLayout({ ...layout, title: event.currentTarget.value })}
      />
      <Checkbox.Group label={t(reportSettings.sections)} value={layout.sections}>
        <Group gap="md" mt="xs">
          {reportSections.map((section) => (
            <Checkbox
              key={section}
              value={section}
              label={t(reports.sections[section])}
              disabled={!mayChange || (layout.sections.length === 1 && layout.sections[0] === section)}
              onChange={() => toggle(section)}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <ColumnOrder
        columns={layout.columns}
        measures={settings.measures}
        mayChange={mayChange}
        onColumns={(columns) => setLayout({ ...layout, columns })}
      />
      {mayChange && missing.length > 0 && (
        <NativeSelect
          label={t(reportSettings.addColumn)}
          value=""
          data={[{ value: '', label: '' }, ...missing.map(({ measure, name }) => ({ value: measure, label: t(name) }))]}
          onChange={(event) => {
            const added = missing.find(({ measure }) => measure === event.currentTarget.value)
            if (added === undefined) return
            setLayout({ ...layout, columns: [...layout.columns, { measure: added.measure, heading: '' }] })
          }}
        />
      )}
      <TextInput
        label={t(reportSettings.bands)}
        description={t(reportSettings.bandsHint)}
        disabled={!mayChange}
        value={bands}
        error={read === null ? t(reportSettings.bandsWrong) : undefined}
        onChange={(event) => setBands(event.currentTarget.value)}
      />
      <SettingsProblem problem={save.error} />
      {mayChange && (
        <Group>
          <Button onClick={submit} loading={save.isPending} disabled={read === null}>
            {t(reportSettings.save)}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
