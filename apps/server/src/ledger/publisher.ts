import type { TenantId } from '@sekisho/contract'
import { type Hash, LedgerError, parseCheckpointText, parseNote } from '@sekisho/ledger'
import type { Clock } from '../platform/clock.ts'
import type { Journal } from './journal.ts'
import type { PublishedFile } from './log-files.ts'
import type { OpenLog } from './recovery.ts'
import type { Witness } from './witness.ts'

const publishEveryMs = 1_000
const defaultRotateAtBytes = 16 * 1024 * 1024

export interface Publisher {
  /**
   * Begins to publish what changed, at most once a second and never twice at a time. Takes its picture of the trees
   * before it returns; the files are written while the sequencer goes on.
   */
  begin(isLast?: boolean): Promise<void>
  /** Why the last try failed, until one succeeds: the ledger must not go on promising what it cannot publish. */
  failure(): unknown
  /** Waits until what was begun is on the disk. */
  finish(): Promise<void>
}

/** What a published checkpoint says. */
export interface PublishedHead {
  readonly tenantId: TenantId
  readonly log: string
  readonly size: number
  readonly root: Hash
}

interface Picture {
  readonly open: OpenLog
  readonly size: number
  readonly root: Hash
  readonly files: readonly PublishedFile[]
  readonly note: string
}

/**
 * Writes tiles, bundles and checkpoints (C2SP tlog-tiles, tlog-checkpoint), and lets journal files go once everything in
 * them is published durably.
 *
 * @param onPublished  checkpoints that are on the disk now, for the head-office log
 */
export function createPublisher(dependencies: {
  readonly logs: () => Iterable<OpenLog>
  readonly witness: Pick<Witness, 'checkpoint'>
  readonly journal: Journal
  readonly clock: Clock
  /** When a journal file is full; what is in it goes once it is published. Default 16 MiB. */
  readonly rotateAtBytes?: number | undefined
  readonly onPublished: (published: readonly PublishedHead[]) => void
}): Publisher {
  const { logs, witness, journal, clock, rotateAtBytes = defaultRotateAtBytes, onPublished } = dependencies
  let begunAt = 0
  let running: Promise<void> | undefined
  let failure: unknown
  /** Sizes to be published before the journal files before the current one may go. */
  let dropAfter: ReadonlyMap<OpenLog, number> | undefined

  function isDue(): boolean {
    const passed = clock.now() - begunAt
    return passed >= publishEveryMs || passed < 0
  }

  async function picture(open: OpenLog): Promise<Picture | undefined> {
    const note = await witness.checkpoint({ logId: open.state.log })
    const { size, files } = open.state.filesToPublish()
    const root = open.state.tree.root()
    // a head that somebody else had cosigned, even of the same size, is found by the next batch; never publish it
    return note !== null && isOf(note, size, root) ? { open, size, root, files, note } : undefined
  }

  async function write(pictures: readonly Picture[]): Promise<void> {
    for (const { open, size, files, note } of pictures) {
      await open.files.publish(files, note)
      open.state.markPublished(size, clock.now())
    }
    if (dropAfter !== undefined && [...dropAfter].every(([open, size]) => open.state.tree.publishedSize() >= size)) {
      dropAfter = undefined
      journal.dropPublished()
    }
    failure = undefined
    onPublished(pictures.map(({ open, size, root }) => ({ tenantId: open.tenantId, log: open.state.log, size, root })))
  }

  return {
    async begin(isLast = false) {
      if (running !== undefined || (!isDue() && !isLast)) return
      begunAt = clock.now()
      const changed = [...logs()].filter(({ state }) => state.tree.publishedSize() < state.tree.size())
      if (changed.length === 0) return
      const pictures = (await Promise.all(changed.map(picture))).filter((taken) => taken !== undefined)
      if (dropAfter === undefined && journal.size() > rotateAtBytes) {
        journal.rotate()
        dropAfter = new Map(changed.map((open) => [open, open.state.tree.size()]))
      }
      running = write(pictures)
        .catch((error: unknown) => {
          failure = error
        })
        .finally(() => {
          running = undefined
        })
    },
    failure: () => failure,
    async finish() {
      await running
    },
  }
}

function isOf(note: string, size: number, root: Hash): boolean {
  try {
    const checkpoint = parseCheckpointText(parseNote(note).text)
    return checkpoint.size === size && checkpoint.root.equals(root)
  } catch (error) {
    if (error instanceof LedgerError) return false
    throw error
  }
}
