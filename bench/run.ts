import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { bundleImportThread } from '../tests/support/global-import-thread.ts'

/** What a benchmark module exports as `run`. Ratios are measured within one run; memory is PSS of all processes. */
export interface BenchmarkResult {
  readonly figures: Record<string, number>
  /** What does not fit into one number each. */
  readonly details?: unknown
  /** False for a run that is no measurement of the whole: shown, and the last result stays. */
  readonly isKept?: boolean
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const helpers = new Set(['run.ts'])

/** Every module of this folder that is a benchmark; those in `support/` are not. */
function benchmarkNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !helpers.has(name))
    .map((name) => name.slice(0, -3))
    .sort()
}

function machine(): Record<string, string | number> {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}

async function runOne(name: string): Promise<void> {
  const module = (await import(`./${name}.ts`)) as { run(): Promise<BenchmarkResult> }
  const { figures, details, isKept = true } = await module.run()
  const rounded = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(5))]))
  const width = Math.max(...Object.keys(rounded).map((key) => key.length))
  process.stdout.write(`\n${name}\n`)
  for (const [key, value] of Object.entries(rounded)) process.stdout.write(`  ${key.padEnd(width)}  ${value}\n`)
  if (!isKept) return
  mkdirSync(join(folder, 'results'), { recursive: true })
  const result = { name, at: new Date().toISOString(), machine: machine(), figures: rounded, details }
  writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

const known = benchmarkNames()
// a benchmark's own flags are its own: `pacing --quick`, `pacing --scenario FILE`, `pacing --days 5`
const flagsWithValue = ['--scenario', '--days', '--only', '--scale']
const asked = process.argv
  .slice(2)
  .filter((argument, at, all) => !argument.startsWith('-') && !flagsWithValue.includes(all[at - 1] ?? ''))
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`no benchmark named ${unknown.join(', ')}; there are: ${known.join(', ')}\n`)
  process.exit(2)
}
// threads of the key service start as the product's do, not from their sources
const forgetThread = await bundleImportThread(true)
for (const name of asked.length === 0 ? known : asked) await runOne(name)
forgetThread()
process.exit(0)
