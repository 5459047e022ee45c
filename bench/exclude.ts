import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBenchProduct } from './support/bench-product.ts'
import { csvFile, takeFile } from './support/take-file.ts'

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
    const list = csvFile(
      join(folder, 'list.csv'),
      '顧客番号,氏名,電話番号',
      people,
      (one) => `K${one},架空 ${one},0900${digits(one)}`,
    )
    await takeFile(product, list, campaignId, 'add')
    const exclusions = csvFile(join(folder, 'paid.csv'), '顧客番号,入金日', people, (one) => `K${one},2026-11-20`)
    const seconds = await takeFile(product, exclusions, campaignId, 'exclude')
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
