import { Box, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { call } from '../shared/api/call.ts'
import type { CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { queryClient, useRead } from '../shared/api/queries.ts'
import { formatClock } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { useNow } from '../shared/use-now.ts'
import { signIn } from '../words/sign-in.ts'
import { CodeInput } from './code-input.tsx'
import { proveWithPasskey } from './passkey.ts'

export type Account = CallOutput<'me.account'>

/** Whether changes need no further proof right now; the server decides each of them itself. */
export function useIsProven(account: Account | undefined): boolean {
  const now = useNow(1_000)
  return account !== undefined && account.provedUntil !== null && account.provedUntil > now
}

/** Both factors once more, before a change; or until when that was done. */
export function ProofPanel() {
  const { t, language } = useLanguage()
  const read = useRead('me.account', {})
  const account = read.data
  const isProven = useIsProven(account)
  if (account === undefined) return read.isPending ? <Loading /> : <ProblemNotice problem={read.error} />
  if (isProven)
    return <Text role="status">{t(signIn.proofUntil)(formatClock(language, account.provedUntil ?? 0))}</Text>
  const hasPassword = account.passwordChangedAt !== null && account.totpSince !== null
  const hasPasskey = account.passkeys.length > 0
  return (
    <Stack gap="sm">
      <Text>{t(hasPassword || hasPasskey ? signIn.proofLead : signIn.proofNone)}</Text>
      {hasPasskey && <PasskeyProof isOnly={!hasPassword} />}
      {hasPassword && <PasswordProof />}
    </Stack>
  )
}

const isProvenNow = async () => {
  await queryClient.invalidateQueries({ queryKey: ['me.account'] })
}

function PasskeyProof({ isOnly }: { readonly isOnly: boolean }) {
  const { t } = useLanguage()
  const prove = useMutation<undefined, CallProblem, undefined>({
    mutationFn: async () => {
      await proveWithPasskey()
      return undefined
    },
    onSuccess: isProvenNow,
  })
  return (
    <Stack gap="sm" align="flex-start">
      <Button variant={isOnly ? 'filled' : 'default'} loading={prove.isPending} onClick={() => prove.mutate(undefined)}>
        {t(signIn.passkeySecond)}
      </Button>
      <ProblemNotice problem={prove.error} />
    </Stack>
  )
}

function PasswordProof() {
  const { t } = useLanguage()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const prove = useMutation<undefined, CallProblem, undefined>({
    mutationFn: async () => {
      await call('me.prove', { body: { password, code } })
      return undefined
    },
    onSuccess: isProvenNow,
    onError: () => setCode(''),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    prove.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end">
          <PasswordInput
            flex="1 1 14rem"
            label={t(signIn.password)}
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={256}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Box flex="1 1 14rem">
            <CodeInput label={t(signIn.totpLabel)} value={code} onChange={setCode} isFirst={false} />
          </Box>
          <Button type="submit" loading={prove.isPending} disabled={password === '' || code.length !== 6}>
            {t(signIn.proofSubmit)}
          </Button>
        </Group>
        <ProblemNotice problem={prove.error} />
      </Stack>
    </form>
  )
}
