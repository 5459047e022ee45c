import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * State, parent and so on of a process, counted after the last parenthesis because the command name may hold any
 * character: 0 is field 3 of /proc/<pid>/stat (proc(5)).
 *
 * @param {number} pid
 * @returns {readonly string[]}  empty when it is gone
 */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/**
 * Identity of a living process: a process id alone is given out again later. `startTicks` is field 22.
 *
 * @param {number} pid
 * @returns {{ pid: number, startTicks: string, bootId: string } | undefined}  undefined when it is gone or a zombie
 */
export function identityOf(pid) {
  const fields = statFields(pid)
  const [state = 'X'] = fields
  if (state === 'Z' || state === 'X') return undefined
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  return { pid, startTicks: fields[19] ?? '', bootId }
}

/**
 * @param {number} pid
 * @returns {number}  process id of its parent, 0 when it is gone
 */
export function parentOf(pid) {
  return Number(statFields(pid)[1] ?? 0)
}

/**
 * @param {number} pid
 * @returns {readonly string[]}  program and arguments, empty when it is gone
 */
export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return []
  }
}

/** Programs under way; they end with us. @type {Set<import('node:child_process').ChildProcess>} */
const underWay = new Set()
process.on('exit', () => {
  for (const child of underWay) child.kill('SIGTERM')
})

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, isShown?: boolean }} [options]
 *   isShown: its output goes to the terminal as well
 * @returns {Promise<{ exitCode: number, output: string }>}  the last 200 kB of stdout and stderr together
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    underWay.add(child)
    let output = ''
    const collect = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-200_000)
      if (options.isShown === true) process.stdout.write(chunk)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ exitCode: 127, output: `${output}${error.message}` }))
    child.on('close', (code) => {
      underWay.delete(child)
      resolve({ exitCode: code ?? 1, output })
    })
  })
}
