import { Alert, Button, FileButton, List, Stack, Text } from '@mantine/core'
import type { HolidayFileCheck } from '@sekisho/contract'
import { useState } from 'react'
import { CallProblem } from '../shared/api/problem.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { calendar } from '../words/calendar.ts'
import styles from './calendar.module.css'
import { yearsText } from './day-text.ts'

/** The Cabinet Office's has some 20 kB. */
const mostBytes = 300_000

interface ImportHolidaysProps {
  readonly tenantId: string
  readonly onNews: (news: string) => void
}

/** A file of holidays: what it says, where it differs from the law, and only then its import. */
export function ImportHolidays({ tenantId, onNews }: ImportHolidaysProps) {
  const { t } = useLanguage()
  const [content, setContent] = useState<string | null>(null)
  const [refused, setRefused] = useState<CallProblem | null>(null)
  const check = useAct('calendar.check_holidays')
  const take = useAct('calendar.import_holidays', ['calendar.days', 'calendar.month'])
  const params = { tenantId }
  const choose = async (file: File | null) => {
    if (file === null) return
    take.reset()
    check.reset()
    const isTooLarge = file.size > mostBytes
    setRefused(isTooLarge ? new CallProblem('too_large', calendar.tooLarge) : null)
    setContent(null)
    if (isTooLarge) return
    if (file.size === 0) {
      setRefused(new CallProblem('unreadable_file', calendar.problems.empty))
      return
    }
    const read = base64Of(new Uint8Array(await file.arrayBuffer()))
    setContent(read)
    check.mutate({ params, body: { content: read } })
  }
  const checked = check.data
  const submit = () => {
    if (content === null || checked?.digest == null) return
    take.mutate(
      { params, body: { content, digest: checked.digest } },
      {
        onSuccess: () => {
          check.reset()
          onNews(t(calendar.imported))
        },
      },
    )
  }
  return (
    <Stack gap="sm">
      <div>
        <FileButton onChange={(file) => void choose(file)} accept=".csv,text/csv">
          {(props) => (
            <Button {...props} variant="default" loading={check.isPending}>
              {t(calendar.chooseFile)}
            </Button>
          )}
        </FileButton>
      </div>
      <ProblemNotice problem={refused ?? check.error} />
      {take.error?.code === 'already_known' ? (
        <Alert color="shu" role="alert" title={t(calendar.alreadyImported)} />
      ) : (
        <ProblemNotice problem={take.error} />
      )}
      {checked !== undefined && <Checked checked={checked} />}
      {checked?.digest != null && (
        <div>
          <Button loading={take.isPending} onClick={submit}>
            {t(calendar.import)}
          </Button>
        </div>
      )}
    </Stack>
  )
}

function Checked({ checked }: { readonly checked: HolidayFileCheck }) {
  const { t } = useLanguage()
  const { problem, line, year, notices, years, days, differences } = checked
  if (problem !== null) {
    const where = [...(line === null ? [] : [t(calendar.line)(line)]), ...(year === null ? [] : [String(year)])]
    return (
      <Alert color="shu" role="alert" title={t(calendar.fileRefused)}>
        {where.length > 0 && `${where.join(' ')}: `}
        {t(calendar.problems[problem])}
      </Alert>
    )
  }
  return (
    <Stack gap="xs" role="status">
      <Text fw={600}>{t(calendar.fileReady)(t(calendar.yearOf)(yearsText(years)), formatNumber(days))}</Text>
      {notices.length > 0 && (
        <List>
          {notices.map((notice) => (
            <List.Item key={notice}>{t(calendar.notices[notice])}</List.Item>
          ))}
        </List>
      )}
      {differences.length > 0 && (
        <table className={styles.differences} aria-label={t(calendar.differences)}>
          <thead>
            <tr>
              <th scope="col">{t(calendar.days)}</th>
              <th scope="col">{t(calendar.inFile)}</th>
              <th scope="col">{t(calendar.byLaw)}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ date, inFile, byLaw }) => (
              <tr key={date}>
                <th scope="row">{date}</th>
                <td>{inFile ?? t(calendar.none)}</td>
                <td>{byLaw ?? t(calendar.none)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Stack>
  )
}

/** The server says which encoding the bytes have; the browser does not touch them. */
function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
