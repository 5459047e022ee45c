import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { people } from '../words/accounts.ts'
import { AskForProof } from './ask-for-proof.tsx'
import { Invitation } from './invitation.tsx'

const employments = ['employee', 'dispatched', 'contractor'] as const

/** Issues an account; the invitation is shown once and kept nowhere. */
export function IssueAccount({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage()
  const companies = useRead('companies.list', {})
  const create = useAct('people.create', ['people.list'])
  const [given, setGiven] = useState({ displayName: '', login: '', companyId: '' })
  const [employment, setEmployment] = useState<(typeof employments)[number]>('employee')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    create.mutate({ body: { ...given, employment } })
  }
  if (create.data !== undefined) {
    return (
      <Section title={`${t(people.issued)}: ${given.displayName}`}>
        <Invitation invitation={create.data.invitation} onClose={onClose} />
      </Section>
    )
  }
  const isReady = given.displayName.trim() !== '' && given.login.trim().length >= 2 && given.companyId !== ''
  return (
    <Section title={t(people.issue)}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput
              label={t(people.name)}
              maxLength={80}
              autoFocus
              value={given.displayName}
              onChange={(event) => setGiven({ ...given, displayName: event.currentTarget.value })}
            />
            <TextInput
              label={t(people.login)}
              description={t(people.loginHint)}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              maxLength={64}
              autoCapitalize="none"
              spellCheck={false}
              value={given.login}
              onChange={(event) => setGiven({ ...given, login: event.currentTarget.value })}
            />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <NativeSelect
              label={t(people.company)}
              value={given.companyId}
              data={[
                { value: '', label: '' },
                ...(companies.data?.companies ?? []).map(({ companyId, name }) => ({ value: companyId, label: name })),
              ]}
              onChange={(event) => setGiven({ ...given, companyId: event.currentTarget.value })}
            />
            <NativeSelect
              label={t(people.employment)}
              value={employment}
              data={employments.map((value) => ({ value, label: t(people.employments[value]) }))}
              onChange={(event) =>
                setEmployment(employments.find((value) => value === event.currentTarget.value) ?? 'employee')
              }
            />
          </SimpleGrid>
          <ProblemNotice problem={create.error ?? companies.error} />
          <Group>
            <Button type="submit" loading={create.isPending} disabled={!isReady}>
              {t(people.issue)}
            </Button>
            <Button variant="subtle" onClick={onClose}>
              {t(common.cancel)}
            </Button>
          </Group>
        </Stack>
      </form>
      <AskForProof problem={create.error} />
    </Section>
  )
}
