import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ColumnMapping, type Inspection, inspection as inspectionSchema, type ListView } from '@sekisho/contract'
import { listChunks } from '@sekisho/fictitious'
import { type BenchProduct, startBenchProduct } from './support/bench-product.ts'
import { fileBytes, openPlainDatabase, plainCopySeconds, writePlainRows } from './support/plain-copy.ts'
import { processTree, pssMb, watchPeakPss } from './support/process-tree.ts'

const fewRows = 100_000
const manyRows = 1_000_000

/**
 * A Shift_JIS file through the running product, by HTTP: uploaded, inspected, imported; then the same normalised rows in
 * clear by plain COPY into the same tables with the same keys and indexes.
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-import-'))
  const product = await startBenchProduct(4_878)
  try {
    const few = await measure(product, folder, fewRows, 1)
    const many = await measure(product, folder, manyRows, 2)
    const copySeconds = await measurePlain(product, folder, many)
    return {
      figures: {
        copyRatio: many.importSeconds / copySeconds,
        rowsPerSecond: manyRows / many.importSeconds,
        peakPssMb: Math.max(few.peakPssMb, many.peakPssMb),
        peakPssMb100k: few.peakPssMb,
        peakPssMb1m: many.peakPssMb,
        // within the one import of a million rows: when the first 100,000 were done, and at the last look before its end
        pssMbAfter100kOf1m: many.pssMb.after100k,
        pssMbAtEndOf1m: many.pssMb.atEnd,
        importSeconds: many.importSeconds,
        copySeconds,
        uploadSeconds: many.uploadSeconds,
        inspectSeconds: many.inspectSeconds,
        fileMb: many.fileMb,
      },
    }
  } finally {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Measured {
  readonly path: string
  readonly seen: Inspection
  readonly fileMb: number
  readonly uploadSeconds: number
  readonly inspectSeconds: number
  readonly importSeconds: number
  readonly peakPssMb: number
  readonly pssMb: { readonly after100k: number; readonly atEnd: number }
}

async function measure(product: BenchProduct, folder: string, rows: number, seed: number): Promise<Measured> {
  const path = join(folder, `${rows}.csv`)
  await pipeline(Readable.from(listChunks({ rows, encoding: 'shift_jis', seed })), createWriteStream(path))
  const bytes = await fileBytes(path)
  const campaignId = await product.newCampaign()
  await product.superuser.query('checkpoint')
  const peakPss = watchPeakPss(product.rootPid)
  const [uploadId, uploadSeconds] = await timed(() => product.upload(path, bytes))
  const [answer, inspectSeconds] = await timed(() => product.call('uploads.inspect', { params: { uploadId } }))
  const pss = { after100k: 0, atEnd: 0 }
  let looks = 0
  const seen = inspectionSchema.parse((answer as { inspection: unknown }).inspection)
  const [, importSeconds] = await timed(async () => {
    const { listId } = (await product.call('lists.import', {
      body: {
        ...{ uploadId, campaignId, label: '計測', encoding: seen.encoding, mapping: mappingOf(seen) },
        rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
      },
    })) as { listId: string }
    for (;;) {
      const list = (await product.call('lists.read', { params: { listId } })) as ListView
      if (list.state === 'ready' && list.rows.accepted === rows) return
      if (list.state !== 'importing') throw new Error(`the list is ${list.state}: ${JSON.stringify(list)}`)
      const isPast = (list.progress?.rowsDone ?? 0) >= fewRows
      if (isPast && looks++ % 20 === 0) {
        pss.atEnd = pssMb(processTree(product.rootPid))
        if (pss.after100k === 0) pss.after100k = pss.atEnd
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })
  return {
    path,
    seen,
    fileMb: bytes / 1e6,
    uploadSeconds,
    inspectSeconds,
    importSeconds,
    peakPssMb: peakPss(),
    pssMb: pss,
  }
}

function mappingOf({ hasHeader, columns }: Inspection): ColumnMapping {
  return {
    hasHeader,
    columns: columns.flatMap(({ column, guess }) => (guess === null ? [] : [{ column, field: guess }])),
  }
}

/** In a database of its own on the same PostgreSQL, empty like the first one was. */
async function measurePlain(product: BenchProduct, folder: string, { path, seen }: Measured): Promise<number> {
  const fields = new Map(mappingOf(seen).columns.map(({ column, field }) => [column, field]))
  const mapping = {
    hasHeader: seen.hasHeader,
    columns: seen.columns.map(({ column, heading }) => ({ heading, field: fields.get(column) ?? null })),
  }
  const { database, place } = await openPlainDatabase(product.superuserAddress)
  try {
    const plain = await writePlainRows(path, mapping, folder, place)
    if (plain.rows !== manyRows) throw new Error(`${plain.rows} plain rows instead of ${manyRows}`)
    return await plainCopySeconds(database, plain)
  } finally {
    await database.end()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now()
  const result = await work()
  return [result, (performance.now() - startedAt) / 1_000]
}
