import { readFileSync, statSync } from 'node:fs'
import { PostgresError } from './postgres-error.ts'

/** The user PostgreSQL runs as. */
export interface RunningUser {
  readonly uid: number
  readonly gid: number
  /** True when the launcher is root and has to hand files over and switch the user. */
  readonly isSwitched: boolean
}

interface PasswdEntry {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** In order of preference; `nobody` is there on every Debian. */
const candidates = ['sekisho', 'postgres', 'nobody'] as const

function passwdEntries(): readonly PasswdEntry[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
    .filter((entry) => entry.name !== '' && Number.isInteger(entry.uid) && Number.isInteger(entry.gid))
}

/**
 * Chooses who runs PostgreSQL: the launcher's own user, or, when that is root (which PostgreSQL refuses), an
 * existing unprivileged user. An existing cluster keeps its owner.
 *
 * @param clusterDir  may not exist yet
 * @throws PostgresError `no_unprivileged_user`
 */
export function chooseRunningUser(clusterDir: string): RunningUser {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (uid !== 0) return { uid, gid, isSwitched: false }
  const entries = passwdEntries()
  const owner = statSync(clusterDir, { throwIfNoEntry: false })?.uid
  const chosen =
    entries.find((entry) => entry.uid !== 0 && entry.uid === owner) ??
    candidates
      .map((name) => entries.find((entry) => entry.name === name && entry.uid !== 0))
      .find((entry) => entry !== undefined)
  if (chosen === undefined) throw new PostgresError('no_unprivileged_user', candidates.join(', '))
  return { uid: chosen.uid, gid: chosen.gid, isSwitched: true }
}
