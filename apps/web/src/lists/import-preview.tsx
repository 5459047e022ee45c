import { Text, Title } from '@mantine/core'
import type { ImportPreview, ImportRules } from '@sekisho/contract'
import { formatCount, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { intake, lists } from '../words/lists.ts'
import type { Phrase } from '../words/phrase.ts'
import { samePerson } from '../words/same-person.ts'
import styles from './import.module.css'
import type { SettledDraft } from './import-draft.ts'
import { ReasonCounts } from './reason-counts.tsx'
import { isKeyChosen } from './same-person-key.ts'

interface PreviewOfImportProps {
  readonly preview: ImportPreview
  readonly mode: SettledDraft['mode']
  readonly missing: ImportRules['missing']
}

/** What an import would do, in counts. */
export function PreviewOfImport({ preview, mode, missing }: PreviewOfImportProps) {
  const { t, language } = useLanguage()
  return (
    <section className={styles.preview} role="status">
      <Title order={3}>{t(intake.previewTitle)}</Title>
      <Text c="dimmed">{t(intake.previewLead)}</Text>
      <dl className={styles.counts}>
        {[
          ...figuresOf(preview, mode, missing),
          [isKeyChosen(mode) ? samePerson.inFile : lists.duplicate, preview.duplicate] as const,
          [lists.refused, preview.refused] as const,
          [lists.rows, preview.rows] as const,
        ].map(([name, count]) => (
          <div key={name.en} className={styles.count}>
            <dt>{t(name)}</dt>
            <dd>{formatCount(language, count)}</dd>
          </div>
        ))}
      </dl>
      <ReasonCounts reasons={[...preview.reasons, ...preview.notes]} />
      <RepairsSeen repairs={preview.repairs} />
    </section>
  )
}

function figuresOf(
  preview: ImportPreview,
  mode: SettledDraft['mode'],
  missing: ImportRules['missing'],
): readonly (readonly [Phrase<string>, number])[] {
  const { difference, toAdd, known, toStop, unknown } = preview
  if (mode === 'exclude') {
    return [
      [intake.toStop, toStop],
      [lists.unknown, unknown],
    ]
  }
  if (mode === 'do_not_call') {
    return [
      [intake.toList, toAdd],
      [intake.toStop, toStop],
    ]
  }
  if (difference === null) {
    return [
      [intake.toAdd, toAdd],
      [isKeyChosen(mode) ? samePerson.there : intake.known, known],
    ]
  }
  return [
    [intake.toAdd, toAdd],
    [intake.changed, difference.changed],
    [intake.same, difference.same],
    [missing === 'take_out' ? intake.toTakeOut : intake.missingPeople, difference.missing],
  ]
}

/** What would be read otherwise than it is written, with masked samples. */
function RepairsSeen({ repairs }: Pick<ImportPreview, 'repairs'>) {
  const { t, language } = useLanguage()
  if (repairs.length === 0) return null
  return (
    <table className={styles.repairs}>
      <caption>{t(intake.repaired)}</caption>
      <tbody>
        {repairs.map(({ code, cells, samples }) => (
          <tr key={code}>
            <th scope="row">{t(intake.repairNames[code])}</th>
            <td>
              {samples.map(({ row, before, after }) => (
                <div key={row}>
                  {t(intake.atRow)(formatNumber(row))}: {before} → {after}
                </div>
              ))}
            </td>
            <td>{formatCount(language, cells)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
