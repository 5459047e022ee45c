import type { FindingView } from '@sekisho/contract'
import { formatMoment, formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { PageState, Section } from '../shared/ui/page.tsx'
import { health } from '../words/audit.ts'
import { common } from '../words/common.ts'
import { findings } from '../words/findings.ts'
import type { Phrase } from '../words/phrase.ts'
import styles from './audit.module.css'
import { CloseFinding } from './close-finding.tsx'

const meanings: Readonly<Record<string, Phrase<string>>> = health.findingMeanings

interface FindingListProps {
  readonly all: readonly FindingView[]
  /** Null for the house. */
  readonly tenantId: string | null
  readonly mayClose: boolean
}

export function FindingList({ all, tenantId, mayClose }: FindingListProps) {
  const { t } = useLanguage()
  const open = all.filter(({ closing }) => closing === null)
  const closed = all.filter(({ closing }) => closing !== null)
  return (
    <>
      {open.length === 0 ? (
        <PageState title={`✓ ${t(findings.openNone)}`}>{t(findings.openNoneBody)}</PageState>
      ) : (
        <Section title={`${t(findings.open)} ${formatNumber(open.length)}`}>
          {!mayClose && <p className={styles.aside}>{t(findings.whoCloses)}</p>}
          <ul className={styles.findings}>
            {open.map((finding) => (
              <li key={finding.findingId}>
                <OpenFinding finding={finding} />
                {mayClose && <CloseFinding finding={finding} tenantId={tenantId} />}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t(findings.closed)}>
        <ClosedFindings closed={closed} />
      </Section>
    </>
  )
}

function OpenFinding({ finding }: { readonly finding: FindingView }) {
  const { t, language } = useLanguage()
  const { type, typeJa, typeEn, at, about, position, rows } = finding
  const meaning = meanings[type]
  const facts = [
    formatMoment(language, at),
    ...(about === null ? [] : [t(findings.about)(about)]),
    ...(position === null ? [] : [t(findings.place)(formatNumber(position))]),
    ...(rows === null ? [] : [t(findings.rows)(formatNumber(rows))]),
  ]
  return (
    <div>
      <h3 className={styles.findingName}>▲ {t({ ja: typeJa, en: typeEn })}</h3>
      {meaning !== undefined && <p>{t(meaning)}</p>}
      <small>{facts.join(' · ')}</small>
    </div>
  )
}

function ClosedFindings({ closed }: { readonly closed: readonly FindingView[] }) {
  const { t, language } = useLanguage()
  const columns: readonly Column<FindingView>[] = [
    {
      key: 'kind',
      head: findings.kind,
      renderCell: ({ typeJa, typeEn, about }) =>
        [t({ ja: typeJa, en: typeEn }), ...(about === null ? [] : [t(findings.about)(about)])].join(' · '),
      isFixed: true,
    },
    { key: 'at', head: findings.at, renderCell: ({ at }) => formatMoment(language, at), isTight: true },
    {
      key: 'closedAt',
      head: findings.closedAt,
      renderCell: ({ closing }) => (closing === null ? '–' : formatTime(language, closing.at)),
      isTight: true,
    },
    {
      key: 'closedBy',
      head: findings.closedBy,
      renderCell: ({ closing }) => closing?.closedBy ?? t(findings.unknownPerson),
      isTight: true,
    },
    {
      key: 'reason',
      head: findings.reason,
      renderCell: ({ closing }) => (closing === null ? '–' : t(findings.reasons[closing.reason])),
    },
    { key: 'note', head: findings.note, renderCell: ({ closing }) => closing?.note ?? '' },
  ]
  return (
    <DataTable
      name="closed-findings"
      label={t(findings.closed)}
      columns={columns}
      rows={closed}
      keyOf={({ findingId }) => findingId}
      total={t(common.totalInJapanTime)(formatNumber(closed.length))}
      empty={<PageState>{t(findings.closedNone)}</PageState>}
      renderDetail={({ closing }) => (
        <dl className={styles.detail}>
          <dt>{t(findings.entry)}</dt>
          <dd>
            <code>{closing?.entryId}</code>
          </dd>
        </dl>
      )}
    />
  )
}
