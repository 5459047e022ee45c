import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { takeFragment } from '../shared/fragment.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { emptyPassword, isPasswordReady, NewPasswordFields } from './new-password.tsx'
import { SignedOutPage } from './signed-out-page.tsx'
import { TotpSetUp } from './totp-set-up.tsx'

/** kept outside the page: a second mount (of a development build) finds the address already cleared */
let taken = ''

function invitationOfAddress(): string {
  const found = takeFragment()
  if (found !== '') taken = found
  return taken
}

/** The holder of an invitation chooses password and authenticator; the issuer never knows them (F-15). */
export function InvitationPage() {
  const { t } = useLanguage()
  const go = useGo()
  const [invitation] = useState(invitationOfAddress)
  const [password, setPassword] = useState(emptyPassword)
  const begin = useAct('invitation.begin')
  const finish = useAct('invitation.finish')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    begin.mutate({ body: { invitation, password: password.password } })
  }
  const toSignIn = <Button onClick={() => go(paths.signIn())}>{t(signIn.toSignIn)}</Button>
  if (finish.isSuccess) {
    return (
      <SignedOutPage title={t(signIn.invitationTitle)}>
        <Stack gap="sm">
          <Text role="status">{t(signIn.invitationStarted)}</Text>
          {toSignIn}
        </Stack>
      </SignedOutPage>
    )
  }
  if (begin.data !== undefined) {
    const { ticket, totpUri, totpSecret } = begin.data
    return (
      <SignedOutPage title={t(signIn.totpSetUp)}>
        <TotpSetUp
          totpUri={totpUri}
          totpSecret={totpSecret}
          problem={finish.error}
          isPending={finish.isPending}
          onCode={(code) => finish.mutate({ body: { ticket, code } })}
        />
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage title={t(signIn.invitationTitle)}>
      {invitation === '' ? (
        <Stack gap="sm">
          <Text>{t(signIn.invitationMissing)}</Text>
          {toSignIn}
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text>{t(signIn.invitationLead)}</Text>
            <NewPasswordFields value={password} onChange={setPassword} />
            <ProblemNotice problem={begin.error} />
            <Button type="submit" loading={begin.isPending} disabled={!isPasswordReady(password)}>
              {t(signIn.submit)}
            </Button>
          </Stack>
        </form>
      )}
    </SignedOutPage>
  )
}
