import { HEAD_OFFICE, type RouteDeclaration, type RouteName, routeTable, type Seat, seats } from '@sekisho/contract'
import { enterFinding, logOf } from './ledger/test-findings.ts'
import { expectedHouse, expectedTenant, reachesEveryTenant, seatsOfTheHouse } from './test-expected-access.ts'
import { ownNumber } from './test-call-in-cases.ts'
import { faqArticle } from './test-faq-cases.ts'
import { jobNotice } from './test-notice-cases.ts'
import { begunShadow } from './test-shadow-cases.ts'
import { callTicket } from './test-ticket-cases.ts'
import { raisedHand } from './test-hand-cases.ts'
import { type AccessWorld, stoppedCampaign, type TestJob } from './test-access-world.ts'
import { importedHolidays, setDay } from './test-calendar-cases.ts'
import { newId } from './platform/new-id.ts'
import type {
  CallParts,
  SignedInBrowser,
  TestAnswer,
  TestBrowser,
  TestDesignation,
  TestProduct,
} from './test-product.ts'

/** How a route is reached as it should be. */
export interface PositiveCase {
  /** The seat that reaches it, in the tenant of the world or in the house; left out for public routes and one's own. */
  readonly seat?: Seat
  /** For steps of a public ceremony: who calls. Default: a new browser. */
  browser?(): Promise<TestBrowser>
  /** Made anew for each call that is to succeed, because many are good once only; no `tenantId` in the path. */
  parts?(browser: TestBrowser): Promise<CallParts> | CallParts
  /** Whether an answer says anything of the own job. Whoever is designated for it must see it, the neighbour must not. */
  shows?(body: unknown): boolean
  /** A permission that the handler asks for beside the declared one. */
  readonly alsoNeeds?: 'contact.search'
  /** How people are answered who are designated for the own job or site only, where it is not with success. */
  readonly narrow?: Partial<Record<Seat, Verdict>>
}

/** A call that was answered otherwise than the reviewed table says. */
export interface AccessFinding {
  readonly route: RouteName
  readonly as: string
  readonly expected: string
  readonly got: string
}

export interface AccessFindings {
  readonly findings: AccessFinding[]
  readonly calls: number
}

/** Where the cases of routes are kept. */
export interface PositiveCases {
  positiveCase(route: RouteName, positive: PositiveCase): void
}

export interface AccessMatrix extends PositiveCases {
  /**
   * Calls each route as nobody, as every seat, and as a person without designations; in the own, in another, in no
   * tenant and in the head office as if it were one; from another tenant's, job's and site's designations; with ids of
   * the other tenant in every place where an id can stand; and with undeclared input. The expectation comes from
   * test-expected-access.ts, not from the policies. What is refused must change nothing, and the same call must succeed
   * afterwards for those who may.
   */
  run(routes: readonly RouteName[]): Promise<AccessFindings>
}

export type Verdict = 'ok' | 'not signed in' | 'refused' | 'not found' | 'failed'

const tenantSeats = seats.filter((seat) => expectedTenant[seat].length > 0)

export function accessMatrix(world: AccessWorld): AccessMatrix {
  const { product, own, neighbour, foreign } = world
  const positives = new Map<RouteName, PositiveCase>()
  const people = new Map<string, SignedInBrowser>()
  const unknownTenant = newId()
  let foreignHand: string | undefined
  let foreignArticle: string | undefined
  let foreignTicket: string | undefined
  let foreignNotice: string | undefined
  let foreignShadow: string | undefined

  /** One person for each designation; those of the routes about oneself are made anew, because they end themselves. */
  async function person(...designations: TestDesignation[]): Promise<SignedInBrowser> {
    const key = JSON.stringify(designations)
    const known = people.get(key) ?? (await product.signedIn(...designations))
    people.set(key, known)
    return known
  }
  const wide = (seat: Seat): TestDesignation =>
    seatsOfTheHouse.includes(seat)
      ? { seat, scopeKind: 'house' }
      : { seat, scopeKind: 'tenant', tenantId: own.tenantId }
  /** For routes of the head office: some seats are designated for it and for tenants, with other rights in each. */
  const atHeadOffice = (seat: Seat): TestDesignation =>
    expectedHouse[seat].length > 0 ? { seat, scopeKind: 'house' } : wide(seat)
  const ofJob = (seat: Seat, { tenantId, jobId }: TestJob): TestDesignation => ({
    ...{ seat, scopeKind: 'job', tenantId, jobId },
  })
  const ofSite = (seat: Seat, { tenantId, siteId }: TestJob): TestDesignation => ({
    ...{ seat, scopeKind: 'site', tenantId, siteId },
  })

  /** Made before anything is measured: a new person is a change. */
  async function makePeople(): Promise<void> {
    foreignHand = await raisedHand(product, foreign)
    foreignArticle = await faqArticle(product, foreign)
    foreignTicket = await callTicket(product, foreign)
    foreignNotice = await jobNotice(product, foreign)
    foreignShadow = await begunShadow(product, foreign)
    await person()
    for (const seat of seats) {
      await person(atHeadOffice(seat))
      await person(wide(seat))
      await person({ seat, scopeKind: 'tenant', tenantId: foreign.tenantId })
      for (const job of [own, neighbour, foreign]) {
        await person(ofJob(seat, job))
        await person(ofSite(seat, job))
      }
    }
  }

  async function checkRoute(route: RouteName, findings: AccessFinding[]): Promise<number> {
    const declaration: RouteDeclaration = routeTable[route]
    const { permission, scope } = declaration
    const positive = positives.get(route)
    let calls = 0
    const note = (as: string, expected: string, got: string) => void findings.push({ route, as, expected, got })
    if (positive === undefined) {
      note('anybody', 'a positive case', 'none')
      return calls
    }
    const { seat, shows, alsoNeeds, narrow = {} } = positive

    const inTenant = (parts: CallParts, tenantId: string): CallParts =>
      scope === 'tenant' ? { ...parts, params: { ...parts.params, tenantId } } : parts
    const partsFor = async (browser: TestBrowser) => inTenant((await positive.parts?.(browser)) ?? {}, own.tenantId)
    const call = async (as: string, wanted: Verdict, browser: TestBrowser, parts: CallParts): Promise<TestAnswer> => {
      calls += 1
      const answer = await browser.call(route, parts)
      const got = verdictOf(answer)
      if (got !== wanted) note(as, wanted, gotText(answer))
      return answer
    }
    const mayReach = (of: Seat): boolean => {
      if (scope === 'self' || permission === 'public') return true
      const held = scope === 'house' ? expectedHouse[of] : expectedTenant[of]
      return held.includes(permission) && (alsoNeeds === undefined || held.includes(alsoNeeds))
    }

    const widest = scope === 'house' ? atHeadOffice : wide
    const first = seat === undefined || scope === 'self' ? await product.signedIn() : await person(widest(seat))
    const parts = await partsFor(first)
    const hasIds = idPlaces(parts).length > 0
    const before = await world.fingerprint()
    await checkUndeclared()
    await call('nobody', 'not signed in', product.browser(), parts)
    await checkForeignIds()
    if (scope === 'house' || scope === 'tenant') {
      await call('a person without designations', 'refused', await person(), parts)
      for (const other of seats) if (!mayReach(other)) await call(other, 'refused', await person(widest(other)), parts)
    }
    if (scope === 'house') {
      for (const other of seats.filter((one) => !seatsOfTheHouse.includes(one)))
        await call(`${other} of a tenant`, 'refused', await person(wide(other)), parts)
      for (const other of seats) await call(`${other} of a job`, 'refused', await person(ofJob(other, own)), parts)
    }
    if (scope === 'tenant') await checkElsewhere()
    const after = await world.fingerprint()
    if (after !== before) note('whoever was refused', 'nothing changed', changed(before, after))

    const answer = await call('positive case', 'ok', first, parts)
    if (shows?.(answer.body) === false) note('positive case', 'shows the job', gotText(answer))
    if (scope === 'self') {
      for (const other of seats) {
        const browser = await product.signedIn(wide(other))
        await call(other, 'ok', browser, await partsFor(browser))
      }
      const browser = await product.signedIn()
      await call('a person without designations', 'ok', browser, await partsFor(browser))
    }
    if (scope === 'house' || scope === 'tenant') {
      for (const other of seats.filter((one) => one !== seat && mayReach(one))) {
        const browser = await person(widest(other))
        await call(other, 'ok', browser, await partsFor(browser))
      }
    }
    if (scope === 'tenant') await checkNarrow()
    return calls

    async function checkUndeclared(): Promise<void> {
      for (const wrong of withUndeclared(route, parts)) await call(wrong.as, 'not found', first, wrong.parts)
    }

    async function checkForeignIds(): Promise<void> {
      for (const place of idPlaces(parts)) {
        const other = await foreignId(place.key)
        if (other === undefined) note(`an id as ${place.key}`, 'an id of another tenant to put there', 'none')
        else await call(`whoever names a foreign ${place.key}`, 'not found', first, place.with(other))
      }
    }

    /** Seats side by side: what is refused waits for the ledger, not for the others. */
    async function checkElsewhere(): Promise<void> {
      await Promise.all(seats.map(checkSeatElsewhere))
    }

    async function checkSeatElsewhere(other: Seat): Promise<void> {
      const reachesAll = reachesEveryTenant.includes(other) && mayReach(other)
      const browser = await person(wide(other))
      const away = reachesAll ? (hasIds ? 'not found' : 'ok') : 'refused'
      const seen = await call(`${other} in another tenant`, away, browser, inTenant(parts, foreign.tenantId))
      if (showsOwn(seen)) note(`${other} in another tenant`, 'nothing of the own', gotText(seen))
      await call(`${other} in the head office as a tenant`, 'refused', browser, inTenant(parts, HEAD_OFFICE))
      await call(`${other} in no tenant`, 'refused', browser, inTenant(parts, unknownTenant))
      const strangers = [
        { seat: other, scopeKind: 'tenant', tenantId: foreign.tenantId } as const,
        ...[ofJob(other, foreign), ofSite(other, foreign)],
      ]
      for (const stranger of strangers) {
        await call(`${other} of the other tenant’s ${stranger.scopeKind}`, 'refused', await person(stranger), parts)
      }
      if (hasIds) await checkNeighbours(other)
    }

    /** Somebody of another job or site of the same tenant. */
    async function checkNeighbours(other: Seat): Promise<void> {
      for (const designation of [ofJob(other, neighbour), ofSite(other, neighbour)]) {
        const as = `${other} of another ${designation.scopeKind}`
        const wanted = !mayReach(other) || narrow[other] === 'refused' ? 'refused' : hasIds ? 'not found' : 'ok'
        const browser = await person(designation)
        const seen = await call(as, wanted, browser, wanted === 'ok' ? await partsFor(browser) : parts)
        if (showsOwn(seen)) note(as, 'nothing of the job', gotText(seen))
      }
    }

    async function checkNarrow(): Promise<void> {
      for (const other of tenantSeats) {
        if (!hasIds) await checkNeighbours(other)
        for (const designation of mayReach(other) ? [ofJob(other, own), ofSite(other, own)] : []) {
          const browser = await person(designation)
          const as = `${other} of the ${designation.scopeKind}`
          const seen = await call(as, narrow[other] ?? 'ok', browser, await partsFor(browser))
          if (seen.status === 200 && shows?.(seen.body) === false) note(as, 'shows the job', gotText(seen))
        }
      }
    }

    function showsOwn({ status, body }: TestAnswer): boolean {
      const text = JSON.stringify(body)
      const names = [own.jobId, own.campaignId, own.listId, own.uploadId, own.supervisor.actor.personId]
      return status === 200 && (shows?.(body) === true || names.some((id) => text.includes(id)))
    }
  }

  /** What a guesser would put in the place of an id: the other tenant's where there is one, else somebody's or nobody's. */
  async function foreignId(key: string): Promise<string | undefined> {
    const { campaignId, jobId, listId, uploadId, attemptId, leadId, tenantId } = foreign
    const ofTenant: Record<string, string> = { campaignId, jobId, listId, uploadId, attemptId, leadId, tenantId }
    const ofHouse = ['personId', 'companyId', 'clientId', 'siteIds', 'designationId', 'deviceId']
    if (key === 'sessionId') return foreign.supervisor.actor.sessionId
    if (key === 'passkeyId') return foreignPasskey()
    if (key === 'handId') return foreignHand
    if (key === 'assignmentId') return ownNumber(product, foreign)
    if (key === 'articleId') return foreignArticle
    if (key === 'ticketId') return foreignTicket
    if (key === 'ownerId') return foreign.supervisor.actor.personId
    if (key === 'noticeId') return foreignNotice
    if (key === 'shadowId') return foreignShadow
    if (key === 'stopId') return stoppedCampaign(product, foreign)
    if (key === 'dayId') return setDay(product, foreign)
    if (key === 'fileId') return importedHolidays(product, foreign)
    if (key === 'findingId') return enterFinding(product.spine, await logOf(product.spine, foreign.tenantId))
    return ofHouse.includes(key) ? newId() : ofTenant[key]
  }

  async function foreignPasskey(): Promise<string | undefined> {
    const { rows } = await product.spine.test.superuser.query<{ passkey_id: string }>(
      `insert into house.passkey_credentials (credential_id, person_id, public_key, sign_count, label)
       values ($1, $2, '', 0, '鍵') returning passkey_id`,
      [newId(), foreign.supervisor.actor.personId],
    )
    return rows[0]?.passkey_id
  }

  return {
    positiveCase: (route, positive) => void positives.set(route, positive),
    async run(routes) {
      const findings: AccessFinding[] = []
      let calls = 0
      await makePeople()
      for (const route of routes) {
        calls += await checkRoute(route, findings)
      }
      return { findings, calls }
    },
  }
}

/**
 * Public routes: with undeclared input, and as they should be. They come first, because nobody may exist before the first
 * administrator.
 */
export function publicMatrix(product: TestProduct): AccessMatrix {
  const positives = new Map<RouteName, PositiveCase>()
  return {
    positiveCase: (route, positive) => void positives.set(route, positive),
    async run(routes) {
      const findings: AccessFinding[] = []
      let calls = 0
      // in the order of the cases, because ceremonies have steps; then what nobody gave a case for
      const order = [...positives.keys()].filter((route) => routes.includes(route))
      for (const route of [...order, ...routes.filter((route) => !positives.has(route))]) {
        const positive = positives.get(route)
        if (positive === undefined) {
          findings.push({ route, as: 'anybody', expected: 'a positive case', got: 'none' })
          continue
        }
        const browser = (await positive.browser?.()) ?? product.browser()
        const parts = (await positive.parts?.(browser)) ?? {}
        const tried = [
          ...withUndeclared(route, parts).map((wrong) => ({ ...wrong, wanted: 'not found' as const })),
          { as: 'positive case', parts, wanted: 'ok' as const },
        ]
        for (const { as, parts: tryParts, wanted } of tried) {
          calls += 1
          const answer = await browser.call(route, tryParts)
          const got = verdictOf(answer)
          if (got !== wanted) findings.push({ route, as, expected: wanted, got: gotText(answer) })
        }
      }
      return { findings, calls }
    },
  }
}

interface IdPlace {
  readonly key: string
  with(id: string): CallParts
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every place of a call where an id stands, but for the tenant of the path, which is checked by itself. */
function idPlaces(parts: CallParts): IdPlace[] {
  const { params = {} } = parts
  const places: IdPlace[] = Object.keys(params)
    .filter((key) => key !== 'tenantId' && uuid.test(params[key] ?? ''))
    .map((key) => ({ key, with: (id) => ({ ...parts, params: { ...params, [key]: id } }) }))
  if (parts.body === undefined || parts.body instanceof Uint8Array) return places
  for (const [key, value] of Object.entries(parts.body as Record<string, unknown>)) {
    const isList = Array.isArray(value) && value.some((item) => typeof item === 'string' && uuid.test(item))
    if (!isList && !(typeof value === 'string' && uuid.test(value))) continue
    places.push({ key, with: (id) => ({ ...parts, body: { ...(parts.body as object), [key]: isList ? [id] : id } }) })
  }
  return places
}

/** Undeclared fields at every level of the body, and an undeclared query (rule 6). */
function withUndeclared(route: RouteName, parts: CallParts): { as: string; parts: CallParts }[] {
  const { body: declared }: RouteDeclaration = routeTable[route]
  const bodies = declared === 'stream' || declared === undefined ? [] : withExtraField(parts.body)
  return [
    ...bodies.map((body) => ({
      as: `whoever adds to the body ${JSON.stringify(body).slice(0, 80)}`,
      parts: { ...parts, body },
    })),
    { as: 'whoever adds to the query', parts: { ...parts, query: { ...parts.query, extra: 'x' } } },
  ]
}

/** The body with one field too many: at its top, then in each object inside of it. */
function withExtraField(body: unknown = {}): unknown[] {
  if (Array.isArray(body)) {
    const [head, ...rest] = body as unknown[]
    return typeof head === 'object' && head !== null ? withExtraField(head).map((item) => [item, ...rest]) : []
  }
  if (typeof body !== 'object' || body === null) return []
  const inside = Object.entries(body).flatMap(([key, value]) =>
    // an answer of a passkey is opaque: its library judges it
    key === 'response' || typeof value !== 'object' || value === null
      ? []
      : withExtraField(value).map((changed) => ({ ...body, [key]: changed })),
  )
  return [{ ...body, undeclared: 'x' }, ...inside]
}

function verdictOf({ status, body }: TestAnswer): Verdict {
  const code = (body as { code?: unknown } | null)?.code
  if (status === 200) return 'ok'
  if (code === 'not_signed_in') return 'not signed in'
  if (code === 'forbidden') return 'refused'
  // a foreign id in a path is nothing, in a body it is bad input or contradicts what is there
  return status === 404 || status === 400 || status === 409 ? 'not found' : 'failed'
}

function gotText(answer: TestAnswer): string {
  return `${verdictOf(answer)} ${answer.status} ${JSON.stringify(answer.body)}`.slice(0, 300)
}

function changed(before: string, after: string): string {
  const known = new Set(before.split(' '))
  return after
    .split(' ')
    .filter((part) => !known.has(part))
    .join(' ')
}
