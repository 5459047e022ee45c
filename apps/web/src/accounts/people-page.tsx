import { Badge, Button, Group, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import type { CallOutput } from '../shared/api/call.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { people } from '../words/accounts.ts'
import { IssueAccount } from './issue-account.tsx'
import { PersonDetail } from './person-detail.tsx'

export type Person = CallOutput<'people.list'>['people'][number]

export function PeoplePage() {
  const { t, language } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const read = useRead('people.list', {})
  const [isIssuing, setIssuing] = useState(false)
  const search: { readonly find?: unknown } = useSearch({ strict: false })
  const wanted = typeof search.find === 'string' ? search.find : ''
  // the address follows a moment later than a conversion can wait: the field holds its own text
  const [typed, setTyped] = useState(wanted)
  const mayManage = me !== null && me !== undefined && may(me, 'people.manage', null)
  const shown = (read.data?.people ?? []).filter((person) => isWanted(person, typed))
  const columns: readonly Column<Person>[] = [
    { key: 'name', head: people.name, renderCell: ({ displayName }) => displayName, isFixed: true, isTight: true },
    { key: 'login', head: people.login, renderCell: ({ login }) => login, isTight: true },
    { key: 'company', head: people.company, renderCell: ({ companyName }) => companyName },
    {
      key: 'employment',
      head: people.employment,
      renderCell: ({ employment }) => t(people.employments[employment]),
      isTight: true,
    },
    { key: 'state', head: people.state, renderCell: (person) => <PersonState person={person} />, isTight: true },
    { key: 'factors', head: people.factors, renderCell: (person) => <Factors person={person} /> },
    {
      key: 'last',
      head: people.lastSignIn,
      renderCell: ({ lastSignInAt }) =>
        lastSignInAt === null ? t(people.never) : formatMoment(language, lastSignInAt),
      isTight: true,
    },
    {
      key: 'sessions',
      head: people.sessions,
      renderCell: ({ liveSessions }) => formatNumber(liveSessions),
      isFigure: true,
    },
  ]
  return (
    <Page
      title={t(people.title)}
      lead={t(people.lead)}
      actions={mayManage && !isIssuing && <Button onClick={() => setIssuing(true)}>{t(people.issue)}</Button>}
    >
      {isIssuing && <IssueAccount onClose={() => setIssuing(false)} />}
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <>
          <TextInput
            mb="sm"
            maw="24rem"
            aria-label={t(people.find)}
            placeholder={t(people.find)}
            value={typed}
            onChange={(event) => {
              const find = event.currentTarget.value
              setTyped(find)
              const query = find === '' ? '' : `?find=${encodeURIComponent(find)}`
              go(`${paths.people()}${query}`, { replace: true })
            }}
          />
          <DataTable
            name="people"
            label={t(people.title)}
            columns={columns}
            rows={shown}
            keyOf={({ personId }) => personId}
            total={t(common.totalInJapanTime)(formatNumber(shown.length))}
            empty={<PageState title={t(people.empty)} />}
            renderDetail={(person) => <PersonDetail person={person} mayManage={mayManage} />}
          />
        </>
      )}
    </Page>
  )
}

function isWanted(person: Person, wanted: string): boolean {
  const needle = wanted.normalize('NFKC').trim().toLowerCase()
  return [person.displayName, person.login, person.companyName].some((text) =>
    text.normalize('NFKC').toLowerCase().includes(needle),
  )
}

function PersonState({ person }: { readonly person: Person }) {
  const { t } = useLanguage()
  const words =
    person.disabledAt !== null
      ? people.disabled
      : person.isUnconfirmed
        ? people.unconfirmed
        : person.lastSignInAt !== null || person.hasPassword || person.passkeys > 0
          ? people.active
          : people.invited
  return (
    <Badge variant={words === people.active ? 'light' : 'outline'} color={words === people.active ? 'ai' : 'gray'}>
      {t(words)}
    </Badge>
  )
}

function Factors({ person }: { readonly person: Person }) {
  const { t } = useLanguage()
  const held = [
    ...(person.hasPassword ? [t(people.password)] : []),
    ...(person.hasTotp ? [t(people.totp)] : []),
    ...(person.passkeys > 0 ? [t(people.passkeys)(String(person.passkeys))] : []),
  ]
  return <Group gap="xs">{held.length === 0 ? '–' : held.join(' · ')}</Group>
}
