import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { call } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { CodeInput } from './code-input.tsx'
import { signInWithPasskey } from './passkey.ts'
import type { SignInStep } from './passkey.ts'

interface SecondFactorFormProps {
  readonly ticket: string
  readonly methods: readonly ('totp' | 'passkey')[]
  readonly onStep: (step: SignInStep) => Promise<void>
  readonly onStartOver: () => void
}

export function SecondFactorForm({ ticket, methods, onStep, onStartOver }: SecondFactorFormProps) {
  const { t } = useLanguage()
  const [code, setCode] = useState('')
  const withTotp = useMutation<SignInStep, CallProblem, undefined>({
    mutationFn: () => call('signIn.totp', { body: { ticket, code } }),
    onSuccess: onStep,
    onError: () => setCode(''),
  })
  const withPasskey = useMutation<SignInStep, CallProblem, undefined>({
    mutationFn: () => signInWithPasskey(ticket),
    onSuccess: onStep,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    withTotp.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {methods.includes('totp') && (
          <>
            <CodeInput label={t(signIn.totpLabel)} value={code} onChange={setCode} />
            <Button type="submit" loading={withTotp.isPending} disabled={code.length !== 6}>
              {t(signIn.totpSubmit)}
            </Button>
          </>
        )}
        <ProblemNotice problem={withTotp.error ?? withPasskey.error} />
        {methods.includes('passkey') && (
          <Button
            variant={methods.includes('totp') ? 'default' : 'filled'}
            loading={withPasskey.isPending}
            onClick={() => withPasskey.mutate(undefined)}
          >
            {t(signIn.passkeySecond)}
          </Button>
        )}
        <Button variant="subtle" onClick={onStartOver}>
          {t(signIn.startOver)}
        </Button>
      </Stack>
    </form>
  )
}
