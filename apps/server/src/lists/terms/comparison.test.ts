import type { ListView } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { fileOf, termsOfEachTest, withTerms } from './test-terms.ts'

const terms = termsOfEachTest()
const { sql, changed, drawnRows } = terms

const people = 200
/** The row of a person, as Excel counts: the heading is the first. */
const rowOf = (person: number) => person + 2
const everybody = Array.from({ length: people }, (_, person) => person)

/** A list of which half is held out, with whom the draw took and whom it did not. */
async function listed(mark: string) {
  const list = await terms.supervisor.imported(fileOf(mark, people), undefined, withTerms({ heldOutPercent: 50 }))
  const rows = new Set(await drawnRows(list.listId))
  const heldOut = everybody.filter((person) => rows.has(rowOf(person)))
  const others = everybody.filter((person) => !rows.has(rowOf(person)))
  return { list, heldOut, others }
}

const paid = (mark: string, persons: readonly number[]): Promise<ListView> => {
  const rows = persons.map((person) => `${mark}-${person}`)
  return terms.supervisor.imported(Buffer.from(['顧客番号', ...rows, ''].join('\r\n')), undefined, { mode: 'exclude' })
}
const comparisonOf = async ({ listId }: ListView) => (await terms.supervisor.read(listId)).terms?.comparison

describe('people who are held out, and the others', () => {
  it('are compared by whom exclusion files named, also of those whose lead had ended by a call (消込)', async () => {
    const { list, heldOut, others } = await listed('A')
    expect(await comparisonOf(list)).toMatchObject({
      heldOut: { people: heldOut.length, named: 0 },
      others: { people: others.length, named: 0 },
      points: 0,
    })
    // half of those who may be called said yes
    const saidYes = others.slice(0, Math.floor(others.length / 2))
    await sql(
      `update tenant.leads l set state = 'finished', finished_reason = 'result' from tenant.contacts c
        where c.tenant_id = l.tenant_id and c.contact_id = l.contact_id and l.list_id = $1 and c.row_number = any ($2)`,
      ...[list.listId, saidYes.map(rowOf)],
    )
    await paid('A', [...saidYes, ...heldOut.slice(0, 5)])
    // the next day's file names some of them again
    await paid('A', [...saidYes.slice(0, 3), ...heldOut.slice(3, 6)])
    const comparison = await comparisonOf(list)
    expect(comparison).toMatchObject({
      heldOut: { people: heldOut.length, named: 6 },
      others: { people: others.length, named: saidYes.length },
    })
    const share = saidYes.length / others.length - 6 / heldOut.length
    expect(comparison?.points).toBeCloseTo(share * 100, 0)
    expect(comparison?.lowPoints).toBeGreaterThan(20)
    expect(comparison?.highPoints).toBeLessThan(60)
    const { body } = await terms.supervisor.call('lists.list')
    expect((body as { lists: ListView[] }).lists.map((one) => one.terms?.comparison ?? null)).toEqual([
      null,
      null,
      null,
    ])
  })

  it('are those of the draw, whoever was called after all: nobody chooses afterwards whom to compare (lazy manager)', async () => {
    const { list, heldOut } = await listed('B')
    await paid('B', heldOut.slice(0, 4))
    await changed(await terms.supervisor.read(list.listId), { heldOutPercent: 0 })
    // all are called from now on, and what comes of it says nothing about having been left out
    await paid('B', heldOut.slice(4, 30))
    expect(await comparisonOf(list)).toMatchObject({ heldOut: { people: heldOut.length, named: 4 } })
  })

  it('are not told of a handful of people, nor where nobody is held out', async () => {
    const few = await terms.supervisor.imported(fileOf('C', 16), undefined, withTerms({ heldOutPercent: 50 }))
    expect(few.terms?.drawn).toBeGreaterThan(0)
    await paid('C', [0, 1, 2, 3])
    expect(await comparisonOf(few)).toBeNull()
    const without = await terms.supervisor.imported(fileOf('D', 30))
    await paid('D', [0, 1, 2, 3])
    expect(await comparisonOf(without)).toBeNull()
    expect(await sql('select from tenant.named_leads where list_id = $1', without.listId)).toEqual([])
  })

  it('leave nothing behind of a list that is taken back', async () => {
    const { list } = await listed('E')
    await paid('E', everybody.slice(0, 20))
    const named = () => sql('select from tenant.named_leads where list_id = $1', list.listId)
    expect(await named()).toHaveLength(20)
    expect(await terms.supervisor.undo(list.listId)).toMatchObject({ status: 200 })
    await terms.test.lists.idle()
    expect(await named()).toEqual([])
    expect(await sql('select from tenant.contacts where list_id = $1', list.listId)).toEqual([])
  })
})
