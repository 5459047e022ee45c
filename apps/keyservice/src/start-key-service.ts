import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { diskStorage, openKeystore, operationsOf, rootKeyFile } from '@sekisho/vault'
import type { Caller, OperationName, Storage } from '@sekisho/vault'
import { systemClock } from './clock.ts'
import type { KeyServiceClock } from './clock.ts'
import { dispatcher } from './dispatch.ts'
import { handlers } from './handlers.ts'
import { listen } from './listen.ts'
import { openListsInUse } from './lists-in-use.ts'
import { receiptCheck, receiptProof } from './receipt-check.ts'
import { openRefusals } from './refusals.ts'
import { openSpentPositions } from './spent-positions.ts'
import { uploadSessions } from './upload-sessions.ts'
import { uploads } from './uploads.ts'
import { openUsedSteps } from './used-steps.ts'
import { openWitness } from './witness.ts'

export interface KeyServiceOptions {
  /** Keys and state; made with mode 0700 when it does not exist. */
  readonly dataDir: string
  /** Where to listen for servers. Its folder is made with mode 0710; whoever may pass through it may talk to the service. */
  readonly socketPath: string
  /** Where to listen for the sequencer, which alone has heads cosigned: in a folder that no server may pass through. */
  readonly sequencerSocketPath: string
  /** Group that may open the servers' socket. Default: the process's own. */
  readonly socketGroup?: number
  readonly clock?: KeyServiceClock
  readonly storage?: Storage
  /** Told of unforeseen errors, by the operation's name and the error's own name; never a value. */
  readonly onFault?: (op: OperationName, errorName: string) => void
}

export interface KeyService {
  readonly socketPath: string
  readonly sequencerSocketPath: string
  /** Stops listening, ends connections, closes files, lets the data folder go. */
  close(): Promise<void>
}

/**
 * Starts the key service in this process.
 *
 * @throws Error  when another instance runs on the same data, or its files are damaged or do not belong together
 */
export async function startKeyService(options: KeyServiceOptions): Promise<KeyService> {
  const { dataDir, socketPath, sequencerSocketPath, clock = systemClock(), storage = diskStorage } = options
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const releaseLock = await lockFolder(dataDir)
  try {
    refuseLostKeystore(dataDir)
    const root = rootKeyFile(join(dataDir, 'root.key'), storage)
    const keystore = openKeystore({ path: join(dataDir, 'keystore.json'), storage, root })
    const witness = openWitness({ path: join(dataDir, 'heads.log'), storage, clock })
    const spent = openSpentPositions(join(dataDir, 'spent.log'), storage)
    const refusals = openRefusals(join(dataDir, 'refusals.log'), storage)
    const usedSteps = openUsedSteps(join(dataDir, 'totp-steps.log'), storage)
    const listsInUse = openListsInUse(join(dataDir, 'lists-in-use.log'), storage)
    const uploading = uploads(keystore, clock)
    const startedMs = clock.monotonicMs()
    const admit = receiptCheck({ keystore, witness, spent, clock })
    const prove = receiptProof({ keystore, witness })
    const sessions = uploadSessions({
      keystore,
      admit,
      clock,
      onFault: (errorName) => options.onFault?.('nextResult', errorName),
    })
    const status = () => ({
      ...keystore.counts(),
      openUploads: uploading.count,
      openSessions: sessions.count,
      opened: spent.count,
      refused: refusals.count,
      storageWritable: witness.writable && spent.writable,
      trialRoot: root.medium === 'key_file',
      uptimeMs: clock.monotonicMs() - startedMs,
    })
    const operations = handlers({
      ...{ keystore, witness, spent, refusals, usedSteps, listsInUse, clock, admit, prove, sessions, status },
      uploads: uploading,
    })
    const dispatchOf = (caller: Caller) =>
      dispatcher({
        ...{ handlers: operations, refusals, clock, allowed: operationsOf[caller] },
        onFault: (op, error) => options.onFault?.(op, error instanceof Error ? error.name : typeof error),
      })
    const listening = [
      await listen(sequencerSocketPath, dispatchOf('sequencer')),
      await listen(socketPath, dispatchOf('server'), options.socketGroup),
    ]
    return {
      socketPath,
      sequencerSocketPath,
      async close() {
        await Promise.all(listening.map((socket) => socket.close()))
        await sessions.close()
        for (const file of [witness, spent, refusals, usedSteps, listsInUse]) file.close()
        await releaseLock()
      },
    }
  } catch (error) {
    await releaseLock()
    throw error
  }
}

/**
 * The keystore is made first of all files. Heads without it mean that it was lost: a new one would sign old logs with
 * other keys, and nothing that was sealed before would ever open.
 */
function refuseLostKeystore(dataDir: string): void {
  if (existsSync(join(dataDir, 'heads.log')) && !existsSync(join(dataDir, 'keystore.json')))
    throw new Error('the keystore is missing, and what it signed is there: restore its backup')
}

/**
 * Holds the data folder for this process alone. The lock is a name in Linux's abstract socket namespace: the kernel
 * frees it when the process dies however it dies, so that there is no stale lock to guess about.
 */
async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex')
  const lock = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    lock.once('error', () => reject(new Error('another key service runs on the same data folder')))
    lock.listen(`\0sekisho-keyservice-${name}`, resolve)
  })
  return () => new Promise((resolve) => lock.close(() => resolve()))
}
