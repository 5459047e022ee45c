import { Badge, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { addPasskey } from '../sign-in/passkey.ts'
import { common, words } from '../words/common.ts'
import { settings } from '../words/settings.ts'

export function SettingsPage() {
  const { t } = useLanguage()
  return (
    <Page title={t(settings.title)} isNarrow>
      <PasskeySection />
      <SessionSection />
    </Page>
  )
}

function PasskeySection() {
  const { t } = useLanguage()
  const [label, setLabel] = useState('')
  const add = useMutation<undefined, CallProblem, string>({
    mutationFn: async (name) => {
      await addPasskey(name)
      return undefined
    },
    onSuccess: () => setLabel(''),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    add.mutate(label.trim())
  }
  return (
    <Section title={t(settings.passkeys)}>
      <Text c="dimmed" mb="sm">
        {t(settings.passkeysLead)}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group align="flex-end" gap="sm">
            <TextInput
              flex="1 1 16rem"
              label={t(settings.passkeyLabel)}
              required
              withAsterisk={false}
              maxLength={80}
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
            <Button type="submit" loading={add.isPending} disabled={label.trim() === ''}>
              {t(settings.passkeyAdd)}
            </Button>
          </Group>
          <ProblemNotice problem={add.error} />
          {add.isSuccess && <Text role="status">{t(settings.passkeyAdded)}</Text>}
        </Stack>
      </form>
    </Section>
  )
}

function SessionSection() {
  const { t, language } = useLanguage()
  const sessions = useRead('me.sessions', {})
  const end = useAct('me.endSession', ['me.sessions'])
  return (
    <Section title={t(settings.sessions)} aside={<Text c="dimmed">{t(common.japanTime)}</Text>}>
      <Text c="dimmed" mb="sm">
        {t(settings.sessionsLead)}
      </Text>
      <ProblemNotice problem={sessions.error ?? end.error} onRetry={() => void sessions.refetch()} />
      {sessions.data === undefined ? (
        sessions.isPending && <Loading />
      ) : (
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t(settings.sessionStarted)}</Table.Th>
                <Table.Th>{t(settings.sessionSeen)}</Table.Th>
                <Table.Th>{t(settings.sessionExpires)}</Table.Th>
                <Table.Th>{t(settings.sessionRoute)}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sessions.data.sessions.map((session) => (
                <Table.Tr key={session.sessionId}>
                  <Table.Td>{formatMoment(language, session.createdAt)}</Table.Td>
                  <Table.Td>{formatMoment(language, session.lastSeenAt)}</Table.Td>
                  <Table.Td>{formatMoment(language, session.expiresAt)}</Table.Td>
                  <Table.Td>{t(words.routes[session.route])}</Table.Td>
                  <Table.Td ta="right">
                    {session.isThis ? (
                      <Badge variant="light">{t(settings.sessionThis)}</Badge>
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={end.isPending && end.variables.params.sessionId === session.sessionId}
                        onClick={() => end.mutate({ params: { sessionId: session.sessionId } })}
                      >
                        {t(settings.sessionEnd)}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
