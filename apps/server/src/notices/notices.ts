import {
  type CampaignId,
  type DeskNotice,
  type EntryId,
  type JobId,
  mostNotices,
  type Notice,
  ProblemError,
} from '@sekisho/contract'
import { dateOf, dayOf } from '@sekisho/dialer'
import type { CallEvents } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import {
  addConfirmation,
  addVersion,
  countStanding,
  isConfirmed,
  type LockedNotice,
  lockNotice,
  lockPlace,
  type NoticeReader,
  operatorsAt,
  type Place,
  readAtDesk,
  readNotices,
  readReaders,
} from './queries.ts'
import { digestOf, type NoticeWords } from './words-digest.ts'

export type { NoticeWords } from './words-digest.ts'

export interface NoticeDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly events: CallEvents
}

/** Notices (周知): words of the house to operators, and who has confirmed them. They hold no personal data. */
export interface Notices {
  list(asking: Asking): Promise<{ today: string; notices: Notice[] }>
  /** @throws ProblemError `not_found` */
  readers(asking: Asking, noticeId: string): Promise<NoticeReader[]>
  /** @throws ProblemError `not_found`; `invalid_input` a day that is over, or too many; `ledger_unavailable` */
  publish(asking: Asking, place: { jobId: JobId; campaignId: CampaignId | null }, words: NoticeWords): Promise<string>
  /**
   * @param version  what the change was made on
   * @throws ProblemError `not_found`; `conflict` somebody changed or withdrew it first; `invalid_input` a day that is over
   */
  change(asking: Asking, noticeId: string, version: number, words: NoticeWords): Promise<void>
  /** @throws ProblemError as `change` */
  withdraw(asking: Asking, noticeId: string, version: number): Promise<void>
  /** What holds at the asking operator's desk, what is owed first; nothing while a call is in hand. */
  atDesk(asking: Asking): Promise<DeskNotice[]>
  /** By whoever asks, for nobody else. @throws ProblemError `not_found` not at this desk; `conflict` it was changed meanwhile */
  confirm(asking: Asking, noticeId: string, version: number): Promise<void>
}

export function createNotices({ database, writer, clock, events }: NoticeDependencies): Notices {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)
  const today = () => dateOf(dayOf(clock.now()))

  /** Writes one version, and that it was written: the digest tells which words those were. */
  async function write(
    tx: Tx,
    { actor, policyHash }: Asking,
    notice: {
      readonly noticeId: string
      readonly version: number
      readonly place: Place
      readonly before: EntryId | null
    },
    words: NoticeWords,
  ): Promise<void> {
    if (words.validUntil < today()) throw new ProblemError('invalid_input', 'validUntil')
    const { place, before } = notice
    const entryId = await writer.enter(tx, {
      type: 'notice.published',
      purpose: 'supervision',
      campaignKind: place.kind,
      policyHash,
      refs: {
        ...{ job: place.jobId, session: actor.sessionId, notice_level: words.level },
        ...(place.campaignId === null ? {} : { campaign: place.campaignId }),
        ...(before === null ? {} : { entry: before }),
      },
      days: { from: today(), until: words.validUntil },
      digest: digestOf(words),
    })
    await addVersion(tx, { ...notice, ...words, entryId, writtenBy: actor.personId, atMs: clock.now() })
    await tell(tx, place)
  }

  async function tell(tx: Tx, place: Place): Promise<void> {
    const tenantId = tenantOf(tx)
    for (const operatorId of await operatorsAt(tx, place))
      await events.announce(tx, { kind: 'notices_changed', tenantId, operatorId })
  }

  async function standing(tx: Tx, noticeId: string, version: number): Promise<LockedNotice> {
    const notice = await lockNotice(tx, noticeId)
    if (notice === undefined) throw new ProblemError('not_found')
    if (notice.version !== version || notice.isWithdrawn) throw new ProblemError('conflict')
    return notice
  }

  return {
    list: (asking) =>
      within(asking, async (tx) => ({
        today: today(),
        notices: await readNotices(tx, today(), clock.now(), mostNotices),
      })),

    readers: (asking, noticeId) =>
      within(asking, async (tx) => {
        const readers = await readReaders(tx, noticeId, clock.now())
        if (readers === null) throw new ProblemError('not_found')
        return readers
      }),

    publish: (asking, { jobId, campaignId }, words) =>
      within(asking, async (tx) => {
        const place = await lockPlace(tx, jobId, campaignId)
        if (place === undefined) throw new ProblemError('not_found')
        if ((await countStanding(tx, jobId, today())) >= mostNotices)
          throw new ProblemError('invalid_input', 'too_many')
        const noticeId = newId<string>()
        await tx.db
          .insertInto('tenant.notices')
          .values({
            tenant_id: asking.tenantId,
            notice_id: noticeId,
            job_id: jobId,
            campaign_id: campaignId,
            version: 1,
          })
          .execute()
        await write(tx, asking, { noticeId, version: 1, place, before: null }, words)
        return noticeId
      }),

    change: (asking, noticeId, seen, words) =>
      within(asking, async (tx) => {
        const { place, entryId } = await standing(tx, noticeId, seen)
        const version = seen + 1
        await tx.db.updateTable('tenant.notices').set({ version }).where('notice_id', '=', noticeId).execute()
        await write(tx, asking, { noticeId, version, place, before: entryId }, words)
      }),

    withdraw: (asking, noticeId, seen) =>
      within(asking, async (tx) => {
        const { place, entryId } = await standing(tx, noticeId, seen)
        const { actor, policyHash } = asking
        const withdrawalId = await writer.enter(tx, {
          type: 'notice.withdrawn',
          purpose: 'supervision',
          campaignKind: place.kind,
          policyHash,
          refs: { ...refsOf(place), entry: entryId, session: actor.sessionId },
        })
        await tx.db
          .updateTable('tenant.notices')
          .set({ withdrawn_at: new Date(clock.now()), withdrawal_entry_id: withdrawalId })
          .where('notice_id', '=', noticeId)
          .execute()
        await tell(tx, place)
      }),

    atDesk: (asking) => within(asking, (tx) => readAtDesk(tx, asking.actor.personId, today())),

    confirm: (asking, noticeId, seen) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const atDesk = await readAtDesk(tx, actor.personId, today())
        if (!atDesk.some((notice) => notice.noticeId === noticeId)) throw new ProblemError('not_found')
        const { place, entryId: versionEntry, version } = await standing(tx, noticeId, seen)
        if (await isConfirmed(tx, noticeId, version, actor.personId)) return
        const entryId = await writer.enter(tx, {
          type: 'notice.confirmed',
          purpose: 'call',
          campaignKind: place.kind,
          policyHash,
          refs: { ...refsOf(place), entry: versionEntry, session: actor.sessionId },
        })
        const { jobId } = place
        await addConfirmation(tx, { noticeId, version, jobId, personId: actor.personId, entryId, atMs: clock.now() })
      }),
  }
}

function refsOf({ jobId, campaignId }: Place) {
  return { job: jobId, ...(campaignId === null ? {} : { campaign: campaignId }) }
}
