import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatDay } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { emptyPassword, isPasswordReady, NewPasswordFields, passwordProblem } from '../sign-in/new-password.tsx'
import type { Account } from '../sign-in/proof-panel.tsx'
import { settings } from '../words/settings.ts'
import { ChangeButton } from './change-button.tsx'

export interface CredentialSectionProps {
  readonly account: Account
  readonly isProven: boolean
}

export function PasswordSection({ account, isProven }: CredentialSectionProps) {
  const { t, language } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const [password, setPassword] = useState(emptyPassword)
  const change = useAct('me.changePassword', ['me.account', 'me.sessions'])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    change.mutate(
      { body: { password: password.password } },
      {
        onSuccess() {
          setPassword(emptyPassword)
          setOpen(false)
        },
      },
    )
  }
  const { passwordChangedAt } = account
  return (
    <Section title={t(settings.password)}>
      <Stack gap="sm">
        <Text c="dimmed">
          {passwordChangedAt === null
            ? t(settings.passwordNone)
            : t(settings.passwordSince)(formatDay(language, passwordChangedAt))}
        </Text>
        {isOpen && isProven ? (
          <form onSubmit={submit}>
            <Stack gap="sm" maw="26rem">
              <NewPasswordFields value={password} onChange={setPassword} />
              <ProblemNotice problem={passwordProblem(change.error)} />
              <Button type="submit" loading={change.isPending} disabled={!isPasswordReady(password)}>
                {t(passwordChangedAt === null ? settings.passwordSet : settings.passwordChange)}
              </Button>
            </Stack>
          </form>
        ) : (
          <ChangeButton
            isProven={isProven}
            label={t(passwordChangedAt === null ? settings.passwordSet : settings.passwordChange)}
            onClick={() => setOpen(true)}
          />
        )}
        {change.isSuccess && <Text role="status">{t(settings.passwordChanged)}</Text>}
      </Stack>
    </Section>
  )
}
