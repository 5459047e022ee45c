import { Stack } from '@mantine/core'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useMe } from '../shared/session.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { people } from '../words/accounts.ts'
import { AskForProof } from './ask-for-proof.tsx'
import { Invitation } from './invitation.tsx'
import type { Person } from './people-page.tsx'

/** For somebody who lost a credential: everything ends, and the person begins anew with a link. */
export function ResetCredentials({ person }: { readonly person: Person }) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const reset = useAct('people.resetCredentials', ['people.list'])
  const { personId, displayName, disabledAt } = person
  const refusedBecause =
    me?.personId === personId
      ? t(people.resetOwn)
      : disabledAt === null
        ? undefined
        : t(people.alreadyDisabled)(formatMoment(language, disabledAt))
  if (reset.data !== undefined) {
    return <Invitation invitation={reset.data.invitation} onClose={() => reset.reset()} />
  }
  return (
    <Stack gap="sm" align="flex-start">
      <ConfirmInline
        size="xs"
        color="shu"
        label={t(people.reset)}
        question={t(people.resetQuestion)(displayName)}
        isPending={reset.isPending}
        refusedBecause={refusedBecause}
        onConfirm={() => reset.mutate({ params: { personId }, body: {} })}
      />
      <ProblemNotice problem={reset.error} />
      <AskForProof problem={reset.error} />
    </Stack>
  )
}
