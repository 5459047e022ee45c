import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { emptyPassword, isPasswordReady, NewPasswordFields } from './new-password.tsx'
import { SignedOutPage } from './signed-out-page.tsx'
import { TotpSetUp } from './totp-set-up.tsx'

/** The ceremony of the first account manager: no default password exists. */
export function SetUpPage() {
  const { t } = useLanguage()
  const go = useGo()
  const setUp = useRead('setUp.read', {}).data
  const begin = useAct('setUp.begin')
  const finish = useAct('setUp.finish', ['setUp.read'])
  const isOver = finish.isSuccess || (setUp?.needed === false && begin.data === undefined)
  if (isOver) {
    return (
      <SignedOutPage title={t(signIn.setUpTitle)}>
        <Stack gap="sm">
          <Text role="status">{t(finish.isSuccess ? signIn.setUpDone : signIn.setUpNotNeeded)}</Text>
          <Button onClick={() => go(paths.signIn())}>{t(signIn.toSignIn)}</Button>
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
    <SignedOutPage title={t(signIn.setUpTitle)}>
      <SetUpForm begin={begin} />
    </SignedOutPage>
  )
}

function SetUpForm({ begin }: { readonly begin: ReturnType<typeof useAct<'setUp.begin'>> }) {
  const { t } = useLanguage()
  const [given, setGiven] = useState({ code: '', companyName: '', displayName: '', login: '' })
  const [password, setPassword] = useState(emptyPassword)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    begin.mutate({ body: { ...given, code: given.code.trim(), password: password.password } })
  }
  const fields = [
    { name: 'code', label: signIn.setUpCode, hint: undefined },
    { name: 'companyName', label: signIn.setUpCompany, hint: undefined },
    { name: 'displayName', label: signIn.setUpName, hint: undefined },
    { name: 'login', label: signIn.login, hint: signIn.loginHint },
  ] as const
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text>{t(signIn.setUpLead)}</Text>
        {fields.map(({ name, label, hint }) => (
          <TextInput
            key={name}
            label={t(label)}
            description={hint === undefined ? undefined : t(hint)}
            autoComplete={name === 'login' ? 'username' : 'off'}
            required
            withAsterisk={false}
            maxLength={80}
            value={given[name]}
            onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
          />
        ))}
        <NewPasswordFields value={password} onChange={setPassword} />
        <ProblemNotice problem={begin.error} />
        <Button type="submit" loading={begin.isPending} disabled={!isPasswordReady(password)}>
          {t(signIn.submit)}
        </Button>
      </Stack>
    </form>
  )
}
