import { Anchor, Button, Group } from '@mantine/core'
import type { ListSheet } from '@sekisho/contract'
import { type ReactNode, useEffect, useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { listSheets } from '../words/list-sheets.ts'
import { lists } from '../words/lists.ts'
import type { Phrase } from '../words/phrase.ts'
import styles from './list-sheet.module.css'
import { SheetHandover } from './sheet-handover.tsx'

/** The sheet that both sides sign when a list was handed over, on A4. It holds nothing of a row. */
export function SheetPage({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const { t } = useLanguage()
  const reading = useRead('listSheets.read', { params: { tenantId, listId } })
  const sheet = reading.data
  const title = sheet === undefined ? t(listSheets.title) : `${t(listSheets.open)} ${sheet.label}`
  useEffect(() => {
    document.title = `${title} · Sekisho 関所`
  }, [title])
  return (
    <div className={styles.preview}>
      <Group className={styles.controls ?? ''} mb="md" gap="md">
        <Button disabled={sheet === undefined} onClick={() => window.print()}>
          {t(listSheets.print)}
        </Button>
        <Anchor component={Link} href={paths.list(tenantId, listId)}>
          {t(listSheets.back)}
        </Anchor>
      </Group>
      <ProblemNotice problem={reading.error} onRetry={() => void reading.refetch()} />
      {sheet === undefined ? reading.isPending && <Loading /> : <Sheet tenantId={tenantId} sheet={sheet} />}
    </div>
  )
}

type Fact = readonly [Phrase<string>, ReactNode]

function Sheet({ tenantId, sheet }: { readonly tenantId: string; readonly sheet: ListSheet }) {
  const { t, language } = useLanguage()
  const [madeAt] = useState(() => Date.now())
  return (
    <article className={styles.sheet} aria-label={t(listSheets.title)}>
      <header className={styles.head}>
        <h1>{t(listSheets.title)}</h1>
        <div>
          <p>
            {t(listSheets.number)}: {sheet.listId}
          </p>
          <p>
            {t(listSheets.madeAt)}: {formatTime(language, madeAt)} ({t(common.japanTime)})
          </p>
        </div>
      </header>
      <Facts title={listSheets.parties} facts={usePartyFacts(sheet)} />
      <Facts title={listSheets.file} facts={useFileFacts(sheet)} />
      <Facts title={listSheets.result} facts={useResultFacts(sheet)} />
      <Fields sheet={sheet} />
      <SheetHandover tenantId={tenantId} listId={sheet.listId} />
      <Signatures />
      <p className={styles.note}>{t(listSheets.noRows)}</p>
    </article>
  )
}

function usePartyFacts(sheet: ListSheet): readonly Fact[] {
  const { t } = useLanguage()
  return [
    [listSheets.client, sheet.clientName],
    [listSheets.tenant, sheet.tenantName],
    [listSheets.job, sheet.jobName],
    [
      listSheets.campaign,
      sheet.campaignKind === 'test' ? `${sheet.campaignName} (${t(listSheets.isTest)})` : sheet.campaignName,
    ],
  ]
}

function useFileFacts({ label, mode, file }: ListSheet): readonly Fact[] {
  const { t, language } = useLanguage()
  const entryText = useEntryText()
  return [
    [listSheets.list, label],
    [listSheets.mode, t(lists.modes[mode])],
    [listSheets.received, `${formatTime(language, file.receivedAt)} (${t(common.japanTime)})`],
    [listSheets.receivedBy, file.receivedBy],
    [listSheets.way, t(listSheets.upload)],
    [listSheets.size, t(listSheets.bytes)(formatNumber(file.bytes))],
    [
      listSheets.digest,
      <>
        <span className={styles.digest}>{file.digest}</span>
        <p className={styles.note}>{t(listSheets.digestNote)}</p>
      </>,
    ],
    [listSheets.entry, entryText(file.position)],
  ]
}

function useResultFacts(sheet: ListSheet): readonly Fact[] {
  const { t, language } = useLanguage()
  const entryText = useEntryText()
  const { rows } = sheet
  const counts = [
    [listSheets.rows, rows.total],
    [listSheets.accepted, rows.accepted],
    [listSheets.refused, rows.refused],
    [listSheets.duplicate, rows.duplicate],
  ] as const
  const importedAt = sheet.import.finishedAt ?? sheet.import.startedAt
  return [
    [listSheets.state, t(lists.states[sheet.state])],
    [
      listSheets.importedAt,
      `${formatTime(language, importedAt)} (${t(common.japanTime)}) · ${t(listSheets.importedBy)}: ${sheet.import.by}`,
    ],
    [listSheets.rows, counts.map(([name, count]) => `${t(name)} ${formatNumber(count)}`).join(' · ')],
    [listSheets.contacts, t(listSheets.people)(formatNumber(sheet.contacts))],
    ...(sheet.keptRows === 0
      ? []
      : [[listSheets.keptRows, t(listSheets.rowCount)(formatNumber(sheet.keptRows))] as const]),
    [listSheets.entry, entryText(sheet.import.position)],
  ]
}

function useEntryText(): (position: number | null) => string {
  const { t } = useLanguage()
  return (position) => (position === null ? t(listSheets.noEntry) : t(listSheets.entryNumber)(formatNumber(position)))
}

function Facts({ title, facts }: { readonly title: Phrase<string>; readonly facts: readonly Fact[] }) {
  const { t } = useLanguage()
  return (
    <section aria-label={t(title)}>
      <h2>{t(title)}</h2>
      <table className={styles.facts}>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name.en}>
              <th scope="row">{t(name)}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Fields({ sheet: { fields, mayHoldCards } }: { readonly sheet: ListSheet }) {
  const { t } = useLanguage()
  if (fields.length === 0) return <p>{t(listSheets.indexesOnly)}</p>
  return (
    <section aria-label={t(listSheets.fields)}>
      <h2>{t(listSheets.fields)}</h2>
      <table className={styles.fields}>
        <thead>
          <tr>
            <th scope="col">{t(listSheets.field)}</th>
            <th scope="col">{t(listSheets.clientWord)}</th>
            <th scope="col">{t(listSheets.sensitivity)}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((held) => (
            <tr key={held.field}>
              <td>{t(held)}</td>
              <td>{held.label ?? t(listSheets.hidden)}</td>
              <td>{t(listSheets.sensitivities[held.sensitivity])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{t(listSheets.onlyThese)}</p>
      <p className={styles.note}>
        {t(listSheets.cards)}: {t(mayHoldCards ? listSheets.cardsHeld : listSheets.cardsRefused)}
      </p>
    </section>
  )
}

function Signatures() {
  const { t } = useLanguage()
  return (
    <section aria-label={t(listSheets.signatures)}>
      <h2>{t(listSheets.signatures)}</h2>
      <table className={styles.signatures}>
        <thead>
          <tr>
            <th scope="col">{t(listSheets.signClient)}</th>
            <th scope="col">{t(listSheets.signCentre)}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            {['client', 'centre'].map((side) => (
              <td key={side}>
                {t(listSheets.signDate)} / {t(listSheets.signName)} / {t(listSheets.seal)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}
