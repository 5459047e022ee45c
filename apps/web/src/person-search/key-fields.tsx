import { SegmentedControl, TextInput } from '@mantine/core'
import { personKeyKinds } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { personSearch } from '../words/person-search.ts'
import type { KeyDraft } from './key-draft.ts'

interface KeyFieldsProps {
  readonly draft: KeyDraft
  readonly onDraft: (draft: KeyDraft) => void
}

const typed = { autoComplete: 'off', spellCheck: false } as const

/** By what one person is looked up: a number, or kana name and birth date together. */
export function KeyFields({ draft, onDraft }: KeyFieldsProps) {
  const { t } = useLanguage()
  const { kind } = draft
  return (
    <>
      <SegmentedControl
        aria-label={t(personSearch.kind)}
        value={kind}
        data={personKeyKinds.map((each) => ({ value: each, label: t(personSearch.kinds[each]) }))}
        onChange={(next) => onDraft({ ...draft, kind: next })}
      />
      {kind === 'person' ? (
        <NameAndBirth draft={draft} onDraft={onDraft} />
      ) : (
        <TextInput
          {...typed}
          flex="1 1 14rem"
          maw="24rem"
          label={t(personSearch.kinds[kind])}
          inputMode={kind === 'phone' ? 'tel' : 'text'}
          maxLength={64}
          value={draft.value}
          onChange={(event) => onDraft({ ...draft, value: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function NameAndBirth({ draft, onDraft }: KeyFieldsProps) {
  const { t } = useLanguage()
  return (
    <>
      <TextInput
        {...typed}
        flex="1 1 12rem"
        maw="18rem"
        label={t(personSearch.kana)}
        placeholder={t(personSearch.kanaExample)}
        maxLength={64}
        value={draft.kana}
        onChange={(event) => onDraft({ ...draft, kana: event.currentTarget.value })}
      />
      <TextInput
        {...typed}
        flex="1 1 10rem"
        maw="14rem"
        label={t(personSearch.birthDate)}
        placeholder={t(personSearch.birthDateExample)}
        maxLength={32}
        value={draft.birthDate}
        onChange={(event) => onDraft({ ...draft, birthDate: event.currentTarget.value })}
      />
    </>
  )
}
