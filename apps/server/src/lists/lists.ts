import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  type ImportPreview,
  type ListId,
  type ListView,
  ProblemError,
  type TenantId,
  type UploadId,
} from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import type { Asking } from './asking.ts'
import { cleanUp } from './clean-up.ts'
import type { ListsDependencies } from './dependencies.ts'
import { discardUpload } from './discard-upload.ts'
import type { ImportChoices } from './import-choices.ts'
import { importRunner } from './import-runner.ts'
import { ImportProblem } from './import-under-way.ts'
import { progressBoard } from './progress-board.ts'
import { type HowToInspect, inspectUpload } from './inspect-upload.ts'
import { inspections } from './inspections.ts'
import { readList, readLists } from './list-view.ts'
import { previewDifference } from './preview-difference.ts'
import { previewImport } from './preview-import.ts'
import { previews } from './previews.ts'
import { receiveUpload } from './receive-upload.ts'
import { recover } from './recover.ts'
import { refusedRows, type RefusedRowsAsked, type RefusedRowsPage } from './refused-rows.ts'
import { startImport, type WantedImport } from './start-import.ts'
import { bringInLine } from './terms/bring-in-line.ts'
import { setTerms, type WantedTerms } from './terms/set-terms.ts'
import { readTermsHistory, type TermsVersion } from './terms/terms-view.ts'
import { undoImport } from './undo-import.ts'
import { findUpload, type UploadView, viewOf } from './uploads.ts'

/** Clients' files on their way into contacts and leads; the server moves ciphertext only (rules 1 and 3). */
export interface Lists {
  receiveUpload(asking: Asking, body: Readable, declaredBytes: number): Promise<UploadId>
  readUpload(asking: Asking, uploadId: UploadId): Promise<UploadView>
  inspectUpload(asking: Asking, uploadId: UploadId, how: HowToInspect): Promise<UploadView>
  /** What an import would do; null while a large file is still read. */
  previewImport(asking: Asking, uploadId: UploadId, choices: ImportChoices): Promise<ImportPreview | null>
  discardUpload(asking: Asking, uploadId: UploadId): Promise<void>
  /** Begins an import; it goes on by itself. */
  import(asking: Asking, wanted: WantedImport): Promise<ListId>
  list(asking: Asking): Promise<ListView[]>
  read(asking: Asking, listId: ListId): Promise<ListView>
  refusedRows(asking: Asking, listId: ListId, page: RefusedRowsAsked): Promise<RefusedRowsPage>
  undo(asking: Asking, listId: ListId): Promise<void>
  /** Sets the period and the place of a list, or ends its draw; leads follow by themselves. */
  setTerms(asking: Asking, listId: ListId, wanted: WantedTerms): Promise<void>
  termsHistory(asking: Asking, listId: ListId): Promise<TermsVersion[]>
  /** Puts in order what a kill left; once, before the first request. */
  recover(): Promise<void>
  /** Resolves when no import waits or runs and everything undone is cleaned up. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** The same word for the same question; a password stands in it as a digest. */
function nameOf({ encoding, part, password }: HowToInspect): string {
  const opened = password === undefined ? '' : createHash('sha256').update(password).digest('base64url')
  return `${encoding ?? 'guess'} ${part ?? 'first'} ${opened}`
}

export function createLists(dependencies: ListsDependencies): Lists {
  const { database, log, events, clock } = dependencies
  const runner = importRunner(dependencies)
  const board = progressBoard(events, clock)
  const progressOf = (listId: ListId) => runner.progress(listId) ?? board.progress(listId)
  const inspecting = inspections(clock)
  const previewing = previews(inspecting, clock)
  let cleaning: Promise<void> = Promise.resolve()
  let isStopped = false

  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  const readUpload = (asking: Asking, uploadId: UploadId): Promise<UploadView> =>
    within(asking, async (tx) => ({
      ...(await viewOf(tx, await findUpload(tx, asking, uploadId, 'look'))),
      isInspecting: inspecting.isUnderWay(uploadId),
    }))

  function cleanUpLater(tenantId: TenantId, listId: ListId): void {
    cleaning = cleaning
      .then(() => (isStopped ? undefined : cleanUp(dependencies, tenantId, listId)))
      // the next start goes on with it
      .catch((error: unknown) => log.warn({ err: error }, 'an undone list could not be cleaned up to the end'))
  }

  function bringInLineLater(tenantId: TenantId, listId: ListId): void {
    cleaning = cleaning
      .then(() => bringInLine(dependencies, tenantId, listId, () => isStopped))
      // the next start goes on with it
      .catch((error: unknown) =>
        log.warn({ err: error }, 'leads of a list could not be brought in line with its terms'),
      )
  }

  return {
    receiveUpload: (asking, body, declaredBytes) => receiveUpload(dependencies, asking, body, declaredBytes),
    readUpload,
    async inspectUpload(asking, uploadId, how) {
      // before joining what somebody else began: is it theirs to see
      await readUpload(asking, uploadId)
      await inspecting.run(uploadId, nameOf(how), () => inspectUpload(dependencies, asking, uploadId, how))
      return readUpload(asking, uploadId)
    },
    async previewImport(asking, uploadId, choices) {
      try {
        return await previewing.run(asking, uploadId, choices, () =>
          (choices.mode === 'difference' ? previewDifference : previewImport)(dependencies, asking, uploadId, choices),
        )
      } catch (error) {
        throw error instanceof ImportProblem ? new ProblemError('unreadable_file', error.code) : error
      }
    },
    discardUpload: (asking, uploadId) => discardUpload(dependencies, asking, uploadId),
    async import(asking, wanted) {
      if (isStopped) throw new ProblemError('internal')
      const planned = await startImport(dependencies, asking, wanted)
      runner.run(planned)
      return planned.listId
    },
    list: (asking) => within(asking, (tx) => readLists(tx, null, progressOf, todayInJapan(clock.now()))),
    read: (asking, listId) => within(asking, (tx) => readList(tx, listId, progressOf, todayInJapan(clock.now()))),
    async setTerms(asking, listId, wanted) {
      if (await setTerms(dependencies, asking, listId, wanted)) bringInLineLater(asking.tenantId, listId)
    },
    termsHistory: (asking, listId) => within(asking, (tx) => readTermsHistory(tx, listId)),
    refusedRows: (asking, listId, page) => within(asking, (tx) => refusedRows(tx, listId, page)),
    async undo(asking, listId) {
      await undoImport(dependencies, asking, listId)
      runner.forget(listId)
      cleanUpLater(asking.tenantId, listId)
    },
    async recover() {
      for (const { tenantId, listId } of await recover(dependencies)) bringInLineLater(tenantId, listId)
    },
    async idle() {
      await runner.idle()
      await cleaning
    },
    async stop() {
      isStopped = true
      board.stop()
      await runner.stop()
      await cleaning
    },
  }
}
