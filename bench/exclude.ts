import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspection as inspectionSchema, type ImportMode, type ListView } from '@sekisho/contract'
import { type BenchProduct, startBenchProduct } from './support/bench-product.ts'

const people = 100_000

/**
 * A file of 100,000 customers who have paid, through the running product by HTTP: from its first byte until the last of
 * their leads is stopped, with the inspection and the preview that a supervisor sees in between.
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-exclude-'))
  const product = await startBenchProduct(4_879)
  try {
    const campaignId = await product.newCampaign()
    const list = fileOf(folder, '顧客番号,氏名,電話番号', (one) => `K${one},架空 ${one},0900${digits(one)}`)
    await take(product, list, campaignId, 'add')
    const exclusions = fileOf(folder, '顧客番号,入金日', (one) => `K${one},2026-11-20`)
    const seconds = await take(product, exclusions, campaignId, 'exclude')
    const { rows } = await product.superuser.query<{ stopped: number }>(
      `select count(*)::int as stopped from tenant.leads where campaign_id = $1 and state = 'finished'`,
      [campaignId],
    )
    if (rows[0]?.stopped !== people) throw new Error(`${rows[0]?.stopped} leads were stopped`)
    const { upload, inspect, preview, apply } = seconds
    return {
      figures: {
        exclude100kSeconds: upload + inspect + preview + apply,
        uploadSeconds: upload,
        inspectSeconds: inspect,
        previewSeconds: preview,
        applySeconds: apply,
      },
    }
  } finally {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const digits = (one: number): string => String(one).padStart(7, '0')

interface BenchFile {
  readonly path: string
  readonly bytes: number
}

function fileOf(folder: string, heading: string, row: (one: number) => string): BenchFile {
  const text = `${[heading, ...Array.from({ length: people }, (_, one) => row(one))].join('\r\n')}\r\n`
  const path = join(folder, `${heading.length}.csv`)
  writeFileSync(path, text)
  return { path, bytes: Buffer.byteLength(text) }
}

/** The seconds of each step until the list is ready. */
async function take(product: BenchProduct, { path, bytes }: BenchFile, campaignId: string, mode: ImportMode) {
  const [uploadId, upload] = await timed(() => product.upload(path, bytes))
  const params = { uploadId }
  const [answer, inspect] = await timed(() => product.call('uploads.inspect', { params }))
  const { encoding, hasHeader, columns } = inspectionSchema.parse((answer as { inspection: unknown }).inspection)
  const fields = columns.flatMap(({ column, guess }) => (guess === null ? [] : [{ column, field: guess }]))
  const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
  const choices = { campaignId, encoding, mapping: { hasHeader, columns: fields }, rules, mode }
  const [, preview] = await timed(async () => {
    for (;;) {
      const made = (await product.call('uploads.preview', { params, body: choices })) as { preview: unknown }
      if (made.preview !== null) return
    }
  })
  const [, apply] = await timed(async () => {
    const body = { uploadId, label: '計測', ...choices }
    const { listId } = (await product.call('lists.import', { body })) as { listId: string }
    await ready(product, listId)
  })
  return { upload, inspect, preview, apply }
}

async function ready(product: BenchProduct, listId: string): Promise<void> {
  for (;;) {
    const list = (await product.call('lists.read', { params: { listId } })) as ListView
    if (list.state === 'ready') return
    if (list.state !== 'importing') throw new Error(`the list is ${list.state}: ${JSON.stringify(list)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now()
  const result = await work()
  return [result, (performance.now() - startedAt) / 1_000]
}
