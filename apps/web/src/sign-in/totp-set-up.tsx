import { Button, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { CodeInput } from './code-input.tsx'
import styles from './sign-in.module.css'

interface TotpSetUpProps {
  readonly totpUri: string
  readonly totpSecret: string
  readonly problem: CallProblem | null
  readonly isPending: boolean
  readonly onCode: (code: string) => void
}

/** Shows the secret as a picture and as text, and asks for a code that proves it was taken. */
export function TotpSetUp({ totpUri, totpSecret, problem, isPending, onCode }: TotpSetUpProps) {
  const { t } = useLanguage()
  const [code, setCode] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onCode(code)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>{t(signIn.totpSetUpLead)}</Text>
        <QrCanvas text={totpUri} label={t(signIn.totpQr)} />
        <Text size="sm" c="dimmed">
          {t(signIn.totpByHand)}
        </Text>
        <Text className={styles.secret}>{totpSecret.match(/.{1,4}/g)?.join(' ')}</Text>
        <CodeInput label={t(signIn.totpLabel)} value={code} onChange={setCode} />
        <ProblemNotice problem={problem} />
        <Button type="submit" loading={isPending} disabled={code.length !== 6}>
          {t(signIn.totpFinish)}
        </Button>
      </Stack>
    </form>
  )
}

function QrCanvas({ text, label }: { readonly text: string; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const draw = async () => {
      // loaded here only: most people never need it
      const { toCanvas } = await import('qrcode')
      if (canvas.current !== null) await toCanvas(canvas.current, text, { width: 384, margin: 2 })
      // the library writes a pixel size into the style; the sheet decides
      canvas.current?.removeAttribute('style')
    }
    void draw()
  }, [text])
  return <canvas ref={canvas} className={styles.qr} role="img" aria-label={label} />
}
