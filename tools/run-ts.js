import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** `node tools/run-ts.js FILE [arguments]`: runs a TypeScript file from source, with the packages' sources too. */
const [file, ...args] = process.argv.slice(2)
if (file === undefined || !existsSync(file)) {
  process.stderr.write(
    file === undefined ? 'node tools/run-ts.js FILE [arguments]\n' : `ファイルがありません / No such file: ${file}\n`,
  )
  process.exit(1)
}
const child = spawn(process.execPath, ['--conditions=source', '--import', import.meta.resolve('tsx'), file, ...args], {
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
})
