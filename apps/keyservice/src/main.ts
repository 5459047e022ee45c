import { accessSync } from 'node:fs'
import { dirname } from 'node:path'
import { threadFile } from './import/upload-session.ts'
import { startKeyService } from './start-key-service.ts'
import { becomeOwner, optionalId, required, stopWhenAsked } from './start-up.ts'

// The process form. Started by the launcher as `sh -c 'ulimit -c 0; exec node ...'`, because a core dump would hold keys
// and node cannot forbid one by itself. Writes codes to stderr, never values.

/** Imports start threads later, as the uid of then: better to fail now than at the first import. */
function requireReadableCode(): void {
  try {
    accessSync(threadFile)
  } catch {
    throw new Error('code_unreadable: the program stands in a folder that its own uid cannot read')
  }
}

function say(code: string): void {
  process.stderr.write(`keyservice ${code}\n`)
}

process.title = 'sekisho-keyservice'
process.umask(0o077)

try {
  const dataDir = required('SEKISHO_KEYSERVICE_DATA')
  const socketPath = required('SEKISHO_KEYSERVICE_SOCKET')
  const sequencerSocketPath = required('SEKISHO_KEYSERVICE_SEQUENCER_SOCKET')
  const gid = optionalId('SEKISHO_KEYSERVICE_GID')
  becomeOwner({ uid: optionalId('SEKISHO_KEYSERVICE_UID'), gid }, [
    { path: dataDir, mode: 0o700 },
    { path: dirname(socketPath), mode: 0o710 },
    // the socket in it gets the folder's group: a group that this process is not in, and no server is
    { path: dirname(sequencerSocketPath), mode: 0o2710, gid: optionalId('SEKISHO_KEYSERVICE_SEQUENCER_GID') },
  ])
  requireReadableCode()
  const service = await startKeyService({
    ...{ dataDir, socketPath, sequencerSocketPath },
    ...(gid === undefined ? {} : { socketGroup: gid }),
    onFault: (op, errorName) => say(`fault ${op} ${errorName}`),
  })
  stopWhenAsked(() => void service.close().then(() => process.exit(0)))
  say('ready')
} catch (error) {
  // Messages of start-up errors are this program's own or the system's, about paths and numbers.
  say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
  process.exitCode = 1
}
