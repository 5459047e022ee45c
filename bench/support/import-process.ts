import { type CampaignId, inspection as inspectionSchema } from '@sekisho/contract'
import { listChunks } from '@sekisho/fictitious'

/** What a supervisor's browser needs to know to bring a file in; it runs beside the pages that are measured. */
export interface ImportProcessSettings {
  readonly origin: string
  readonly tenantId: string
  readonly campaignId: CampaignId
  readonly cookie: string
  readonly rows: number
}

/** Told to the parent: `ready` once the file is made, `imported` with the seconds from its first byte to its last row. */
export type ImportNews = { readonly kind: 'ready' } | { readonly kind: 'imported'; readonly seconds: number }

const { origin, tenantId, campaignId, cookie, rows } = JSON.parse(process.argv[2] ?? '{}') as ImportProcessSettings
const base = `${origin}/api/tenants/${tenantId}`
const file = Buffer.concat([...listChunks({ rows, encoding: 'shift_jis', seed: 9 })].map((chunk) => Buffer.from(chunk)))

process.on('message', () => {
  void importFile().then((seconds) => tell({ kind: 'imported', seconds }))
})
process.on('disconnect', () => process.exit(0))
tell({ kind: 'ready' })

function tell(news: ImportNews): void {
  process.send?.(news)
}

/** Through upload, inspection and import. */
async function importFile(): Promise<number> {
  const startedAt = performance.now()
  const { uploadId } = await ask('POST', `/uploads?bytes=${file.length}`, file, 'application/octet-stream')
  const seen = inspectionSchema.parse((await ask('POST', `/uploads/${String(uploadId)}/inspect`, '{}')).inspection)
  const columns = seen.columns.flatMap(({ column, guess }) => (guess === null ? [] : [{ column, field: guess }]))
  const { listId } = await ask(
    'POST',
    '/lists',
    JSON.stringify({
      ...{ uploadId, campaignId, label: '計測', encoding: seen.encoding },
      mapping: { hasHeader: seen.hasHeader, columns },
      rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
    }),
  )
  for (;;) {
    const { state } = await ask('GET', `/lists/${String(listId)}`)
    if (state === 'ready') return (performance.now() - startedAt) / 1_000
    if (state !== 'importing') throw new Error(`the list is ${String(state)}`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function ask(
  method: string,
  path: string,
  body?: BodyInit,
  type = 'application/json',
): Promise<{ [name: string]: unknown }> {
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { cookie, origin, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { [name: string]: unknown }
}
