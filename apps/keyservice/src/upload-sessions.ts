import { randomBytes } from 'node:crypto'
import { KeyServiceError } from '@sekisho/vault'
import type { Keystore, OperationParameters, Results } from '@sekisho/vault'
import type { Entry, FieldCode } from '@sekisho/contract'
import type { KeyServiceClock } from './clock.ts'
import { uploadSession } from './import/upload-session.ts'
import { differTask } from './import/differ-task.ts'
import type { ImportTask, UploadSession } from './import/upload-session.ts'
import { entryCheck } from './receipt-check.ts'
import type { receiptCheck } from './receipt-check.ts'

/** At most so many at once, an import and an exclusion beside two that look: each has one or two threads of its own. */
const maxSessions = 4
/** A session that nobody asks anything of for so long is ended. */
const idleMs = 120_000
/** Where there is no room, sessions that a server left when it was killed give way sooner: no reader pauses so long. */
const forgottenMs = 15_000
/** How long a question waits before it is answered with "not yet". */
const waitMs = 2_000

export interface UploadSessionDependencies {
  readonly keystore: Keystore
  readonly admit: ReturnType<typeof receiptCheck>
  readonly clock: KeyServiceClock
  readonly onFault: (errorName: string) => void
}

/** Inspections, matchings, differences and imports: begun with a receipt that is spent once, fed and emptied by the server afterwards. */
export function uploadSessions({ keystore, admit, clock, onFault }: UploadSessionDependencies) {
  const sessions = new Map<string, { readonly session: UploadSession; touchedMs: number }>()
  let beginning = 0

  const sweep = setInterval(() => void endIdle(idleMs), 10_000)
  sweep.unref()

  async function endIdle(forMs: number): Promise<void> {
    const idle = [...sessions].filter(([, { touchedMs }]) => clock.monotonicMs() - touchedMs > forMs)
    await Promise.all(idle.map(([id]) => end(id)))
  }

  async function end(id: string): Promise<void> {
    const known = sessions.get(id)
    sessions.delete(id)
    await known?.session.end()
  }

  function get(id: string): UploadSession {
    const known = sessions.get(id)
    if (known === undefined) throw new KeyServiceError('unknown_key')
    known.touchedMs = clock.monotonicMs()
    return known.session
  }

  /** Spends the entry, unless there is no room: then it can be tried again with the same receipt. */
  async function begin(admitted: () => Promise<UploadSession>): Promise<{ session: string }> {
    if (sessions.size + beginning >= maxSessions) await endIdle(forgottenMs)
    if (sessions.size + beginning >= maxSessions) throw new KeyServiceError('unavailable')
    beginning++
    try {
      const id = randomBytes(16).toString('hex')
      sessions.set(id, { session: await admitted(), touchedMs: clock.monotonicMs() })
      return { session: id }
    } finally {
      beginning--
    }
  }

  function matchesUpload(
    entry: Entry,
    asked: Pick<OperationParameters<'beginMatching'>, 'tenantId' | 'uploadId' | 'digest'>,
  ) {
    const digest = Buffer.from(asked.digest).toString('hex')
    entryCheck.commitsTo(entry, keystore.tenantKey(asked.tenantId, 'salt'), 'file', digest)
    if (entry.refs?.upload !== asked.uploadId) throw new KeyServiceError('refused_wrong_subject')
  }

  return {
    beginInspection: (asked: OperationParameters<'beginInspection'>) =>
      begin(async () => {
        const { receipt, tenantId, uploadId, digest, options, unpacking } = asked
        await admit({ receipt, tenantId, opening: 'upload_sample', matches: (entry) => matchesUpload(entry, asked) })
        const source = { key: keystore.tenantKey(tenantId, 'upload'), tenantId, uploadId, digest }
        return uploadSession({ kind: 'inspect', source, options, unpacking }, onFault)
      }),

    beginImport: (asked: OperationParameters<'beginImport'>) =>
      begin(async () => {
        const { receipt, tenantId, uploadId, digest, listId, campaignId, dueAtMs, mapping, rules } = asked
        const { format, unpacking } = asked
        const key = keystore.listKey(tenantId, listId, 'seal')
        const entry = await admit({
          receipt,
          tenantId,
          opening: 'import',
          matches(entry) {
            matchesUpload(entry, asked)
            const { list, campaign = campaignId } = entry.refs ?? {}
            if (list !== listId || campaign !== campaignId) throw new KeyServiceError('refused_wrong_subject')
            if (entry.counts?.rows === undefined) throw new KeyServiceError('refused_count')
          },
        })
        const task: ImportTask = {
          kind: 'read',
          source: { key: keystore.tenantKey(tenantId, 'upload'), tenantId, uploadId, digest },
          format,
          unpacking,
          mapping,
          rules,
          fields: mapping.columns.flatMap(({ field }): FieldCode[] => (field === null ? [] : [field])),
          maxRows: entry.counts?.rows ?? 0,
          indexKey: keystore.clientIndexKey(tenantId).key.export(),
          constants: { tenantId, listId, campaignId, dueAtMs },
          key,
        }
        return uploadSession(task, onFault)
      }),

    beginMatching: (asked: OperationParameters<'beginMatching'>) =>
      begin(async () => {
        const { receipt, tenantId, uploadId, digest, by, format, unpacking, mapping, rules } = asked
        const entry = await admit({
          receipt,
          tenantId,
          opening: 'row_keys',
          matches(entry) {
            matchesUpload(entry, asked)
            if (entry.counts?.rows === undefined) throw new KeyServiceError('refused_count')
          },
        })
        const source = { key: keystore.tenantKey(tenantId, 'upload'), tenantId, uploadId, digest }
        const indexKey = keystore.clientIndexKey(tenantId).key.export()
        const maxRows = entry.counts?.rows ?? 0
        return uploadSession(
          { kind: 'match', source, by, format, unpacking, mapping, rules, maxRows, indexKey },
          onFault,
        )
      }),

    beginComparison: (asked: OperationParameters<'beginComparison'>) =>
      begin(async () => {
        const { receipt, tenantId, campaignId } = asked
        const entry = await admit({
          receipt,
          tenantId,
          opening: 'comparison',
          matches(entry) {
            matchesUpload(entry, asked)
            if (entry.refs?.campaign !== campaignId) throw new KeyServiceError('refused_wrong_subject')
            if (entry.counts?.rows === undefined) throw new KeyServiceError('refused_count')
          },
        })
        return uploadSession(differTask(keystore, asked, entry.counts?.rows ?? 0, null), onFault)
      }),

    beginDifference: (asked: OperationParameters<'beginDifference'>) =>
      begin(async () => {
        const { receipt, tenantId, listId, campaignId, dueAtMs } = asked
        const into = {
          key: keystore.listKey(tenantId, listId, 'seal'),
          constants: { tenantId, listId, campaignId, dueAtMs },
        }
        const entry = await admit({
          receipt,
          tenantId,
          opening: 'difference',
          matches(entry) {
            matchesUpload(entry, asked)
            const { list, campaign } = entry.refs ?? {}
            if (list !== listId || campaign !== campaignId) throw new KeyServiceError('refused_wrong_subject')
            if (entry.counts?.rows === undefined) throw new KeyServiceError('refused_count')
          },
        })
        return uploadSession(differTask(keystore, asked, entry.counts?.rows ?? 0, into), onFault)
      }),

    feedKnown({ session, known, isLast }: OperationParameters<'feedKnown'>): null {
      get(session).feedKnown(known, isLast)
      return null
    },
    feedExisting({ session, indexes }: OperationParameters<'feedExisting'>): null {
      get(session).feedExisting(indexes)
      return null
    },
    feedChunk: ({ session, sealed, isTrailer }: OperationParameters<'feedChunk'>) =>
      get(session).feedChunk(sealed, isTrailer, waitMs),
    nextResult: ({ session }: OperationParameters<'nextResult'>): Promise<Results['nextResult']> =>
      get(session).nextResult(waitMs),
    async endSession({ session }: OperationParameters<'endSession'>): Promise<null> {
      await end(session)
      return null
    },

    get count() {
      return sessions.size
    },
    async close(): Promise<void> {
      clearInterval(sweep)
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}
