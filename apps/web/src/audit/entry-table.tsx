import { Badge } from '@mantine/core'
import type { EntryView } from '@sekisho/contract'
import type { ReactNode } from 'react'
import { formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { words } from '../words/common.ts'
import { audit } from '../words/audit.ts'
import styles from './audit.module.css'
import { EntryDetail } from './entry-detail.tsx'
import { actorName, routeName, wordOf } from './entry-words.ts'

interface EntryTableProps {
  readonly name: string
  readonly label: string
  readonly entries: readonly EntryView[]
  readonly total: ReactNode
  readonly empty: ReactNode
}

export function EntryTable({ name, label, entries, total, empty }: EntryTableProps) {
  const { t, language } = useLanguage()
  const columns: readonly Column<EntryView>[] = [
    {
      key: 'position',
      head: audit.position,
      renderCell: ({ position }) => formatNumber(position),
      isFigure: true,
      isFixed: true,
    },
    { key: 'at', head: audit.at, renderCell: ({ at }) => formatTime(language, at), isTight: true },
    { key: 'type', head: audit.type, renderCell: ({ typeJa, typeEn }) => t({ ja: typeJa, en: typeEn }), isTight: true },
    { key: 'actor', head: audit.actor, renderCell: (entry) => t(actorName(entry)), isTight: true },
    { key: 'outcome', head: audit.outcome, renderCell: (entry) => <EntryOutcome entry={entry} />, isTight: true },
    { key: 'campaign', head: audit.campaign, renderCell: ({ campaignName }) => campaignName ?? '–' },
    {
      key: 'purpose',
      head: audit.purpose,
      renderCell: ({ purpose }) => t(wordOf(words.purposes, purpose)),
      isTight: true,
    },
    { key: 'route', head: audit.route, renderCell: ({ route }) => t(routeName(route)), isTight: true },
    { key: 'proof', head: audit.proof, renderCell: (entry) => <EntryProof entry={entry} />, isTight: true },
    { key: 'use', head: audit.use, renderCell: (entry) => <EntryUse entry={entry} />, isTight: true },
  ]
  return (
    <DataTable
      name={name}
      label={label}
      columns={columns}
      rows={entries}
      keyOf={({ entryId }) => entryId}
      total={total}
      empty={empty}
      renderDetail={(entry) => <EntryDetail entry={entry} />}
    />
  )
}

function EntryOutcome({ entry }: { readonly entry: EntryView }) {
  const { t } = useLanguage()
  const { outcome, reason } = entry
  const text = t(audit.outcomes[outcome])
  if (outcome === 'done') return text
  return (
    <>
      <Badge color="gray" variant="outline">
        {outcome === 'denied' ? '✕ ' : '△ '}
        {text}
      </Badge>{' '}
      {reason !== null && t(wordOf(audit.reasons, reason))}
    </>
  )
}

/** Green only for what was verified; vermilion because a difference needs a person now. */
function EntryProof({ entry }: { readonly entry: EntryView }) {
  const { t } = useLanguage()
  if (entry.isProven === null) return t(audit.unasked)
  return entry.isProven ? (
    <span className={styles.proven} title={t(audit.provenHint)}>
      ✓ {t(audit.proven)}
    </span>
  ) : (
    <strong className={styles.notProven} title={t(audit.notProvenHint)}>
      ▲ {t(audit.notProven)}
    </strong>
  )
}

function EntryUse({ entry }: { readonly entry: EntryView }) {
  const { t } = useLanguage()
  if (entry.wasUsed === null) return null
  if (entry.wasUsed) return t(audit.used)
  return (
    <span title={t(audit.unusedHint)}>
      <Badge variant="outline" color="gray">
        {t(audit.unused)}
      </Badge>
    </span>
  )
}
