import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../shared/api/call.ts'
import { takeFragment } from '../shared/fragment.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { signIn } from '../words/sign-in.ts'
import { NewAccount } from './new-account.tsx'
import { SignedOutPage } from './signed-out-page.tsx'

/** kept outside the page: a second mount (of a development build) finds the address already cleared */
let taken = ''

function invitationOfAddress(): string {
  const found = takeFragment()
  if (found !== '') taken = found
  return taken
}

/** The holder of an invitation chooses how to sign in; the issuer never knows it (F-15). */
export function InvitationPage() {
  const { t } = useLanguage()
  const go = useGo()
  const [invitation] = useState(invitationOfAddress)
  if (invitation === '') {
    return (
      <SignedOutPage title={t(signIn.invitationTitle)}>
        <Stack gap="sm">
          <Text>{t(signIn.invitationMissing)}</Text>
          <Button onClick={() => go(paths.signIn())}>{t(signIn.toSignIn)}</Button>
        </Stack>
      </SignedOutPage>
    )
  }
  return (
    <NewAccount
      title={t(signIn.invitationTitle)}
      lead={t(signIn.invitationLead)}
      begin={(credential) => call('invitation.begin', { body: { invitation, credential } })}
      finish={async (ticket, proof) => (await call('invitation.finish', { body: { ticket, proof } })).confirmation}
    />
  )
}
