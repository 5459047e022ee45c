import { Badge, Button, Stack, Text } from '@mantine/core'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common, words } from '../words/common.ts'
import { settings } from '../words/settings.ts'
import { signIn } from '../words/sign-in.ts'
import { ItemList, ItemRow } from '../shared/ui/item-row.tsx'

export function SessionSection({ isProven }: { readonly isProven: boolean }) {
  const { t, language } = useLanguage()
  const read = useRead('me.sessions', {})
  const end = useAct('me.endSession', ['me.sessions'])
  const sessions = read.data?.sessions
  const mustProve = !isProven && sessions !== undefined && sessions.length > 1
  return (
    <Section title={t(settings.sessions)} aside={<Text c="dimmed">{t(common.japanTime)}</Text>}>
      <Stack gap="sm">
        <Text c="dimmed">{t(settings.sessionsLead)}</Text>
        <ProblemNotice problem={read.error ?? end.error} onRetry={() => void read.refetch()} />
        {sessions === undefined ? (
          read.isPending && <Loading />
        ) : (
          <ItemList label={t(settings.sessions)}>
            {sessions.map((session) => (
              <ItemRow
                key={session.sessionId}
                title={session.deviceLabel ?? t(settings.sessionWithoutDevice)}
                mark={session.isThis && <Badge variant="light">{t(settings.sessionThis)}</Badge>}
                facts={[
                  `${t(settings.sessionStarted)} ${formatMoment(language, session.createdAt)}`,
                  `${t(settings.sessionSeen)} ${formatMoment(language, session.lastSeenAt)}`,
                  `${t(settings.sessionExpires)} ${formatMoment(language, session.expiresAt)}`,
                  `${t(settings.sessionRoute)} ${t(words.routes[session.route])}`,
                ]}
                action={
                  !session.isThis && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={!isProven}
                      loading={end.isPending && end.variables.params.sessionId === session.sessionId}
                      onClick={() => end.mutate({ params: { sessionId: session.sessionId } })}
                    >
                      {t(settings.sessionEnd)}
                    </Button>
                  )
                }
              />
            ))}
          </ItemList>
        )}
        {mustProve && (
          <Text size="sm" c="dimmed">
            {t(signIn.proofFirst)}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
