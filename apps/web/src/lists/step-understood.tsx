import { Alert, List, SegmentedControl, Select, Switch, Text } from '@mantine/core'
import type { FieldCode, Inspection, NumberPlace } from '@sekisho/contract'
import { encodings, fieldCodes, numberPlaces } from '@sekisho/contract'
import type { ReactNode } from 'react'
import { fieldName } from '../shared/field-name.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { intake } from '../words/lists.ts'
import type { ImportDraft } from './import-draft.ts'
import { isPhone, withField, withPlace } from './import-draft.ts'
import styles from './import.module.css'

interface StepUnderstoodProps {
  readonly inspection: Inspection
  readonly draft: ImportDraft
  readonly onDraft: (draft: ImportDraft) => void
  readonly onEncoding: (encoding: Inspection['encoding']) => void
  readonly isReading: boolean
  /** What stands above the columns of a workbook or an archive. */
  readonly packed: ReactNode
}

/** Encoding, columns with masked samples, how sure we are and why, and what looked odd. */
export function StepUnderstood({ inspection, draft, onDraft, onEncoding, isReading, packed }: StepUnderstoodProps) {
  const { t } = useLanguage()
  const [first] = inspection.problems
  const noticed = inspection.isReadable ? inspection.problems : inspection.problems.slice(1)
  return (
    <>
      <div className={styles.facts}>
        {inspection.packed?.kind !== 'workbook' && (
          <SegmentedControl
            size="xs"
            aria-label={t(intake.encoding)}
            value={inspection.encoding}
            disabled={isReading}
            data={encodings.map((encoding) => ({
              value: encoding,
              label: encoding === 'utf-8' ? 'UTF-8' : 'Shift_JIS',
            }))}
            onChange={onEncoding}
          />
        )}
        {inspection.packed !== null && <span>{t(intake[inspection.packed.kind])}</span>}
        {inspection.columns.length > 0 && (
          <>
            <strong>{t(intake.records)(formatNumber(inspection.records))}</strong>
            {inspection.packed?.kind !== 'workbook' && <span>{t(intake.delimiters[inspection.delimiter])}</span>}
            {inspection.hasByteOrderMark && <span>BOM</span>}
            {inspection.gaiji > 0 && <span>{t(intake.gaiji)(formatNumber(inspection.gaiji))}</span>}
            <Switch
              label={t(intake.hasHeader)}
              checked={draft.hasHeader}
              onChange={(event) => onDraft({ ...draft, hasHeader: event.currentTarget.checked })}
            />
          </>
        )}
      </div>
      {packed}
      {!inspection.isReadable && (
        <Alert mb="md" color="shu" role="alert" title={t(intake.unreadable)}>
          {first !== undefined && <Text>{t(first)}</Text>}
          {inspection.packed === null && <Text c="dimmed">{t(intake.unreadableHelp)}</Text>}
        </Alert>
      )}
      {inspection.columns.length > 0 && (
        <table className={styles.columns}>
          <thead>
            <tr>
              <th scope="col">{t(intake.column)}</th>
              <th scope="col">{t(intake.samples)}</th>
              <th scope="col">{t(intake.field)}</th>
              <th scope="col">{t(intake.because)}</th>
            </tr>
          </thead>
          <tbody>
            {inspection.columns.map((column) => (
              <ColumnRow
                key={column.column}
                column={column}
                field={draft.fields[column.column] ?? null}
                place={draft.places[column.column] ?? null}
                onField={(field) => onDraft(withField(draft, column.column, field))}
                onPlace={(place) => onDraft(withPlace(draft, column.column, place))}
              />
            ))}
          </tbody>
        </table>
      )}
      {noticed.length > 0 && (
        <Alert mt="md" color="ai" title={t(intake.problems)}>
          <List size="sm">
            {noticed.map((problem, index) => (
              <List.Item key={`${problem.code}-${problem.row ?? index}`}>
                {problem.row !== null && `${t(intake.atRow)(formatNumber(problem.row))}: `}
                {t(problem)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  )
}

interface ColumnRowProps {
  readonly column: Inspection['columns'][number]
  readonly field: FieldCode | null
  readonly place: NumberPlace | null
  readonly onField: (field: FieldCode | null) => void
  readonly onPlace: (place: NumberPlace | null) => void
}

function ColumnRow({ column, field, place, onField, onPlace }: ColumnRowProps) {
  const { t } = useLanguage()
  const name = column.heading ?? `${t(intake.column)} ${column.column + 1}`
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span className={styles.sample}>
          {column.samples
            .filter((sample) => sample !== '')
            .map((sample, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- samples may repeat and never move
              <span key={index}>{sample}</span>
            ))}
        </span>
      </td>
      <td>
        <Select
          size="xs"
          aria-label={`${name}: ${t(intake.field)}`}
          placeholder={t(intake.notKept)}
          clearable
          searchable
          value={field}
          data={fieldCodes.map((code) => ({ value: code, label: t(fieldName(code)) }))}
          onChange={(code) => onField(fieldCodes.find((known) => known === code) ?? null)}
        />
        {field !== null && isPhone(field) && (
          <Select
            size="xs"
            mt={4}
            aria-label={`${name}: ${t(intake.place)}`}
            placeholder={t(intake.placeUnknown)}
            clearable
            value={place}
            data={numberPlaces.map((code) => ({ value: code, label: t(intake.places[code]) }))}
            onChange={(code) => onPlace(numberPlaces.find((known) => known === code) ?? null)}
          />
        )}
      </td>
      <td>
        <span className={column.confidence === 'unsure' ? styles.unsure : undefined}>
          {t(intake.confidence[column.confidence])}
        </span>
        {' · '}
        {t(intake.becauseOf[column.because])}
      </td>
    </tr>
  )
}
