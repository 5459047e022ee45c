import { Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type ReportLayout, reportSections } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useDraft } from '../shared/use-draft.ts'
import { Overtaken } from '../shared/ui/overtaken.tsx'
import { reports, reportSettings } from '../words/reports.ts'
import { bandsText } from './band-text.ts'
import { BandsField } from './bands-field.tsx'
import { ColumnOrder } from './column-order.tsx'
import type { ReportSettings } from './report-settings-page.tsx'
import { SaveVersion } from './save-version.tsx'

interface LayoutFormProps {
  readonly tenantId: string
  readonly settings: ReportSettings
}

/** What stands in a client's reports, in which order and under which headings. */
export function LayoutForm({ tenantId, settings }: LayoutFormProps) {
  const { t } = useLanguage()
  // another name than before there were call-ins: what a tab still keeps from then lacks them
  const draft = useDraft(`sekisho.report-layout-2.${tenantId}`, settings.layout)
  const [areBandsRead, setBandsRead] = useState(true)
  const save = useAct('reports.changeLayout', ['reports.settings', 'reports.read'])
  const layout = draft.value
  const change = (part: Partial<ReportLayout>) => draft.edit({ ...layout, ...part })
  const toggle = (section: ReportLayout['sections'][number]) =>
    change({ sections: reportSections.filter((each) => (each === section) !== layout.sections.includes(each)) })
  const nameOfMeasure = (measure: string) => {
    const words = settings.measures.find((each) => each.measure === measure)
    return words === undefined ? measure : t(words.name)
  }
  const nameOfCallIns = (measure: string) => {
    const words = settings.callInMeasures.find((each) => each.measure === measure)
    return words === undefined ? measure : t(words.name)
  }
  const textOf = (part: keyof ReportLayout, { title, sections, columns, callInColumns, bands }: ReportLayout): string =>
    ({
      title: title === '' ? '–' : title,
      sections: sections.map((section) => t(reports.sections[section])).join('、'),
      columns: columns.map(({ measure, heading }) => (heading === '' ? nameOfMeasure(measure) : heading)).join('、'),
      callInColumns: callInColumns
        .map(({ measure, heading }) => (heading === '' ? nameOfCallIns(measure) : heading))
        .join('、'),
      bands: bandsText(bands),
    })[part]
  return (
    <Stack gap="md">
      <TextInput
        label={t(reportSettings.reportTitle)}
        description={t(reportSettings.reportTitleHint)}
        maxLength={40}
        value={layout.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Checkbox.Group label={t(reportSettings.sections)} value={layout.sections}>
        <Group gap="md" mt="xs">
          {reportSections.map((section) => (
            <Checkbox
              key={section}
              value={section}
              label={t(reports.sections[section])}
              disabled={layout.sections.length === 1 && layout.sections[0] === section}
              onChange={() => toggle(section)}
            />
          ))}
        </Group>
      </Checkbox.Group>
      <ColumnOrder
        label={t(reportSettings.columns)}
        addLabel={t(reportSettings.addColumn)}
        columns={layout.columns}
        measures={settings.measures}
        onColumns={(columns) => change({ columns })}
      />
      {layout.sections.includes('call_ins') && (
        <ColumnOrder
          label={t(reportSettings.callInColumns)}
          addLabel={t(reportSettings.addCallInColumn)}
          of={t(reports.sections.call_ins)}
          columns={layout.callInColumns}
          measures={settings.callInMeasures}
          onColumns={(callInColumns) => change({ callInColumns })}
        />
      )}
      <BandsField
        bands={layout.bands}
        onBands={(bands) => {
          setBandsRead(bands !== null)
          if (bands !== null) change({ bands })
        }}
      />
      <Overtaken
        draft={draft}
        theirs={settings.layout.value}
        nameOf={(part) => t(reportSettings.layoutParts[part])}
        textOf={textOf}
      />
      <SaveVersion
        draft={draft}
        save={save}
        isReady={areBandsRead}
        onSave={() =>
          save.mutate(
            { params: { tenantId }, body: { version: draft.base.version, value: layout } },
            { onSuccess: draft.drop },
          )
        }
      />
    </Stack>
  )
}
