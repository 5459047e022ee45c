import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core'
import { maxUploadBytes } from '@sekisho/contract'
import { useEffect, useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { CallProblem } from '../shared/api/problem.ts'
import { uploadFile } from '../shared/api/upload.ts'
import type { RunningUpload, UploadProgress } from '../shared/api/upload.ts'
import { formatBytes } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { intake } from '../words/lists.ts'
import styles from './import.module.css'

interface StepFileProps {
  readonly tenantId: string
  readonly onReceived: (uploadId: string) => void
}

/** Takes one file by drop or choice, and shows it on its way. */
export function StepFile({ tenantId, onReceived }: StepFileProps) {
  const { t } = useLanguage()
  const [isOver, setOver] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const [progress, setProgress] = useState<UploadProgress | null>(null)
  const [problem, setProblem] = useState<CallProblem | null>(null)
  const running = useRef<RunningUpload | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = async (chosen: File) => {
    setFile(chosen)
    // said before it travels for minutes
    const refused = refusedAtOnce(chosen)
    setProblem(refused)
    if (refused !== null) return
    setProgress({ sentBytes: 0, bytesPerSecond: 0 })
    const upload = uploadFile(tenantId, chosen, setProgress)
    running.current = upload
    try {
      const { uploadId } = await upload.done
      onReceived(uploadId)
    } catch (error) {
      // a person who stopped it knows why it stopped
      if (running.current === upload) setProblem(error instanceof CallProblem ? error : new CallProblem('unexpected'))
    } finally {
      setProgress(null)
    }
  }
  const choose = (chosen: File | null | undefined) => {
    if (chosen !== null && chosen !== undefined) void send(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  const stop = () => {
    const upload = running.current
    running.current = null
    upload?.abort()
  }
  if (progress !== null && file !== null) {
    return <Sending file={file} progress={progress} onStop={stop} />
  }
  return (
    <Stack gap="sm">
      <div
        className={styles.drop}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Text>{t(intake.drop)}</Text>
        <FileButton onChange={choose} accept=".csv,.tsv,.txt,.xlsx,.xlsm,.zip,text/csv">
          {(props) => <Button {...props}>{t(intake.choose)}</Button>}
        </FileButton>
        <Text c="dimmed">{t(intake.dropHint)}</Text>
      </div>
      <ProblemNotice problem={problem} />
    </Stack>
  )
}

function refusedAtOnce({ size }: File): CallProblem | null {
  if (size > maxUploadBytes) return new CallProblem('too_large')
  return size === 0 ? new CallProblem('unreadable_file', intake.fileEmpty) : null
}

interface SendingProps {
  readonly file: File
  readonly progress: UploadProgress
  readonly onStop: () => void
}

function Sending({ file, progress, onStop }: SendingProps) {
  const { t } = useLanguage()
  const { sentBytes, bytesPerSecond } = progress
  const isSent = sentBytes >= file.size
  return (
    <Stack gap="xs">
      <Text fw={600}>{file.name}</Text>
      <Progress value={file.size === 0 ? 100 : (sentBytes / file.size) * 100} aria-label={t(intake.sending)} />
      <Group justify="space-between">
        <Text c="dimmed" role="status">
          {isSent
            ? t(intake.sealing)
            : t(intake.sent)(formatBytes(sentBytes), formatBytes(file.size), formatBytes(bytesPerSecond))}
        </Text>
        <Button variant="default" size="xs" onClick={onStop}>
          {t(intake.stopSending)}
        </Button>
      </Group>
    </Stack>
  )
}
