import { type AttemptId, type DeskFromClient, type DeskToClient, ProblemError } from '@sekisho/contract'
import { coalesced } from '../platform/coalesced.ts'
import { createAnsweredOnce } from '../platform/sockets/index.ts'
import { correctLast } from './correct-last.ts'
import { deskMessage, problemOf, readMoment } from './desk-message.ts'
import { afterStep, type CallStep, readHeldCall } from './desk-view.ts'
import type { Sitter } from './dependencies.ts'
import { openRest, type Seen, type Shown } from './open-rest.ts'
import { dialPreview, skipPreview } from './preview-actions.ts'
import { createPreviewPage } from './preview-view.ts'
import { NotOwnAttemptError, recordResult } from './record-result.ts'
import { askToHangUp, changeState, leaveToRead } from './seat-actions.ts'
import type { DeskSession, SessionDependencies } from './session-dependencies.ts'
import { sitDown } from './sit-down.ts'
import { noteWhoAnswered } from './who-answered.ts'
import { addToday, readToday, type Today } from './today.ts'

/** What is to be done once the page knows that its message was carried out. */
type Afterwards = 'nothing' | 'push' | 'welcome' | 'confirmation'

export function createDeskSession(dependencies: SessionDependencies, sitter: Sitter): DeskSession {
  const { database, gate, clock, receipts, send, onError } = dependencies
  const { actor, tenantId, connection, rowScope } = sitter
  const answered = createAnsweredOnce<DeskToClient>()
  let isSeated = false
  let isOver = false
  let shown: Shown | null = null
  let opening: AttemptId | null = null
  /** Steps of the call that is being opened: newer, perhaps, than what was read with it. */
  let steps: CallStep[] = []
  let isNewsKept = false
  let last: Seen | null = null
  let readsBegun = 0
  let isActing = false
  let isToldMeanwhile = false
  let today: Today | null = null
  let isHandedOver = false
  /** A notice may have come while a line rang or the ledger stood still: looked after when that is over. */
  let mayOweReading = true

  function background(work: Promise<unknown>): void {
    work.catch(onError)
  }

  /** Sends the desk as it is in the database; several reasons at once make one message. */
  const pushes = coalesced(readAndSend, onError)
  const push = pushes.ask
  const previews = createPreviewPage({
    ...{ gate, sitter, push, mayShow: () => isSeated && !isOver, readsBegun: () => readsBegun },
    onProblem: ({ code }) => send(problemOf(null, code)),
  })

  async function readAndSend(): Promise<void> {
    // the page has been told that somebody is on the line; the rest follows when the contact is open
    if (opening !== null) isNewsKept = true
    else if (isSeated && !isOver) show(await read())
  }

  function read(): Promise<Seen> {
    readsBegun += 1
    const number = readsBegun
    return database.transaction(
      actor,
      tenantId,
      async (tx) => {
        today = await readToday(tx, actor.personId, today, clock.now())
        return { today, read: number, ...(await readMoment(tx, dependencies, actor.personId)) }
      },
      rowScope,
    )
  }

  /** Read before the contact that is shown was there, and late: the page would lose what nobody opens again. */
  function isOutdated(seen: Seen): boolean {
    if (previews.isOutdated(seen)) return true
    return shown !== null && seen.call?.attemptId !== shown.attemptId && seen.read <= shown.sinceRead
  }

  function show(seen: Seen): void {
    if (isOutdated(seen)) return background(push())
    const { desk, call, preview } = seen
    last = seen
    if (desk === null || desk.connection !== connection || !isSeated || isOver) return
    if (call?.attemptId !== shown?.attemptId) shown = null
    // it began while this was read
    if (call !== null && opening === call.attemptId) {
      isNewsKept = true
      return
    }
    send(deskMessage({ ...seen, desk }, { call: shown, preview: previews.openedOf(preview) }, clock.now()))
  }

  /** Opens the contact of the call in hand, by a new entry each time it has to be shown to a tab that has not got it. */
  async function open(attemptId: AttemptId, isOnNoList: boolean): Promise<void> {
    // of somebody on no list there is nothing to open: the page shows the campaign and the number that was called
    if (isOnNoList) return push()
    if (opening === attemptId || shown?.attemptId === attemptId) return
    opening = attemptId
    steps = []
    // what stands around the data is read while the receipt is on its way
    const reading = read()
    try {
      const [opened, around] = await Promise.all([gate.openContact(actor, tenantId, attemptId), reading])
      opening = null
      if (!isSeated || isOver) return
      shown = { attemptId, opened, sinceRead: readsBegun, confirmed: null, memos: null }
      const now = steps.reduce<Seen | null>((seen, step) => (seen === null ? null : afterStep(seen, step)), around)
      show(now ?? around)
      if (now === null) isNewsKept = true
      background(openMore(around))
      // what happened while it was being opened is newer than what was read before
      if (isNewsKept) await push()
      isNewsKept = false
    } catch (error) {
      opening = null
      isNewsKept = false
      if (!(error instanceof ProblemError)) throw error
      send(problemOf(null, error.code))
      if (error.code === 'ledger_unavailable') send({ type: 'ledger', isAvailable: false })
      await push()
    }
  }

  /** A step says all that it changes: nobody asks the database again for what it has just told. */
  function follow(step: CallStep): void {
    if (opening === step.attemptId) return void steps.push(step)
    const next = last === null || pushes.isRunning() ? null : afterStep(last, step)
    if (next === null) background(push())
    else show(next)
  }

  const openMore = (seen: Seen) => openRest(gate, sitter, seen, { shown: () => shown, push })

  async function openHeldCall(): Promise<void> {
    const call = await database.transaction(actor, tenantId, (tx) => readHeldCall(tx, actor.personId), rowScope)
    if (call !== null) return open(call.attemptId, call.onNoList !== null)
    const seen = await read()
    if (seen.preview !== null && seen.preview.attemptId === null) await previews.open(seen.preview.previewId)
  }

  async function welcome(): Promise<void> {
    if (isHandedOver) send({ type: 'handed_over' })
    isHandedOver = false
    await push()
    await openHeldCall()
  }

  /** The desk has changed when this has let the operator go. */
  async function goToRead(): Promise<void> {
    mayOweReading = true
    try {
      if (isSeated && !isOver) mayOweReading = (await leaveToRead(dependencies, sitter)) === 'later'
    } catch (error) {
      // the seat is another tab's, or the ledger stands still: then nobody is called either
      if (!(error instanceof ProblemError)) throw error
    }
  }

  function goOn(afterwards: Afterwards): void {
    if (afterwards === 'push') background(push())
    if (afterwards === 'welcome') background(welcome())
    if (afterwards === 'confirmation') background(confirmation())
  }

  async function confirmation(): Promise<void> {
    await push()
    if (last !== null) await openMore(last)
  }

  async function act(message: DeskFromClient): Promise<Afterwards> {
    switch (message.type) {
      case 'take_seat':
        isHandedOver = (await sitDown(dependencies, sitter, message)) === 'taken_and_handed_over'
        isSeated = true
        if (!receipts.state().isAvailable) send({ type: 'ledger', isAvailable: false })
        return 'welcome'
      case 'available':
        await changeState(dependencies, sitter, 'available', null)
        return 'push'
      case 'away':
        await changeState(dependencies, sitter, 'away', message.reason)
        return 'push'
      case 'hang_up':
        await askToHangUp(dependencies, sitter, message.attemptId)
        return 'nothing'
      case 'dial_preview':
        await dialPreview(dependencies, sitter, message.previewId)
        return 'push'
      case 'skip_preview':
        await skipPreview(dependencies, sitter, message.previewId, message.reason)
        return 'push'
      case 'answered_by':
        await noteWhoAnswered(dependencies, sitter, message)
        // somebody else came to the telephone: what was opened for the one before is opened anew for the next
        if (!message.isConfirmed && shown?.confirmed != null) shown = { ...shown, confirmed: null, memos: null }
        return 'confirmation'
      case 'record': {
        const recorded = await recordResult(dependencies, sitter, message)
        today = addToday(today, recorded)
        shown = null
        return 'push'
      }
      case 'correct':
        await correctLast(dependencies, sitter, message)
        // counted anew: what was a success may be none
        today = null
        return 'push'
    }
  }

  /** Whatever this message itself announced about the desk is told with its own outcome, not once more. */
  async function actAlone(message: DeskFromClient): Promise<Afterwards> {
    isActing = true
    isToldMeanwhile = false
    let afterwards: Afterwards = 'nothing'
    try {
      afterwards = await act(message)
    } finally {
      isActing = false
      if (isToldMeanwhile && afterwards === 'nothing') background(push())
    }
    return afterwards
  }

  return {
    sitter,
    holdsSeat: () => isSeated && !isOver,
    async take(message) {
      let afterwards: Afterwards = 'nothing'
      const answer = await answered.answer(message.seq, async (): Promise<DeskToClient> => {
        try {
          afterwards = await actAlone(message)
          return { type: 'ok', seq: message.seq }
        } catch (error) {
          if (error instanceof NotOwnAttemptError) {
            dependencies.denied(sitter, error.attemptId)
            return problemOf(message.seq, 'no_live_call')
          }
          if (error instanceof ProblemError) return problemOf(message.seq, error.code)
          throw error
        }
      })
      send(answer)
      goOn(afterwards)
    },
    hear(event) {
      if (!isSeated || isOver) return
      switch (event.kind) {
        case 'seat_moved':
          if (event.connection === connection) return
          isSeated = false
          shown = null
          previews.forget()
          return send({ type: 'seat_lost' })
        case 'connecting':
          dependencies.noteActivity()
          send({ type: 'connecting', attemptId: event.attemptId, campaignId: event.campaignId })
          return background(open(event.attemptId, event.isOnNoList === true))
        case 'connected':
        case 'talk_ended':
          dependencies.noteActivity()
          return follow(event)
        case 'released':
          return background(mayOweReading ? goToRead().then(push) : push())
        case 'previewing':
          return background(previews.open(event.previewId))
        case 'preview_over':
          send({ type: 'preview_over', previewId: event.previewId, end: event.end })
          return mayOweReading ? background(goToRead().then(push)) : undefined
        case 'notices_changed':
          send({ type: 'notices_changed' })
          return background(goToRead())
        case 'hand_changed':
          return send({ type: 'hand_changed' })
        case 'desk_changed':
          if (!isActing) return background(push())
          isToldMeanwhile = true
          return
        case 'recorded':
          // a supervisor corrected what this page shows as the last result
          if (!isActing && last?.lastResult?.attemptId === event.attemptId) background(push())
          return
        case 'hang_up':
        case 'withdrawn':
        case 'pacing':
          return
      }
    },
    ledgerChanged(isAvailable) {
      if (!isSeated || isOver) return
      send({ type: 'ledger', isAvailable })
      if (isAvailable && mayOweReading) background(goToRead())
      if (isAvailable) background(openHeldCall())
    },
    end() {
      isOver = true
      shown = null
      previews.forget()
    },
  }
}
