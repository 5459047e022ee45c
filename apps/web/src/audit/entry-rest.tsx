import type { EntryView } from '@sekisho/contract'
import type { ReactNode } from 'react'
import { formatNumber } from '../shared/format.ts'
import { clockOfMinute } from '../shared/minute-of-day.ts'
import { useLanguage } from '../shared/language.tsx'
import { entryCommitments, entryFields, entryRefs } from '../words/entry-fields.ts'
import { findings } from '../words/findings.ts'
import { wordOf } from './entry-words.ts'

/** Members that few entries hold: every one that is there is shown, with its words. */
export function EntryRest({ entry }: { readonly entry: EntryView }) {
  const { t } = useLanguage()
  const { report, days, digest, closing, refs, head, commitments, device, order, policy, log, version } = entry
  return (
    <>
      {report !== null && (
        <Member name={t(entryFields.report)}>
          {t(entryFields.reportText)(t(wordOf(entryFields.reportKinds, report.kind)), report.from, report.until)}
        </Member>
      )}
      {days !== null && (
        <Member name={t(entryFields.days)}>{t(entryFields.daysText)(days.from, days.until, hoursText(days))}</Member>
      )}
      {closing !== null && <Member name={t(entryFields.closing)}>{t(wordOf(findings.reasons, closing))}</Member>}
      {refs.map(({ name, value }) => (
        <Member key={name} name={t(wordOf(entryRefs, name))}>
          <code>{value}</code>
        </Member>
      ))}
      {digest !== null && (
        <Member name={t(entryFields.digest)}>
          <code>{digest}</code>
        </Member>
      )}
      {head !== null && (
        <Member name={t(entryFields.head)}>
          <code>{head.log}</code> {t(entryFields.headText)(formatNumber(head.size))} <code>{head.root}</code>
        </Member>
      )}
      {commitments.length > 0 && (
        <Member name={t(entryFields.commitments)}>
          {commitments.map(({ name, value }) => (
            <div key={name}>
              {t(wordOf(entryCommitments, name))} <code>{value}</code>
            </div>
          ))}
          <small>{t(entryFields.commitmentsHint)}</small>
        </Member>
      )}
      <Code name={t(entryFields.device)} value={device} />
      <Code name={t(entryFields.order)} value={order} />
      <Code name={t(entryFields.policy)} value={policy} />
      <Code name={t(entryFields.log)} value={log} />
      <Code name={t(entryFields.version)} value={version === null ? null : String(version)} />
    </>
  )
}

function hoursText({ opens, closes }: NonNullable<EntryView['days']>): string | null {
  return opens === undefined || closes === undefined ? null : `${clockOfMinute(opens)}–${clockOfMinute(closes)}`
}

function Code({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null
  return (
    <Member name={name}>
      <code>{value}</code>
    </Member>
  )
}

function Member({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
