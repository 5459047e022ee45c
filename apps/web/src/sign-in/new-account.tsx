import { Button, Radio, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode, SubmitEvent } from 'react'
import type { CallInput, CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { refreshMe } from '../shared/session.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { ConfirmationCode } from './confirmation-code.tsx'
import type { Confirmation } from './confirmation-code.tsx'
import { emptyPassword, isPasswordReady, NewPasswordFields, passwordProblem } from './new-password.tsx'
import { makePasskey, requirePasskeys } from './passkey.ts'
import { SignedOutPage } from './signed-out-page.tsx'
import { TotpSetUp } from './totp-set-up.tsx'

export type Wish = CallInput<'invitation.begin'>['body']['credential']
type Begun = CallOutput<'invitation.begin'>
type Proof = CallInput<'invitation.finish'>['body']['proof']

interface NewAccountProps {
  readonly title: string
  readonly lead: string
  /** What is asked beside the credential. */
  readonly fields?: ReactNode
  readonly begin: (credential: Wish) => Promise<Begun>
  /** Gives the code for a colleague, or null when the account is signed in. */
  readonly finish: (ticket: string, proof: Proof) => Promise<Confirmation | null>
}

const methods = ['password', 'passkey'] as const

/**
 * The beginning of an account, by invitation or by the first administrator's ceremony: a credential of one's own choice,
 * the proof that it arrived, and the first page.
 */
export function NewAccount({ title, lead, fields, begin, finish }: NewAccountProps) {
  const { t } = useLanguage()
  const go = useGo()
  const begun = useMutation<Begun, CallProblem, Wish>({
    mutationFn: async (wish) => {
      if (wish.method === 'passkey') requirePasskeys()
      return begin(wish)
    },
  })
  const finished = useMutation<
    Confirmation | null,
    CallProblem,
    { readonly ticket: string; readonly proof: () => Promise<Proof> }
  >({
    mutationFn: async ({ ticket, proof }) => finish(ticket, await proof()),
    onSuccess: async (confirmation) => {
      if (confirmation !== null) return
      await refreshMe()
      go(paths.home(), { replace: true })
    },
  })
  if (begun.data === undefined) {
    return (
      <SignedOutPage title={title}>
        <ChoiceForm
          lead={lead}
          fields={fields}
          problem={begun.error}
          isPending={begun.isPending}
          onWish={(wish) => begun.mutate(wish)}
        />
      </SignedOutPage>
    )
  }
  const confirmation = finished.data ?? null
  if (confirmation !== null) return <ConfirmationCode {...confirmation} />
  const { ticket, credential } = begun.data
  const { error, isPending } = finished
  return (
    <SignedOutPage title={t(credential.method === 'passkey' ? signIn.passkeyMake : signIn.totpSetUp)}>
      {credential.method === 'passkey' ? (
        <Stack gap="sm">
          <Text>{t(signIn.passkeyMakeLead)}</Text>
          <ProblemNotice problem={error} />
          <Button
            autoFocus
            loading={isPending}
            onClick={() =>
              finished.mutate({
                ticket,
                proof: async () => ({ method: 'passkey', response: await makePasskey(credential.options) }),
              })
            }
          >
            {t(signIn.passkeyMakeButton)}
          </Button>
        </Stack>
      ) : (
        <TotpSetUp
          totpUri={credential.totpUri}
          totpSecret={credential.totpSecret}
          problem={error}
          isPending={isPending}
          onCode={(code) => finished.mutate({ ticket, proof: async () => ({ method: 'password', code }) })}
        />
      )}
      {finished.isSuccess && <Text role="status">{t(signIn.signedInNow)}</Text>}
    </SignedOutPage>
  )
}

interface ChoiceFormProps {
  readonly lead: string
  readonly fields: ReactNode
  readonly problem: CallProblem | null
  readonly isPending: boolean
  readonly onWish: (wish: Wish) => void
}

function ChoiceForm({ lead, fields, problem, isPending, onWish }: ChoiceFormProps) {
  const { t } = useLanguage()
  const [method, setMethod] = useState<Wish['method']>('password')
  const [password, setPassword] = useState(emptyPassword)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onWish(method === 'passkey' ? { method } : { method, password: password.password })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>{lead}</Text>
        {fields}
        <Radio.Group
          label={t(signIn.method)}
          value={method}
          onChange={(value) => setMethod(methods.find((each) => each === value) ?? 'password')}
        >
          <Stack gap="xs" mt={4}>
            {methods.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(signIn.methods[each])}
                description={t(signIn.methodHints[each])}
              />
            ))}
          </Stack>
        </Radio.Group>
        {method === 'password' && <NewPasswordFields value={password} onChange={setPassword} />}
        <ProblemNotice problem={passwordProblem(problem)} />
        <Button type="submit" loading={isPending} disabled={method === 'password' && !isPasswordReady(password)}>
          {t(signIn.submit)}
        </Button>
      </Stack>
    </form>
  )
}
