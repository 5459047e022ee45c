import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { ProofPanel, useIsProven } from '../sign-in/proof-panel.tsx'
import { settings } from '../words/settings.ts'
import { signIn } from '../words/sign-in.ts'
import { DeviceSection } from './device-section.tsx'
import { PasskeySection } from './passkey-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionSection } from './session-section.tsx'
import { TotpSection } from './totp-section.tsx'

/** One's own account. What changes it asks for a proof first; what shows it does not. */
export function SettingsPage() {
  const { t } = useLanguage()
  const read = useRead('me.account', {})
  const account = read.data
  const isProven = useIsProven(account)
  if (account === undefined) {
    return (
      <Page title={t(settings.title)} isNarrow>
        <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
        {read.isPending && <Loading />}
      </Page>
    )
  }
  const sections = { account, isProven }
  return (
    <Page title={t(settings.title)} lead={t(settings.lead)(account.login)} isNarrow>
      <Section title={t(signIn.proofTitle)}>
        <ProofPanel />
      </Section>
      <PasskeySection {...sections} />
      <PasswordSection {...sections} />
      <TotpSection {...sections} />
      <SessionSection isProven={isProven} />
      <DeviceSection devices={account.devices} />
    </Page>
  )
}
