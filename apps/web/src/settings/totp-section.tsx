import { Stack, Text } from '@mantine/core'
import { useAct } from '../shared/api/queries.ts'
import { CallProblem } from '../shared/api/problem.ts'
import { formatDay } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { TotpSetUp } from '../sign-in/totp-set-up.tsx'
import { settings } from '../words/settings.ts'
import { ChangeButton } from './change-button.tsx'
import type { CredentialSectionProps } from './password-section.tsx'

/** Replaces the authenticator; the old one stays good until the new one has shown a code. */
export function TotpSection({ account, isProven }: CredentialSectionProps) {
  const { t, language } = useLanguage()
  const begin = useAct('me.beginTotp')
  const finish = useAct('me.finishTotp', ['me.account', 'me.sessions'])
  const { totpSince } = account
  return (
    <Section title={t(settings.totp)}>
      <Stack gap="sm">
        <Text c="dimmed">
          {totpSince === null ? t(settings.totpNone) : t(settings.totpSince)(formatDay(language, totpSince))}
        </Text>
        {begin.data !== undefined && isProven && !finish.isSuccess ? (
          <TotpSetUp
            totpUri={begin.data.totpUri}
            totpSecret={begin.data.totpSecret}
            problem={codeProblem(finish.error)}
            isPending={finish.isPending}
            onCode={(code) => finish.mutate({ body: { ticket: begin.data.ticket, code } })}
          />
        ) : (
          <ChangeButton
            isProven={isProven}
            isPending={begin.isPending}
            label={t(totpSince === null ? settings.totpAdd : settings.totpReplace)}
            onClick={() => {
              finish.reset()
              begin.mutate({ body: {} })
            }}
          />
        )}
        <ProblemNotice problem={begin.error} />
        {finish.isSuccess && <Text role="status">{t(settings.totpReplaced)}</Text>}
      </Stack>
    </Section>
  )
}

function codeProblem(problem: CallProblem | null): CallProblem | null {
  const isWrong = problem?.code === 'invalid_input' && problem.detail.includes('body.code')
  return isWrong ? new CallProblem('invalid_input', settings.totpWrong) : problem
}
