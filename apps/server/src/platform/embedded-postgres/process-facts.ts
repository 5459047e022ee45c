import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** One life of one process: a process id alone may be given to another process later. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks after boot at which it started, `/proc/<pid>/stat` field 22 (proc(5)). */
  readonly startTicks: string
  readonly bootId: string
}

function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command name is in parentheses and may itself contain any character, so cut after the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    return ''
  }
}

/** Identity of a living process; undefined when there is none or it is a zombie that nobody reaped. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid)
  const state = fields?.[0]
  const startTicks = fields?.[19]
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return undefined
  return { pid, startTicks, bootId: bootId() }
}

/** Whether that very process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid)
  return now !== undefined && now.startTicks === identity.startTicks && now.bootId === identity.bootId
}

/** Whether a process has ended and its parent has not taken notice: it keeps its id until then. */
export function isUnreaped(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z'
}

/** Whether any process has its working folder here; those of other users are seen by root alone. */
export function isAnyoneIn(folder: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === folder
    } catch {
      return false
    }
  })
}

/** Arguments of a process, empty when it is gone or not readable. */
export function commandLineOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return []
  }
}

/** Direct children of a process. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => statFields(candidate)?.[1] === String(pid))
}
