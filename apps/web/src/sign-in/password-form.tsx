import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { call } from '../shared/api/call.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { signInWithPasskey } from './passkey.ts'
import type { SignInStep } from './passkey.ts'

interface PasswordFormProps {
  readonly onStep: (step: SignInStep) => Promise<void>
}

export function PasswordForm({ onStep }: PasswordFormProps) {
  const { t } = useLanguage()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const withPassword = useMutation<SignInStep, CallProblem, undefined>({
    mutationFn: () => call('signIn.password', { body: { login: login.trim().toLowerCase(), password } }),
    onSuccess: onStep,
  })
  const withPasskey = useMutation<SignInStep, CallProblem, undefined>({
    mutationFn: () => signInWithPasskey(),
    onSuccess: onStep,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    withPasskey.reset()
    withPassword.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t(signIn.login)}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          maxLength={64}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <PasswordInput
          label={t(signIn.password)}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ProblemNotice problem={withPassword.error ?? withPasskey.error} />
        <Button type="submit" loading={withPassword.isPending}>
          {t(signIn.submit)}
        </Button>
        <Divider label={t(signIn.or)} />
        <Button
          variant="default"
          loading={withPasskey.isPending}
          onClick={() => {
            withPassword.reset()
            withPasskey.mutate(undefined)
          }}
        >
          {t(signIn.withPasskey)}
        </Button>
      </Stack>
    </form>
  )
}
