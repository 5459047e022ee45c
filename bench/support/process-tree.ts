import { readFileSync, readdirSync } from 'node:fs'

interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  /** User and system time in clock ticks (proc(5), stat fields 14 and 15). */
  readonly ticks: number
}

function processes(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // the command name may hold spaces and parentheses: fields count from behind its last one
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]
      } catch {
        return []
      }
    })
}

/** The process ids of a process and everything below it. */
export function processTree(root: number): number[] {
  const all = processes()
  const found = [root]
  for (const pid of found) found.push(...all.filter(({ parent }) => parent === pid).map(({ pid: child }) => child))
  return found
}

/** Proportional set size of a process tree in MB: shared pages count once over all who share them. */
export function pssMb(pids: readonly number[]): number {
  let kilobytes = 0
  for (const pid of pids) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // it ended meanwhile
    }
  }
  return kilobytes / 1024
}

/** CPU time of these processes in milliseconds, at 100 ticks a second. */
export function cpuMs(pids: readonly number[]): number {
  const wanted = new Set(pids)
  return processes()
    .filter(({ pid }) => wanted.has(pid))
    .reduce((sum, { ticks }) => sum + ticks * 10, 0)
}

/** Samples the PSS of a growing and shrinking tree until stopped; gives the peak. */
export function watchPeakPss(root: number, everyMs = 100): () => number {
  let peak = 0
  const sample = (): void => {
    peak = Math.max(peak, pssMb(processTree(root)))
  }
  sample()
  const timer = setInterval(sample, everyMs)
  return () => {
    clearInterval(timer)
    sample()
    return peak
  }
}
