import { writeFileSync } from 'node:fs'
import { inspection as inspectionSchema, type ImportMode, type ListView } from '@sekisho/contract'
import type { HttpDoor } from './http-door.ts'

export interface BenchFile {
  readonly path: string
  readonly bytes: number
}

/** The seconds of each step of a file's way into the product. */
export interface FileSeconds {
  readonly upload: number
  readonly inspect: number
  readonly preview: number
  readonly apply: number
}

/** Writes a CSV file with a heading and one line for each of `count`. */
export function csvFile(path: string, heading: string, count: number, row: (one: number) => string): BenchFile {
  const text = `${[heading, ...Array.from({ length: count }, (_, one) => row(one))].join('\r\n')}\r\n`
  writeFileSync(path, text)
  return { path, bytes: Buffer.byteLength(text) }
}

/** Brings a file in as a supervisor's page does: upload, inspection, preview, import; done when its list is ready. */
export async function takeFile(
  door: HttpDoor,
  { path, bytes }: BenchFile,
  campaignId: string,
  mode: ImportMode,
): Promise<FileSeconds> {
  const [uploadId, upload] = await timed(() => door.upload(path, bytes))
  const params = { uploadId }
  const [answer, inspect] = await timed(() => door.call('uploads.inspect', { params }))
  const { encoding, hasHeader, columns } = inspectionSchema.parse((answer as { inspection: unknown }).inspection)
  const fields = columns.flatMap(({ column, guess }) => (guess === null ? [] : [{ column, field: guess }]))
  const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
  const choices = { campaignId, encoding, mapping: { hasHeader, columns: fields }, rules, mode }
  const [, preview] = await timed(async () => {
    for (;;) {
      const made = (await door.call('uploads.preview', { params, body: choices })) as { preview: unknown }
      if (made.preview !== null) return
    }
  })
  const [, apply] = await timed(async () => {
    const body = { uploadId, label: '計測', ...choices }
    const { listId } = (await door.call('lists.import', { body })) as { listId: string }
    await ready(door, listId)
  })
  return { upload, inspect, preview, apply }
}

async function ready(door: HttpDoor, listId: string): Promise<void> {
  for (;;) {
    const list = (await door.call('lists.read', { params: { listId } })) as ListView
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
