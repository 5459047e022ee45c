import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { addCampaign } from '../test-lists.ts'
import { fileOf, termsOfEachTest, withTerms } from './test-terms.ts'

const terms = termsOfEachTest()
const { sql, entered, due, set, changed, drawnRows } = terms

describe('people who are held out', () => {
  const people = 200

  it('are drawn by what nobody chooses: whoever reads the tables recomputes it, and the entry commits to it', async () => {
    const list = await terms.supervisor.imported(fileOf('L', people), undefined, withTerms({ heldOutPercent: 20 }))
    const contacts = await sql<{ contact_id: string; customer_index: Buffer; row_number: number }>(
      'select contact_id, customer_index, row_number from tenant.contacts where list_id = $1 order by contact_id',
      list.listId,
    )
    const drawn = contacts.filter(({ customer_index: index }) => {
      const seed = Buffer.from(`sekisho holdout 1 ${terms.tenant.campaignId} `)
      const hash = createHash('sha256').update(seed).update(index).digest()
      return hash.readUInt32BE(0) < (20 * 2 ** 32) / 100
    })
    expect(drawn.length).toBeGreaterThan(people * 0.08)
    expect(drawn.length).toBeLessThan(people * 0.35)
    expect(await drawnRows(list.listId)).toEqual(drawn.map((each) => each.row_number).toSorted((a, b) => a - b))
    const [entry] = await entered(list.listId, 'list.holdout_drawn')
    expect(entry).toMatchObject({
      counts: { held_out_percent: 20, accepted: people, contacts: drawn.length },
      digest: createHash('sha256')
        .update(drawn.map(({ contact_id }) => contact_id).join(' '))
        .digest('hex'),
    })
    expect(list).toMatchObject({
      rows: { accepted: people },
      terms: { heldOutPercent: 20, drawn: drawn.length, heldOut: drawn.length },
    })
    expect(await due()).toEqual([list.listId])
    const [callable] = await sql<{ leads: number }>(
      `select count(*)::int as leads from tenant.leads where list_id = $1 and state = 'ready'`,
      list.listId,
    )
    expect(callable?.leads).toBe(people - drawn.length)
  })

  it('are the same when the file is taken back and brought again: nobody draws until it pleases (lazy manager)', async () => {
    const first = await terms.supervisor.imported(fileOf('M', people), undefined, withTerms({ heldOutPercent: 20 }))
    const drawn = await drawnRows(first.listId)
    expect(await terms.supervisor.undo(first.listId)).toMatchObject({ status: 200 })
    await terms.test.lists.idle()
    expect(await drawnRows(first.listId)).toEqual([])
    const again = await terms.supervisor.imported(fileOf('M', people), undefined, withTerms({ heldOutPercent: 20 }))
    expect(await drawnRows(again.listId)).toEqual(drawn)
    await terms.supervisor.undo(again.listId)
    await terms.test.lists.idle()
    const larger = await terms.supervisor.imported(fileOf('M', people), undefined, withTerms({ heldOutPercent: 40 }))
    expect(await drawnRows(larger.listId)).toEqual(expect.arrayContaining(drawn))
  })

  it('are others in another campaign', async () => {
    const list = await terms.supervisor.imported(fileOf('N', people), undefined, withTerms({ heldOutPercent: 20 }))
    const campaignId = await addCampaign(terms.test, terms.tenant)
    const other = await terms.supervisor.imported(fileOf('N', people), campaignId, withTerms({ heldOutPercent: 20 }))
    expect(await drawnRows(other.listId)).not.toEqual(await drawnRows(list.listId))
  })

  it('are no more, and no others, than at the import: the share only ends, by an entry, and for good', async () => {
    const list = await terms.supervisor.imported(fileOf('O', people), undefined, withTerms({ heldOutPercent: 10 }))
    for (const heldOutPercent of [5, 20])
      expect(await set(list, { heldOutPercent })).toMatchObject({
        status: 400,
        body: { detail: ['body.heldOutPercent'] },
      })
    const drawn = list.terms?.drawn ?? 0
    expect(drawn).toBeGreaterThan(0)
    const ended = await changed(list, { heldOutPercent: 0 })
    expect(ended.terms).toMatchObject({ heldOutPercent: 0, drawn, heldOut: 0, isUnderWay: false })
    const [callable] = await sql<{ leads: number }>(
      `select count(*)::int as leads from tenant.leads where list_id = $1 and state = 'ready' and due_at <= now()`,
      list.listId,
    )
    expect(callable?.leads).toBe(people)
    expect(await set(ended, { heldOutPercent: 10 })).toMatchObject({ status: 400 })
    const said = (await entered(list.listId, 'list.terms_set')).map(({ counts }) => counts?.held_out_percent)
    expect(said).toEqual([10, 0])
  })

  it('stay excluded when the share ends after a file took them out of calling', async () => {
    const list = await terms.supervisor.imported(fileOf('P', people), undefined, withTerms({ heldOutPercent: 50 }))
    const heldOut = await drawnRows(list.listId)
    const [first = 0] = heldOut
    // rows are counted as Excel shows them: the heading is the first
    const paid = Buffer.from(`顧客番号\r\nP-${first - 2}\r\n`)
    await terms.supervisor.imported(paid, undefined, { mode: 'exclude' })
    await changed(await terms.supervisor.read(list.listId), { heldOutPercent: 0 })
    const rows = await sql<{ state: string; finished_reason: string }>(
      `select l.state, l.finished_reason from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
        where l.list_id = $1 and c.row_number = $2`,
      ...[list.listId, first],
    )
    expect(rows).toEqual([{ state: 'finished', finished_reason: 'excluded' }])
  })

  it('are not part of the valid list', async () => {
    const list = await terms.supervisor.imported(fileOf('Q', people), undefined, withTerms({ heldOutPercent: 50 }))
    const drawn = list.terms?.drawn ?? 0
    const { body } = await terms.supervisor.call('campaigns.read', { params: { campaignId: terms.tenant.campaignId } })
    expect(body).toMatchObject({ leads: { total: people - drawn, callable: people - drawn, finished: 0 } })
  })

  it('are drawn among corrected rows, too', async () => {
    const bad = ['顧客番号,氏名,電話番号', ...Array.from({ length: 24 }, (_, at) => `R-${at},架空 R,番号なし`), '']
    const file = Buffer.concat([fileOf('S', 2), Buffer.from(bad.slice(1).join('\r\n'))])
    const list = await terms.supervisor.imported(file, undefined, withTerms({ heldOutPercent: 50 }))
    for (let at = 0; at < 24; at += 1) {
      const answer = await terms.supervisor.call('refusedRows.correct', {
        params: { listId: list.listId, rowNumber: String(at + 4) },
        body: { changes: { phone_1: `090-0000-${String(2_000 + at)}` } },
      })
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'accepted' } })
    }
    const later = await sql<{ is_later: boolean; state: string }>(
      `select h.is_later, l.state from tenant.held_out_contacts h join tenant.leads l using (tenant_id, list_id, contact_id)
        where h.list_id = $1 and h.is_later`,
      list.listId,
    )
    expect(later.length).toBeGreaterThan(0)
    expect(later.length).toBeLessThan(24)
    expect(new Set(later.map(({ state }) => state))).toEqual(new Set(['finished']))
  })
})
