import type { Seat } from '@sekisho/contract'
import type { ListTheme } from '@sekisho/fictitious'

// The labelled demo, as data. Every company, town and person in it is made up (架空, みほん), and every telephone number
// on its lists is one that nobody can own.

export const operatorCompany = '架空コンタクトセンター株式会社'

/** Companies beside the operator's own, which comes with its account manager. */
export const companies = {
  maintenance: { name: '架空システム保守株式会社', kind: 'maintenance_provider', sector: 'company' },
  power: { name: '架空電力株式会社', kind: 'client', sector: 'company' },
  city: { name: '架空市', kind: 'client', sector: 'municipality' },
  insurance: { name: 'みほん生命保険株式会社', kind: 'client', sector: 'company' },
} as const
export type CompanyKey = keyof typeof companies

export const sites = { sapporo: '札幌センター', tokyo: '東京センター' } as const
export type SiteKey = keyof typeof sites

export interface DemoTenant {
  readonly client: 'power' | 'city' | 'insurance'
  readonly name: string
  readonly job: string
  readonly sites: readonly SiteKey[]
  readonly campaign: string
  readonly list: { readonly label: string; readonly rows: number; readonly seed: number; readonly theme: ListTheme }
  /** Simulated operators at work. Without any, every call of the tenant is for whoever tries the product. */
  readonly simulatedOperators: number
  readonly isStarted: boolean
}

export const tenants = {
  city: {
    client: 'city',
    name: '架空市',
    job: '健診受診勧奨',
    sites: ['sapporo'],
    campaign: '健診受診勧奨 2026秋',
    list: { label: '令和8年度 未受診者 (架空)', rows: 2_500, seed: 201, theme: 'residents' },
    simulatedOperators: 0,
    isStarted: true,
  },
  power: {
    client: 'power',
    name: '架空電力',
    job: '新料金プランのご案内',
    sites: ['sapporo', 'tokyo'],
    campaign: '新料金プランのご案内',
    list: { label: 'ご契約者 第1便 (架空)', rows: 3_000, seed: 101, theme: 'customers' },
    simulatedOperators: 6,
    isStarted: true,
  },
  renewal: {
    client: 'insurance',
    name: 'みほん生命 満期のご案内',
    job: '満期のご案内',
    sites: ['tokyo'],
    campaign: '満期のご案内 10月分',
    list: { label: '満期対象のご契約者 10月 (架空)', rows: 2_000, seed: 301, theme: 'customers' },
    simulatedOperators: 4,
    isStarted: true,
  },
  survey: {
    client: 'insurance',
    name: 'みほん生命 ご契約内容の確認',
    job: 'ご契約内容の確認',
    sites: ['tokyo'],
    campaign: 'ご契約内容の確認 2026',
    list: { label: 'ご契約者 確認対象 (架空)', rows: 2_000, seed: 401, theme: 'customers' },
    simulatedOperators: 0,
    isStarted: false,
  },
} as const satisfies Record<string, DemoTenant>
export type TenantKey = keyof typeof tenants
export const tenantKeys = Object.keys(tenants) as TenantKey[]

/** Share of spoilt rows, so that refusals and duplicates are there to be looked at. */
export const errorShare = 0.02

export interface DemoPerson {
  readonly login: string
  readonly name: string
  readonly company: CompanyKey | 'operator'
  readonly employment?: 'employee' | 'dispatched' | 'contractor'
  readonly seat: Seat
  /** What the link is called, before the name. */
  readonly title: string
  /** What stands behind the name: whose data, or which post. */
  readonly where: string
  readonly tenants: readonly TenantKey[] | 'house'
}

export const accountManager = { login: 'demo-account-manager', name: '渡辺 直樹' } as const

/** People with a link each, in the order of the links. */
export const people: readonly DemoPerson[] = [
  {
    ...{ login: 'demo-operator-1', name: '佐藤 葵', company: 'operator', employment: 'dispatched', seat: 'operator' },
    ...{ title: 'オペレーター', where: '架空市', tenants: ['city'] },
  },
  {
    ...{ login: 'demo-operator-2', name: '鈴木 大輔', company: 'operator', employment: 'dispatched', seat: 'operator' },
    ...{ title: 'オペレーター', where: '架空市', tenants: ['city'] },
  },
  {
    ...{ login: 'demo-supervisor-1', name: '高橋 美穂', company: 'operator', seat: 'supervisor' },
    ...{ title: 'SV', where: '架空市', tenants: ['city'] },
  },
  {
    ...{ login: 'demo-supervisor-2', name: '田中 健一', company: 'operator', seat: 'supervisor' },
    ...{ title: 'SV', where: '架空電力', tenants: ['power'] },
  },
  {
    ...{ login: 'demo-supervisor-3', name: '伊藤 陽子', company: 'operator', seat: 'supervisor' },
    ...{ title: 'SV', where: 'みほん生命の2テナント', tenants: ['renewal', 'survey'] },
  },
  {
    ...{ login: 'demo-centre-manager', name: '山本 浩二', company: 'operator', seat: 'centre_manager' },
    ...{ title: 'センター長', where: '全テナント', tenants: tenantKeys },
  },
  {
    ...{ login: 'demo-auditor', name: '中村 文子', company: 'operator', seat: 'auditor' },
    ...{ title: '内部監査', where: '本部', tenants: 'house' },
  },
  {
    ...{ login: 'demo-client-auditor', name: '小林 誠', company: 'city', seat: 'client_auditor' },
    ...{ title: '委託元', where: '架空市', tenants: ['city'] },
  },
  {
    ...{ login: 'demo-watch-officer', name: '加藤 亮', company: 'operator', seat: 'watch_officer' },
    ...{ title: '監視センター', where: '本部', tenants: 'house' },
  },
  {
    ...{ login: 'demo-maintainer', name: '吉田 拓也', company: 'maintenance', seat: 'maintainer' },
    ...{ title: '運用保守', where: '架空システム保守', tenants: 'house' },
  },
  {
    ...{ login: 'demo-house-manager', name: '松本 和子', company: 'operator', seat: 'centre_manager' },
    ...{ title: '運用管理責任者', where: '本部', tenants: 'house' },
  },
]

/** The simulated operators of a tenant. Their names say what they are, on every floor and in every ledger. */
export function simulatedPeople(tenant: TenantKey): DemoPerson[] {
  return Array.from({ length: tenants[tenant].simulatedOperators }, (_, index) => ({
    login: `sim-${tenant}-${index + 1}`,
    name: `模擬オペレーター ${index + 1}`,
    company: 'operator',
    seat: 'operator',
    title: '模擬オペレーター',
    where: tenants[tenant].name,
    tenants: [tenant],
  }))
}
