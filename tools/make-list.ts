/**
 * `npm run make-list -- --rows N --encoding shift_jis|utf8 --seed S [--errors SHARE] [--out FILE]`
 * Writes fictitious Japanese customers with phone numbers nobody can own; to standard output unless told otherwise.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ListOptions, listChunks } from '@sekisho/fictitious'

const usage =
  'npm run make-list -- --rows N [--encoding shift_jis|utf8] [--seed S] [--errors SHARE (0 to 1)] [--out FILE]\n'

function readOptions(): (ListOptions & { readonly out: string | undefined }) | null {
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: 'string' },
        encoding: { type: 'string', default: 'shift_jis' },
        seed: { type: 'string', default: '1' },
        errors: { type: 'string', default: '0' },
        out: { type: 'string' },
      },
    })
    const [rows, seed, errorShare] = [Number(values.rows), Number(values.seed), Number(values.errors)]
    const encoding = values.encoding
    if (encoding !== 'shift_jis' && encoding !== 'utf8') return null
    if (!Number.isSafeInteger(rows) || rows < 0 || rows > 10_000_000) return null
    if (!Number.isSafeInteger(seed) || seed < 0 || !(errorShare >= 0 && errorShare <= 1)) return null
    return { rows, encoding, seed, errorShare, out: values.out }
  } catch {
    return null
  }
}

const options = readOptions()
if (options === null) {
  process.stderr.write(usage)
  process.exitCode = 2
} else {
  const target = options.out === undefined ? process.stdout : createWriteStream(options.out)
  target.on('error', (error: NodeJS.ErrnoException) => {
    // `make-list | head`: the reader has had enough.
    if (error.code === 'EPIPE') process.exit(0)
    process.stderr.write(`make-list: ${error.message}\n`)
    process.exit(1)
  })
  const startedAt = performance.now()
  const chunks = listChunks(options)
  let next = chunks.next()
  for (; next.done !== true; next = chunks.next()) if (!target.write(next.value)) await once(target, 'drain')
  if (options.out !== undefined) await new Promise<void>((resolve) => target.end(resolve))
  const seconds = (performance.now() - startedAt) / 1_000
  process.stderr.write(`${JSON.stringify(next.value)} ${seconds.toFixed(2)} s\n`)
}
