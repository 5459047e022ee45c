import { type RouteName, routeTable } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccessFindings, accessMatrix, publicMatrix } from './test-access-matrix.ts'
import { type AccessWorld, fillAccessWorld, importable, uploaded } from './test-access-world.ts'
import { calendarCases } from './test-calendar-cases.ts'
import { type ComposedProduct, startComposedProduct } from './test-composed-product.ts'
import { houseCases, ownCases, publicCases } from './test-house-cases.ts'
import { tenantCases } from './test-tenant-cases.ts'

let product: ComposedProduct
let world: AccessWorld

beforeAll(async () => {
  product = await startComposedProduct()
})
afterAll(() => product.stop())

const declared = Object.keys(routeTable) as RouteName[]
const isPublic = (name: RouteName) => routeTable[name].permission === 'public'

/** An error and not an expectation, whose message would be cut after the first finding's first words. */
function throwFindings({ findings }: AccessFindings): void {
  if (findings.length === 0) return
  const told = findings.map(({ route, as, expected, got }) => `${route} as ${as}: expected ${expected}, got ${got}`)
  throw new Error(told.join('\n'))
}

describe('every route', () => {
  it('that is declared has a handler in the composition (rule 6)', () => {
    const missing = declared.filter((name) => {
      const { method, path: url } = routeTable[name]
      return !product.app.hasRoute({ method, url })
    })
    expect(missing).toEqual([])
  })

  it('without a session answers as declared and takes nothing undeclared (rule 6)', async () => {
    const matrix = publicMatrix(product)
    publicCases(matrix, product)
    throwFindings(await matrix.run(declared.filter(isPublic)))
  })

  it('answers every seat, tenant, job, site and foreign id as the reviewed table says (rule 6, A-02, A-04, A-05)', async () => {
    world = await fillAccessWorld(product)
    const matrix = accessMatrix(world)
    ownCases(matrix, product)
    houseCases(matrix, world)
    tenantCases(matrix, world)
    calendarCases(matrix, world)
    const run = await matrix.run(declared.filter((name) => !isPublic(name)))
    throwFindings(run)
    expect(run.calls).toBeGreaterThan(declared.length * 20)
  }, 600_000)

  it('without a positive case is a finding', async () => {
    const nothing = (route: RouteName) => ({ route, as: 'anybody', expected: 'a positive case', got: 'none' })
    expect((await accessMatrix(world).run(['people.list'])).findings).toEqual([nothing('people.list')])
    expect((await publicMatrix(product).run(['signIn.totp'])).findings).toEqual([nothing('signIn.totp')])
  })
})

describe('somebody of another job', () => {
  it('imports neither his own file into the neighbour’s campaign, nor the neighbour’s file into his own (A-05)', async () => {
    const { own, neighbour } = world
    const { tenantId, jobId } = neighbour
    const person = await product.signedIn({ seat: 'supervisor', scopeKind: 'job', tenantId, jobId })
    const params = { tenantId }
    const body = await importable(person, neighbour)
    const [theirs, waiting] = [await importable(own.supervisor, own), await uploaded(own.supervisor, tenantId)]
    const before = await world.fingerprint()
    const wrong = [
      { ...body, campaignId: own.campaignId },
      { ...body, uploadId: theirs.uploadId },
      { ...body, uploadId: waiting },
      { ...body, uploadId: own.uploadId, campaignId: own.campaignId },
    ]
    for (const one of wrong) {
      const answer = await person.call('lists.import', { params, body: one })
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    expect(await world.fingerprint()).toBe(before)
    expect((await person.call('lists.import', { params, body })).status).toBe(200)
    await product.slices.lists.idle()
  })
})
