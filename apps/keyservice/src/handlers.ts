import { commit, cosign, formatCheckpointText, formatNote, openCommitment, signNote } from '@sekisho/ledger'
import { commitmentSalt, encodeContact, encodeNumber, KeyServiceError, pseudonym, seal } from '@sekisho/vault'
import type { Keystore, OperationName, OperationParameters, Refusal, Results, VaultKey } from '@sekisho/vault'
import type { CommitmentName, EntryId, ListId, TenantId } from '@sekisho/contract'
import type { KeyServiceClock } from './clock.ts'
import { commitOnce } from './commitments.ts'
import { endList } from './end-list.ts'
import type { EndListDependencies } from './end-list.ts'
import { openings } from './openings.ts'
import type { OpeningDependencies } from './openings.ts'
import { contactPlace, memoPlace, numberPlace } from './places.ts'
import { refusedRows } from './refused-rows.ts'
import type { Refusals } from './refusals.ts'
import type { SpentPositions } from './spent-positions.ts'
import { totp } from './totp.ts'
import type { UsedSteps } from './used-steps.ts'
import type { uploadSessions } from './upload-sessions.ts'
import type { uploads } from './uploads.ts'
import type { Witness } from './witness.ts'

export type Handlers = {
  readonly [Name in OperationName]: (asked: OperationParameters<Name>) => Results[Name] | Promise<Results[Name]>
}

export interface HandlerDependencies extends OpeningDependencies, EndListDependencies {
  readonly keystore: Keystore
  readonly witness: Witness
  readonly spent: SpentPositions
  readonly refusals: Refusals
  readonly usedSteps: UsedSteps
  readonly clock: KeyServiceClock
  readonly uploads: ReturnType<typeof uploads>
  readonly sessions: ReturnType<typeof uploadSessions>
  readonly status: () => Results['status']
}

/** Each operation's work, by name. What needs a receipt is in `openings`; nothing here gives clear personal data. */
export function handlers(dependencies: HandlerDependencies): Handlers {
  const { keystore, witness, spent, refusals, usedSteps, clock, uploads, sessions, status } = dependencies
  const requireFirst = commitOnce(clock)

  /** Subject and number are salted per list, so that their commitments end with the list. */
  function saltKey(tenantId: TenantId, name: CommitmentName, listId: ListId | undefined) {
    if (name !== 'subject' && name !== 'number') return keystore.tenantKey(tenantId, 'salt')
    if (listId === undefined) throw new KeyServiceError('bad_request')
    return keystore.listKey(tenantId, listId, 'salt')
  }

  function opens(commitment: string, key: VaultKey, entryId: EntryId, name: CommitmentName, value: string): boolean {
    const bytes = Buffer.from(commitment, 'base64')
    return bytes.length === 32 && openCommitment(bytes, commitmentSalt(key.key, entryId, name), value)
  }

  return {
    ensureClient({ clientId }) {
      keystore.ensureClient(clientId)
      return null
    },
    ensureTenant({ tenantId, clientId }) {
      keystore.ensureTenant(tenantId, clientId)
      return null
    },
    ensureList({ tenantId, listId }) {
      keystore.ensureList(tenantId, listId)
      return null
    },
    ensureLog: ({ logId, tenantId, origin }) => keystore.ensureLog(logId, tenantId, origin),

    pseudonyms({ tenantId, of }) {
      const { key } = keystore.tenantKey(tenantId, 'pseudonym')
      return of.map(({ kind, id }) => pseudonym(key, kind, id))
    },
    commit({ tenantId, entryId, values }) {
      requireFirst(entryId)
      const commitments: Results['commit'] = {}
      for (const { name, value, listId } of values) {
        const salt = commitmentSalt(saltKey(tenantId, name, listId).key, entryId, name)
        commitments[name] = commit(salt, value).toString('base64')
      }
      return commitments
    },
    // What these two tell is no help to a guess: ids of contacts and of people are random.
    checkSubject: ({ tenantId, entryId, listId, contactId, commitment }) =>
      opens(commitment, saltKey(tenantId, 'subject', listId), entryId, 'subject', contactId),
    checkRight: ({ tenantId, entryId, right, commitment }) =>
      opens(commitment, saltKey(tenantId, 'right', undefined), entryId, 'right', right),

    heads({ logs = keystore.logIds() }) {
      return logs.flatMap((log) => witness.last(log) ?? [])
    },
    async cosign({ heads }) {
      if (heads.some(({ log }) => keystore.log(log) === undefined)) throw new KeyServiceError('unknown_key')
      return { heads: await witness.cosign(heads) }
    },
    async checkpoint({ logId }) {
      const log = keystore.log(logId)
      if (log === undefined) throw new KeyServiceError('unknown_key')
      const head = witness.last(logId)
      if (head === undefined) return null
      const checkpoint = formatCheckpointText({ origin: log.origin, size: head.size, root: head.root })
      const signatures = [
        await signNote(checkpoint, log.signer),
        await cosign(checkpoint, keystore.witnessSigner(), Math.floor(head.atMs / 1_000)),
      ]
      return formatNote(checkpoint, signatures)
    },

    ...openings(dependencies),
    ...refusedRows(dependencies),

    sealContact({ tenantId, listId, contactId, rowVersion, values }) {
      const key = keystore.listKey(tenantId, listId, 'seal')
      return seal(key.key, contactPlace(tenantId, contactId, rowVersion, key), encodeContact(values))
    },
    sealNumber({ tenantId, listId, contactId, ordinal, rowVersion, number }) {
      const key = keystore.listKey(tenantId, listId, 'seal')
      return seal(key.key, numberPlace(tenantId, contactId, ordinal, rowVersion, key), encodeNumber(number))
    },
    // under the list's key: what was noted about people ends with their list
    sealMemo({ tenantId, listId, contactId, attemptId, text }) {
      const key = keystore.listKey(tenantId, listId, 'seal')
      return seal(key.key, memoPlace(tenantId, contactId, attemptId, key), Buffer.from(text, 'utf8'))
    },
    ...totp({ houseKey: () => keystore.houseKey(), clock, used: usedSteps }),

    sealChunk: (asked) => uploads.sealChunk(asked),
    finishUpload: (asked) => uploads.finishUpload(asked),
    abandonUpload: (asked) => uploads.abandonUpload(asked),

    beginInspection: (asked) => sessions.beginInspection(asked),
    beginImport: (asked) => sessions.beginImport(asked),
    beginMatching: (asked) => sessions.beginMatching(asked),
    beginComparison: (asked) => sessions.beginComparison(asked),
    beginDifference: (asked) => sessions.beginDifference(asked),
    feedKnown: (asked) => sessions.feedKnown(asked),
    feedExisting: (asked) => sessions.feedExisting(asked),
    feedChunk: (asked) => sessions.feedChunk(asked),
    nextResult: (asked) => sessions.nextResult(asked),
    endSession: (asked) => sessions.endSession(asked),

    destroyList: endList(dependencies),

    refusals: ({ after }): readonly Refusal[] => refusals.after(after),
    spent: ({ log, positions }) => positions.map((position) => spent.isSpent(log, position)),
    status,
  }
}
