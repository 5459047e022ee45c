import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { people } from '../words/accounts.ts'
import { AskForProof } from './ask-for-proof.tsx'
import styles from './accounts.module.css'
import type { Person } from './people-page.tsx'
import { PersonDevices } from './person-devices.tsx'
import { ResetCredentials } from './reset-credentials.tsx'

interface PersonDetailProps {
  readonly person: Person
  readonly mayManage: boolean
}

/** What can be done with an account, or why not. */
export function PersonDetail({ person, mayManage }: PersonDetailProps) {
  const { t, language } = useLanguage()
  const disable = useAct('people.disable', ['people.list', 'designations.list'])
  const revoke = useAct('people.revokeSessions', ['people.list'])
  const params = { personId: person.personId }
  return (
    <Stack gap="sm" className={styles.detail}>
      <Anchor component={Link} href={`${paths.designations()}?person=${person.personId}`}>
        {t(people.seeDesignations)}
      </Anchor>
      {mayManage && (
        <Group gap="xl">
          <ConfirmInline
            size="xs"
            label={t(people.revoke)}
            question={t(people.revokeQuestion)}
            isPending={revoke.isPending}
            refusedBecause={person.liveSessions === 0 ? t(people.noSessions) : undefined}
            onConfirm={() => revoke.mutate({ params, body: {} })}
          />
          <ConfirmInline
            size="xs"
            color="shu"
            label={t(people.disable)}
            question={t(people.disableQuestion)(person.displayName)}
            isPending={disable.isPending}
            refusedBecause={
              person.disabledAt === null
                ? undefined
                : t(people.alreadyDisabled)(formatMoment(language, person.disabledAt))
            }
            onConfirm={() => disable.mutate({ params, body: {} })}
          />
        </Group>
      )}
      {mayManage && <ResetCredentials person={person} />}
      {revoke.data !== undefined && <Text role="status">{t(people.revoked)(formatNumber(revoke.data.ended))}</Text>}
      <ProblemNotice problem={disable.error ?? revoke.error} />
      <AskForProof problem={disable.error ?? revoke.error} />
      <PersonDevices personId={person.personId} mayManage={mayManage} />
    </Stack>
  )
}
