import { Table, Text } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { companies } from '../words/accounts.ts'
import { AddCompany, AddSite, AddTenant } from './add-party.tsx'

/** Companies, the tenants of clients, and sites. */
export function CompaniesPage() {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('companies.list', {})
  const mayManage = me !== null && me !== undefined && may(me, 'parties.manage', null)
  if (read.data === undefined) {
    return (
      <Page title={t(companies.title)} lead={t(companies.lead)}>
        <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
        {read.isPending && <Loading />}
      </Page>
    )
  }
  const { companies: all, tenants, sites } = read.data
  const clients = all.filter(({ kind }) => kind === 'client')
  return (
    <Page title={t(companies.title)} lead={t(companies.lead)}>
      <ProblemNotice problem={read.error} />
      <Section title={t(companies.companies)}>
        <Rows
          head={[t(companies.name), t(companies.kind), t(companies.sector)]}
          rows={all.map((company) => ({
            key: company.companyId,
            cells: [company.name, t(companies.kinds[company.kind]), t(companies.sectors[company.sector])],
          }))}
        />
        {mayManage && <AddCompany />}
      </Section>
      <Section title={t(companies.tenants)}>
        <Rows
          head={[t(companies.name), t(companies.client)]}
          rows={tenants.map((tenant) => ({
            key: tenant.tenantId,
            cells: [tenant.name, all.find(({ companyId }) => companyId === tenant.clientId)?.name ?? '–'],
          }))}
        />
        {mayManage && <AddTenant clients={clients} />}
      </Section>
      <Section title={t(companies.sites)}>
        <Rows head={[t(companies.name)]} rows={sites.map(({ siteId, name }) => ({ key: siteId, cells: [name] }))} />
        {mayManage && <AddSite />}
      </Section>
    </Page>
  )
}

interface RowsProps {
  readonly head: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[]
}

function Rows({ head, rows }: RowsProps) {
  const { t } = useLanguage()
  if (rows.length === 0) return <Text c="dimmed">{t(companies.none)}</Text>
  return (
    <Table layout="fixed" mb="md">
      <Table.Thead>
        <Table.Tr>
          {head.map((name) => (
            <Table.Th key={name}>{name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, cells }) => (
          <Table.Tr key={key}>
            {cells.map((cell, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the cells of a row stand for its columns
              <Table.Td key={index}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
