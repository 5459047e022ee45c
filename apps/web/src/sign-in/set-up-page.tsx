import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../shared/api/call.ts'
import { queryClient, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { signIn } from '../words/sign-in.ts'
import { NewAccount } from './new-account.tsx'
import { SignedOutPage } from './signed-out-page.tsx'

const fields = [
  { name: 'code', label: signIn.setUpCode, hint: undefined },
  { name: 'companyName', label: signIn.setUpCompany, hint: undefined },
  { name: 'displayName', label: signIn.setUpName, hint: undefined },
  { name: 'login', label: signIn.login, hint: signIn.loginHint },
] as const

/** The ceremony of the first account manager: no default password exists. */
export function SetUpPage() {
  const { t } = useLanguage()
  const go = useGo()
  const setUp = useRead('setUp.read', {}).data
  const [given, setGiven] = useState({ code: '', companyName: '', displayName: '', login: '' })
  const [hasBegun, setBegun] = useState(false)
  if (setUp?.needed === false && !hasBegun) {
    return (
      <SignedOutPage title={t(signIn.setUpTitle)}>
        <Stack gap="sm">
          <Text role="status">{t(signIn.setUpNotNeeded)}</Text>
          <Button onClick={() => go(paths.signIn())}>{t(signIn.toSignIn)}</Button>
        </Stack>
      </SignedOutPage>
    )
  }
  return (
    <NewAccount
      title={t(signIn.setUpTitle)}
      lead={t(signIn.setUpLead)}
      fields={fields.map(({ name, label, hint }) => (
        <TextInput
          key={name}
          label={t(label)}
          description={hint === undefined ? undefined : t(hint)}
          autoComplete={name === 'login' ? 'username' : 'off'}
          autoFocus={name === 'code'}
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={80}
          value={given[name]}
          onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
        />
      ))}
      begin={async (credential) => {
        const begun = await call('setUp.begin', { body: { ...given, code: given.code.trim(), credential } })
        setBegun(true)
        return begun
      }}
      finish={async (ticket, proof) => {
        await call('setUp.finish', { body: { ticket, proof } })
        await queryClient.invalidateQueries({ queryKey: ['setUp.read'] })
        // nobody is there yet who could confirm the first one
        return null
      }}
    />
  )
}
