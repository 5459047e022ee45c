import type {
  ColumnMapping,
  FieldCode,
  FileRefusal,
  ImportMode,
  ImportRules,
  Inspection,
  NumberPlace,
  SamePersonKey,
} from '@sekisho/contract'
import { phoneFieldCodes } from '@sekisho/contract'
import { toDateInput } from '../shared/format.ts'
import { fieldName } from '../shared/field-name.ts'
import type { CallOutput } from '../shared/api/call.ts'
import { listTerms } from '../words/list-terms.ts'
import { intake } from '../words/lists.ts'
import type { Phrase } from '../words/phrase.ts'

export type Upload = CallOutput<'uploads.read'>

/** What a supervisor has chosen for one file. It holds no personal data, so it may outlive a reload of the tab. */
export interface ImportDraft {
  readonly hasHeader: boolean
  readonly fields: readonly (FieldCode | null)[]
  /** Of columns of numbers; null where nothing is said. */
  readonly places: readonly (NumberPlace | null)[]
  readonly campaignId: string
  readonly label: string
  readonly rules: ImportRules
  /** What makes two rows one person, where somebody chose it; null: as the campaign says, or as the columns are. */
  readonly personKey: SamePersonKey | null
  /** Null: what fits the campaign. */
  readonly mode: ImportMode | null
  /** Of a client's own do-not-call file; what is not chosen yet is null. */
  readonly refusal: {
    readonly scope: FileRefusal['scope']
    readonly reason: FileRefusal['reason'] | null
    readonly source: FileRefusal['source'] | null
    readonly asOf: string
  }
}

/** A draft whose mode is known: chosen, or the first list of a campaign that has none. */
export type SettledDraft = ImportDraft & { readonly mode: ImportMode }

/** First choices for a file: the mapping kept for this client when it fits the columns, else what was guessed. */
export function firstDraft({ inspection, keptMapping }: Upload, now = Date.now()): ImportDraft | null {
  if (inspection === null) return null
  const fits = keptMapping?.columns.every(({ column }) => column < inspection.columns.length) ?? false
  const fields = inspection.columns.map(({ column, guess }) =>
    keptMapping !== null && fits
      ? (keptMapping.columns.find((kept) => kept.column === column)?.field ?? null)
      : (guess ?? null),
  )
  const samePersonBy = samePersonRule(fields)
  return {
    hasHeader: inspection.hasHeader,
    fields,
    places: inspection.columns.map(({ column, place }) =>
      keptMapping !== null && fits
        ? (keptMapping.columns.find((kept) => kept.column === column)?.place ?? null)
        : place,
    ),
    campaignId: '',
    label: '',
    rules: { samePersonBy, required: [], withoutRepairs: [], firstNumber: 'as_in_file' },
    personKey: null,
    mode: null,
    refusal: { scope: 'client', reason: null, source: null, asOf: toDateInput(now) },
  }
}

/** Whether a file brings people to call; the others say whom nobody calls any more. */
export function bringsPeople(mode: ImportMode): boolean {
  return mode !== 'exclude' && mode !== 'do_not_call'
}

/** Whether a file can be taken back: who was stopped stays stopped, and what somebody read before a difference is gone. */
export function isUndone(mode: ImportMode): boolean {
  return mode === 'new' || mode === 'add'
}

/** Columns that stand for a field; the others are not kept. */
export function mappingOf({ hasHeader, fields, places }: ImportDraft): ColumnMapping {
  return {
    hasHeader,
    columns: fields.flatMap((field, column) => {
      if (field === null) return []
      const place = isPhone(field) ? places[column] : null
      return [{ column, field, ...(place == null ? {} : { place }) }]
    }),
  }
}

/** What is said of the numbers in one column. */
export function withPlace(draft: ImportDraft, column: number, place: NumberPlace | null): ImportDraft {
  return { ...draft, places: draft.places.map((kept, index) => (index === column ? place : kept)) }
}

/** Whether a field holds telephone numbers. */
export function isPhone(field: FieldCode): boolean {
  return phoneFieldCodes.some((phone) => phone === field)
}

/** Another field for one column; a required field that is no longer in the file is no longer required. */
export function withField(draft: ImportDraft, column: number, field: FieldCode | null): ImportDraft {
  const fields = draft.fields.map((kept, index) => (index === column ? field : kept))
  const required = draft.rules.required.filter((code) => fields.includes(code))
  return { ...draft, fields, rules: { ...draft.rules, required, samePersonBy: samePersonRule(fields) } }
}

/**
 * What the file is for. By what people are found is chosen for exclusions, who is missing for differences only, the place
 * in the order of calling, the period and the share that is held out for lists of people.
 */
export function withMode(draft: ImportDraft, mode: ImportMode): ImportDraft {
  const { missing: _, priority, validFrom, validUntil, heldOutPercent, ...rules } = draft.rules
  const terms = withoutUndefined({ priority, validFrom, validUntil, heldOutPercent })
  const place = mode === 'new' || mode === 'add' ? terms : {}
  const missing = mode === 'difference' ? ({ missing: 'keep' } as const) : {}
  return { ...draft, mode, rules: { ...rules, ...missing, ...place, samePersonBy: samePersonRule(draft.fields) } }
}

/** What was chosen of them: what was not is left out. */
function withoutUndefined(terms: Pick<ImportRules, TermsName>): Pick<ImportRules, TermsName> {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined))
}

type TermsName = 'priority' | 'validFrom' | 'validUntil' | 'heldOutPercent'

/** By what the people of an exclusion can be found in these columns. */
export function findableBy(fields: ImportDraft['fields']): readonly ('customer_number' | 'phone')[] {
  return [
    ...(fields.includes('customer_number') ? (['customer_number'] as const) : []),
    ...(fields.some((field) => field !== null && isPhone(field)) ? (['phone'] as const) : []),
  ]
}

/** What the server is asked with for a preview, and again for the import. */
export function choicesOf(draft: SettledDraft, { encoding }: Inspection) {
  const { campaignId, rules, mode } = draft
  const refusal = mode === 'do_not_call' ? refusalOf(draft) : null
  return {
    ...{ campaignId, encoding, mapping: mappingOf(draft), rules, mode },
    ...(refusal === null ? {} : { refusal }),
  }
}

/** What a do-not-call file says; null while something of it is not chosen. A customer number names no single number. */
export function refusalOf({ refusal, rules }: ImportDraft): FileRefusal | null {
  const { scope, reason, source, asOf } = refusal
  if (reason === null || source === null) return null
  return { scope: scope === 'number' && rules.samePersonBy !== 'phone' ? 'client' : scope, reason, source, asOf }
}

/** Follows from the columns: a file with customer numbers is compared by them. */
export function samePersonRule(fields: ImportDraft['fields']): 'customer_number' | 'phone' {
  return fields.includes('customer_number') ? 'customer_number' : 'phone'
}

/** What stands in the way for want of a password: each reading of a protected file needs it. */
export function withoutPassword({ packed }: Inspection, password: string): readonly Phrase<string>[] {
  return packed?.isProtected === true && password === '' ? [intake.needsPassword] : []
}

/** Days that follow each other; a side that is open does not matter. */
export function isPeriod({ validFrom, validUntil }: Pick<ImportRules, 'validFrom' | 'validUntil'>): boolean {
  return validFrom === undefined || validUntil === undefined || validFrom <= validUntil
}

/** What still stands in the way of importing, in words; empty when nothing does. */
export function obstacles(draft: ImportDraft, hasLists = false): readonly Phrase<string>[] {
  const { fields, campaignId, label, mode, rules } = draft
  const found: Phrase<string>[] = []
  const chosen = fields.filter((field) => field !== null)
  if (mode === 'do_not_call' && refusalOf(draft) === null) found.push(intake.needsRefusal)
  if (mode === 'exclude' || mode === 'do_not_call') {
    if (!findableBy(fields).some((key) => key === rules.samePersonBy)) found.push(intake.needsFindable)
  } else if (mode === 'difference') {
    if (!chosen.includes('customer_number') || !chosen.some(isPhone)) found.push(intake.needsCustomerNumber)
  } else if (!chosen.some(isPhone)) found.push(intake.needsPhone)
  if (mode === 'new' && hasLists) found.push(intake.needsNoLists)
  for (const field of new Set(chosen.filter((code, index) => chosen.indexOf(code) !== index))) {
    const name = fieldName(field)
    found.push({ ja: intake.twice.ja(name.ja), en: intake.twice.en(name.en) })
  }
  if (!isPeriod(rules)) found.push(listTerms.endsBeforeItBegins)
  if (campaignId === '') found.push(intake.needsCampaign)
  if (label.trim() === '') found.push(intake.needsLabel)
  return found
}
