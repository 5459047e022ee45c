import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { queryClient, useAct } from '../shared/api/queries.ts'
import { formatDay, formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { addPasskey } from '../sign-in/passkey.ts'
import { settings } from '../words/settings.ts'
import { signIn } from '../words/sign-in.ts'
import { ItemList, ItemRow } from '../shared/ui/item-row.tsx'
import type { CredentialSectionProps } from './password-section.tsx'

export function PasskeySection({ account, isProven }: CredentialSectionProps) {
  const { t } = useLanguage()
  const remove = useAct('me.removePasskey', ['me.account', 'me.sessions'])
  return (
    <Section title={t(settings.passkeys)}>
      <Stack gap="sm">
        <Text c="dimmed">{t(settings.passkeysLead)}</Text>
        {account.passkeys.length > 0 && <Passkeys account={account} isProven={isProven} remove={remove} />}
        <ProblemNotice problem={remove.error} />
        {remove.isSuccess && <Text role="status">{t(settings.passkeyRemoved)}</Text>}
        <AddPasskey isProven={isProven} />
      </Stack>
    </Section>
  )
}

interface PasskeysProps extends CredentialSectionProps {
  readonly remove: ReturnType<typeof useAct<'me.removePasskey'>>
}

function Passkeys({ account, isProven, remove }: PasskeysProps) {
  const { t, language } = useLanguage()
  const isLast = account.passkeys.length === 1 && (account.passwordChangedAt === null || account.totpSince === null)
  const refusedBecause = isLast ? t(settings.passkeyLast) : isProven ? undefined : t(signIn.proofFirst)
  return (
    <ItemList label={t(settings.passkeys)}>
      {account.passkeys.map(({ passkeyId, label, createdAt, lastUsedAt }) => (
        <ItemRow
          key={passkeyId}
          title={label}
          facts={[
            `${t(settings.passkeyAddedOn)} ${formatDay(language, createdAt)}`,
            `${t(settings.passkeyUsed)} ${lastUsedAt === null ? '–' : formatMoment(language, lastUsedAt)}`,
          ]}
          action={
            <ConfirmInline
              size="compact-sm"
              label={t(settings.passkeyRemove)}
              question={t(settings.passkeyRemoveQuestion)}
              isPending={remove.isPending && remove.variables.params.passkeyId === passkeyId}
              refusedBecause={refusedBecause}
              onConfirm={() => remove.mutate({ params: { passkeyId } })}
            />
          }
        />
      ))}
    </ItemList>
  )
}

function AddPasskey({ isProven }: { readonly isProven: boolean }) {
  const { t } = useLanguage()
  const [label, setLabel] = useState('')
  const add = useMutation<undefined, CallProblem, string>({
    mutationFn: async (name) => {
      await addPasskey(name)
      return undefined
    },
    onSuccess: async () => {
      setLabel('')
      await queryClient.invalidateQueries({ queryKey: ['me.account'] })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    add.mutate(label.trim())
  }
  return (
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
          <Button type="submit" loading={add.isPending} disabled={!isProven || label.trim() === ''}>
            {t(settings.passkeyAdd)}
          </Button>
        </Group>
        {!isProven && (
          <Text size="sm" c="dimmed">
            {t(signIn.proofFirst)}
          </Text>
        )}
        <ProblemNotice problem={add.error} />
        {add.isSuccess && <Text role="status">{t(settings.passkeyAdded)}</Text>}
      </Stack>
    </form>
  )
}
