import { Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { memoPurposes, purposes, scopeKinds, seats } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { dayMs, fromDateInput, toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useMe } from '../shared/session.ts'
import { DateField } from '../shared/ui/date-field.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common, words } from '../words/common.ts'
import { designations } from '../words/accounts.ts'
import { AskForProof } from './ask-for-proof.tsx'
import { defaultsOfSeat } from './seat-defaults.ts'

interface GrantDesignationProps {
  readonly personId: string | undefined
  readonly onClose: () => void
}

/** What a memo is read for is said each time it is read, and is no ground for a right. */
const designationPurposes = purposes.filter((purpose) => !memoPurposes.some((each) => each === purpose))

/** A written right: who, which seat, where, what for, on what basis, from when until when. */
export function GrantDesignation({ personId, onClose }: GrantDesignationProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const people = useRead('people.list', {})
  const parties = useRead('companies.list', {})
  const grant = useAct('designations.grant', ['designations.list'])
  const [today] = useState(() => Date.now())
  const [given, setGiven] = useState({
    personId: personId ?? '',
    seat: 'operator' as (typeof seats)[number],
    ...defaultsOfSeat('operator'),
    tenantId: '',
    jobId: '',
    siteId: '',
    basis: '',
    from: toDateInput(today),
    until: toDateInput(today + 180 * dayMs),
  })
  const needsTenant = given.scopeKind !== 'house'
  const jobs = useRead(
    'jobs.list',
    { params: { tenantId: given.tenantId } },
    { enabled: given.scopeKind === 'job' && given.tenantId !== '' },
  )
  const from = fromDateInput(given.from)
  const until = fromDateInput(given.until)
  // nobody designates themselves: not even offered here, and refused by the server
  const candidates = (people.data?.people ?? []).filter(
    (person) => person.disabledAt === null && person.personId !== me?.personId,
  )
  const isReady =
    given.personId !== '' &&
    given.basis.trim() !== '' &&
    from !== null &&
    until !== null &&
    until >= from &&
    (!needsTenant || given.tenantId !== '') &&
    (given.scopeKind !== 'job' || given.jobId !== '') &&
    (given.scopeKind !== 'site' || given.siteId !== '')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (from === null || until === null) return
    const { scopeKind } = given
    grant.mutate(
      {
        body: {
          personId: given.personId,
          seat: given.seat,
          scopeKind,
          purpose: given.purpose,
          basis: given.basis.trim(),
          validFrom: from,
          // the last day counts
          validUntil: until + dayMs,
          ...(needsTenant ? { tenantId: given.tenantId } : {}),
          ...(scopeKind === 'job' ? { jobId: given.jobId } : {}),
          ...(scopeKind === 'site' ? { siteId: given.siteId } : {}),
        },
      },
      { onSuccess: onClose },
    )
  }
  const choice = (name: 'personId' | 'tenantId' | 'jobId' | 'siteId', options: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(
        {
          personId: designations.person,
          tenantId: designations.tenant,
          jobId: designations.job,
          siteId: designations.site,
        }[name],
      )}
      value={given[name]}
      data={[{ value: '', label: '' }, ...options]}
      onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
    />
  )
  return (
    <Section title={t(designations.grant)}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            {choice(
              'personId',
              candidates.map((person) => ({ value: person.personId, label: person.displayName })),
            )}
            <NativeSelect
              label={t(designations.seat)}
              value={given.seat}
              data={seats.map((seat) => ({ value: seat, label: t(words.seats[seat]) }))}
              onChange={(event) => {
                const seat = seats.find((known) => known === event.currentTarget.value)
                if (seat !== undefined) setGiven({ ...given, seat, ...defaultsOfSeat(seat) })
              }}
            />
            <NativeSelect
              label={t(designations.purpose)}
              value={given.purpose}
              data={designationPurposes.map((purpose) => ({ value: purpose, label: t(words.purposes[purpose]) }))}
              onChange={(event) =>
                setGiven({
                  ...given,
                  purpose: designationPurposes.find((known) => known === event.currentTarget.value) ?? given.purpose,
                })
              }
            />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <NativeSelect
              label={t(designations.scope)}
              value={given.scopeKind}
              data={scopeKinds.map((kind) => ({ value: kind, label: t(designations.scopes[kind]) }))}
              onChange={(event) =>
                setGiven({
                  ...given,
                  scopeKind: scopeKinds.find((known) => known === event.currentTarget.value) ?? given.scopeKind,
                })
              }
            />
            {needsTenant &&
              choice(
                'tenantId',
                (parties.data?.tenants ?? []).map(({ tenantId, name }) => ({ value: tenantId, label: name })),
              )}
            {given.scopeKind === 'job' &&
              choice(
                'jobId',
                (jobs.data?.jobs ?? []).map((job) => ({ value: job.jobId, label: job.name })),
              )}
            {given.scopeKind === 'site' &&
              choice(
                'siteId',
                (parties.data?.sites ?? []).map(({ siteId, name }) => ({ value: siteId, label: name })),
              )}
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            <TextInput
              label={t(designations.basis)}
              placeholder={t(designations.basisHint)}
              maxLength={80}
              value={given.basis}
              onChange={(event) => setGiven({ ...given, basis: event.currentTarget.value })}
            />
            {(['from', 'until'] as const).map((name) => (
              <DateField
                key={name}
                label={t(designations[name])}
                {...(name === 'until'
                  ? {
                      minDate: given.from,
                      maxDate: toDateInput((from ?? today) + 364 * dayMs),
                      description: t(designations.untilHint),
                    }
                  : {})}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                day={given[name]}
                onDay={(day) => setGiven({ ...given, [name]: day })}
              />
            ))}
          </SimpleGrid>
          <ProblemNotice problem={grant.error ?? people.error ?? parties.error ?? jobs.error} />
          <Group>
            <Button type="submit" loading={grant.isPending} disabled={!isReady}>
              {t(designations.submit)}
            </Button>
            <Button variant="subtle" onClick={onClose}>
              {t(common.cancel)}
            </Button>
          </Group>
        </Stack>
      </form>
      <AskForProof problem={grant.error} />
    </Section>
  )
}
