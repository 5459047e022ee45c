import { Alert, FileButton, Button } from '@mantine/core'
import { useState } from 'react'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { reports } from '../words/reports.ts'
import { digestOfFile } from './digest-of-file.ts'
import styles from './reports.module.css'

/** Whether a file is the one that was exported. Only its digest leaves this device. */
export function CheckReportPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const check = useAct('reports.check')
  const [chosen, setChosen] = useState<{ readonly name: string; readonly digest: string } | null>(null)
  const choose = async (file: File | null) => {
    if (file === null) return
    const digest = await digestOfFile(file)
    setChosen({ name: file.name, digest })
    check.mutate({ params: { tenantId }, body: { digest } })
  }
  return (
    <Page title={t(reports.check)} lead={t(reports.checkLead)} isNarrow>
      <Section>
        <div
          className={styles.drop}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault()
            void choose(event.dataTransfer.files[0] ?? null)
          }}
        >
          <FileButton onChange={(file) => void choose(file)}>
            {(props) => <Button {...props}>{t(reports.chooseFile)}</Button>}
          </FileButton>
        </div>
      </Section>
      <div aria-live="polite">
        {check.isPending && <Loading label={t(reports.checking)} />}
        <ProblemNotice problem={check.error} />
        {check.data !== undefined && <Verdict exports={check.data.exports} />}
        {chosen !== null && (
          <p className={styles.note}>
            {chosen.name}
            <br />
            {t(reports.fileDigest)}: <span className={styles.digest}>{chosen.digest}</span>
          </p>
        )}
      </div>
    </Page>
  )
}

type Export = CallOutput<'reports.check'>['exports'][number]

function Verdict({ exports }: { readonly exports: readonly Export[] }) {
  const { t, language } = useLanguage()
  const proven = exports.find(({ isProven }) => isProven === true)
  if (proven !== undefined) {
    const { madeAt, madeBy, position } = proven
    return (
      <Alert color="midori" title={`✓ ${t(reports.original)}`}>
        {t(reports.originalBody)(formatTime(language, madeAt), madeBy, formatNumber(position ?? 0))}
      </Alert>
    )
  }
  if (exports.length === 0) {
    return (
      <Alert color="shu" title={`✕ ${t(reports.unknownFile)}`}>
        {t(reports.unknownFileBody)}
      </Alert>
    )
  }
  const isOpen = exports.some(({ isProven }) => isProven === null)
  return (
    <Alert color={isOpen ? 'gray' : 'shu'} title={t(isOpen ? reports.notYet : reports.notProven)}>
      {t(isOpen ? reports.notYetBody : reports.notProvenBody)}
    </Alert>
  )
}
