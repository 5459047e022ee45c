import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { companyKinds, sectors } from '@sekisho/contract'
import { useState } from 'react'
import type { ReactNode, SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { companies } from '../words/accounts.ts'

interface AddFormProps {
  readonly label: string
  readonly isPending: boolean
  readonly problem: CallProblem | null
  /** Whether the other fields are filled in. */
  readonly isReady?: boolean
  /** Gives the name; `clear` empties it once it was taken. */
  readonly onAdd: (name: string, clear: () => void) => void
  readonly children?: ReactNode
}

/** A name, what else is needed, and one button: a line under its table. */
function AddForm({ label, isPending, problem, isReady = true, onAdd, children }: AddFormProps) {
  const { t } = useLanguage()
  const [name, setName] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onAdd(name.trim(), () => setName(''))
  }
  return (
    <form onSubmit={submit} aria-label={label}>
      <Group align="flex-end" gap="sm">
        <TextInput
          flex="1 1 14rem"
          label={`${label}: ${t(companies.name)}`}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {children}
        <Button type="submit" variant="default" loading={isPending} disabled={name.trim() === '' || !isReady}>
          {t(companies.add)}
        </Button>
      </Group>
      <ProblemNotice problem={problem} />
    </form>
  )
}

export function AddCompany() {
  const { t } = useLanguage()
  const create = useAct('companies.create', ['companies.list'])
  const [kind, setKind] = useState<(typeof companyKinds)[number]>('client')
  const [sector, setSector] = useState<(typeof sectors)[number]>('company')
  return (
    <AddForm
      label={t(companies.addCompany)}
      isPending={create.isPending}
      problem={create.error}
      onAdd={(name, clear) => create.mutate({ body: { name, kind, sector } }, { onSuccess: clear })}
    >
      <NativeSelect
        label={t(companies.kind)}
        value={kind}
        data={companyKinds.map((value) => ({ value, label: t(companies.kinds[value]) }))}
        onChange={(event) => setKind(companyKinds.find((value) => value === event.currentTarget.value) ?? kind)}
      />
      <NativeSelect
        label={t(companies.sector)}
        value={sector}
        data={sectors.map((value) => ({ value, label: t(companies.sectors[value]) }))}
        onChange={(event) => setSector(sectors.find((value) => value === event.currentTarget.value) ?? sector)}
      />
    </AddForm>
  )
}

interface AddTenantProps {
  readonly clients: readonly { readonly companyId: string; readonly name: string }[]
}

export function AddTenant({ clients }: AddTenantProps) {
  const { t } = useLanguage()
  const create = useAct('tenants.create', ['companies.list', 'me.read'])
  const [clientId, setClientId] = useState('')
  if (clients.length === 0) return <Text c="dimmed">{t(companies.needsClient)}</Text>
  return (
    <AddForm
      label={t(companies.addTenant)}
      isPending={create.isPending}
      problem={create.error}
      isReady={clientId !== ''}
      onAdd={(name, clear) => create.mutate({ body: { clientId, name } }, { onSuccess: clear })}
    >
      <NativeSelect
        label={t(companies.client)}
        value={clientId}
        data={[{ value: '', label: '' }, ...clients.map(({ companyId, name }) => ({ value: companyId, label: name }))]}
        onChange={(event) => setClientId(event.currentTarget.value)}
      />
    </AddForm>
  )
}

export function AddSite() {
  const { t } = useLanguage()
  const create = useAct('sites.create', ['companies.list'])
  return (
    <AddForm
      label={t(companies.addSite)}
      isPending={create.isPending}
      problem={create.error}
      onAdd={(name, clear) => create.mutate({ body: { name } }, { onSuccess: clear })}
    />
  )
}
