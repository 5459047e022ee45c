import { Button, Stack, Text } from '@mantine/core'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { CallOutput } from '../shared/api/call.ts'
import { signIn } from '../words/sign-in.ts'
import styles from './sign-in.module.css'
import { SignedOutPage } from './signed-out-page.tsx'

export type Confirmation = NonNullable<CallOutput<'invitation.finish'>['confirmation']>

/** What a new colleague shows to a supervisor, who confirms that it is they who began the account. */
export function ConfirmationCode({ login, code, until }: Confirmation) {
  const { t, language } = useLanguage()
  const go = useGo()
  return (
    <SignedOutPage title={t(signIn.confirmTitle)}>
      <Stack gap="sm">
        <Text>{t(signIn.confirmLead)}</Text>
        <dl className={styles.code}>
          <dt>{t(signIn.login)}</dt>
          <dd>{login}</dd>
          <dt>{t(signIn.confirmCode)}</dt>
          <dd>{`${code.slice(0, 4)} ${code.slice(4)}`}</dd>
        </dl>
        <Text size="sm" c="dimmed">
          {t(signIn.confirmUntil)(formatMoment(language, until))}
        </Text>
        <Button onClick={() => go(paths.signIn(), { replace: true })}>{t(signIn.confirmDone)}</Button>
      </Stack>
    </SignedOutPage>
  )
}
