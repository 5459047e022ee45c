import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import type { CallbackPromise } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { desk } from '../words/desk.ts'
import { promises } from '../words/promises.ts'

interface AssignPromiseProps {
  readonly tenantId: string
  readonly promise: CallbackPromise
  /** @param news  what was done, in words */
  readonly onAssigned: (news: string) => void
}

const anybody = 'anybody'

/** Gives one promise to another operator or to whoever is free. */
export function AssignPromise({ tenantId, promise, onAssigned }: AssignPromiseProps) {
  const { t } = useLanguage()
  const { leadId, mark, revision, owner } = promise
  const [chosen, setChosen] = useState('')
  const read = useRead('promises.owners', { params: { tenantId, leadId } })
  const assign = useAct('promises.assign', ['promises.list', 'promises.overdue'])
  const owners = (read.data?.owners ?? []).filter(({ personId }) => personId !== owner?.personId)
  const nameOf = (personId: string) =>
    owners.find((each) => each.personId === personId)?.displayName ?? t(promises.anybody)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen === '' || revision === null) return
    assign.mutate(
      { params: { tenantId, leadId }, body: { revision, ownerId: chosen === anybody ? null : chosen } },
      {
        onSuccess: () => onAssigned(t(promises.assigned)(mark, nameOf(chosen))),
        // somebody was first, or it is being dialled
        onError: () => void queryClient.invalidateQueries({ queryKey: ['promises.list'] }),
      },
    )
  }
  if (revision === null) return <Text>{t(promises.isDialled)}</Text>
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="30rem">
        <Text size="sm" c="dimmed">
          {t(promises.assignLead)}
        </Text>
        <NativeSelect
          label={t(promises.newOwner)}
          value={chosen}
          data={[
            { value: '', label: t(promises.choose) },
            ...(owner === null ? [] : [{ value: anybody, label: t(promises.anybody) }]),
            ...owners.map(({ personId, displayName, desk: state }) => ({
              value: personId,
              label: `${displayName} (${t(state === null ? promises.notThere : desk.states[state])})`,
            })),
          ]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <ProblemNotice problem={read.error ?? assign.error} />
        <Group>
          <Button type="submit" loading={assign.isPending} disabled={chosen === ''}>
            {t(promises.assign)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
