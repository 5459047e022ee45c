import { dialledEnds, type DeskToClient, type PreviewEnd, type ServedCampaign, withdrawnEnds } from '@sekisho/contract'
import type { Phrase } from '../words/phrase.ts'
import type { LinkState } from '../shared/socket/link.ts'

export type DeskView = Extract<DeskToClient, { type: 'desk' }>

/** Whether this tab is where the operator works. */
export type Seat = 'none' | 'taking' | 'held' | 'elsewhere'

export interface DeskModel {
  readonly link: LinkState
  readonly seat: Seat
  /** The last word of the server; null before it and once this tab may no longer show anything. */
  readonly view: DeskView | null
  /** Server's clock minus this one, milliseconds. */
  readonly clockOffsetMs: number
  /** Answered, and being opened. */
  readonly isConnecting: boolean
  /** Of which campaign that call is; null when nothing is being opened. */
  readonly connectingTo: string | null
  readonly isLedgerAvailable: boolean
  readonly isSessionOver: boolean
  /** A result owed in a job that is out of reach went to a supervisor; said until the next thing is done. */
  readonly isHandedOver: boolean
  /** The `record` message that was sent for the call in hand and not answered with its end. */
  readonly recordSeq: number | null
  /** Why whom the operator looked at is gone, until the next thing is done or somebody else is shown. */
  readonly previewEnd: PreviewEnd | null
  /** Refused by the server, until the next thing is done. */
  readonly problem: (Phrase<string> & { readonly code: string }) | null
}

export const firstModel: DeskModel = {
  link: 'connecting',
  seat: 'none',
  view: null,
  clockOffsetMs: 0,
  isConnecting: false,
  connectingTo: null,
  isLedgerAvailable: true,
  isSessionOver: false,
  isHandedOver: false,
  recordSeq: null,
  previewEnd: null,
  problem: null,
}

export type DeskEvent =
  | { readonly type: 'link'; readonly state: LinkState }
  | { readonly type: 'taking' }
  | { readonly type: 'welcome' }
  | { readonly type: 'taken_elsewhere' }
  | { readonly type: 'choosing' }
  | { readonly type: 'acted' }
  | { readonly type: 'recorded'; readonly seq: number }
  | { readonly type: 'heard'; readonly message: DeskToClient; readonly at: number }

/** What the desk shows after each event. Losing the seat or the session takes the personal data off the screen. */
export function deskModel(model: DeskModel, event: DeskEvent): DeskModel {
  switch (event.type) {
    case 'link':
      // a call in hand keeps what was unsealed for it: the view stays while the link is mended
      return event.state === 'over' || event.state === 'denied'
        ? { ...model, link: event.state, seat: 'none', view: null, isConnecting: false }
        : { ...model, link: event.state }
    case 'taking':
      return { ...model, seat: 'taking', problem: null }
    case 'welcome':
      return { ...model, seat: 'held', problem: null }
    case 'taken_elsewhere':
      return { ...model, seat: 'elsewhere', view: null, isConnecting: false, problem: null }
    case 'choosing':
      return { ...model, seat: 'none', problem: null }
    case 'acted':
      return { ...model, problem: null, isHandedOver: false, previewEnd: null }
    case 'recorded':
      return { ...model, recordSeq: event.seq, problem: null }
    case 'heard':
      return heard(model, event.message, event.at)
  }
}

/**
 * At a seat for several campaigns, without anybody on the page: its campaign is that of the call before, and nothing may be
 * said in that name.
 */
export function isOpenToSeveral({ view }: Pick<DeskModel, 'view'>): boolean {
  return view !== null && view.serving !== null && view.call === null && view.preview === null
}

/** The campaign whose call is connected and not shown yet, at a seat for several. */
export function connectedTo({ view, isConnecting, connectingTo }: DeskModel): ServedCampaign | null {
  if (!isConnecting) return null
  return view?.serving?.find(({ campaignId }) => campaignId === connectingTo) ?? null
}

/** What took somebody away stays said beside the next; what the operator did themselves is known to them. */
function previewEndBeside(end: PreviewEnd | null, { call, preview }: DeskView): PreviewEnd | null {
  if (call !== null) return null
  return preview === null || [...withdrawnEnds, 'went_back'].some((each) => each === end) ? end : null
}

const isDialledEnd = (end: PreviewEnd): boolean => dialledEnds.some((each) => each === end)

function heard(model: DeskModel, message: DeskToClient, at: number): DeskModel {
  switch (message.type) {
    case 'desk': {
      if (model.seat === 'elsewhere') return model
      // a call belongs to the tab that holds the seat, and to no other
      const mayShowCall = model.seat === 'held' || model.seat === 'taking'
      const isSameCall = message.call !== null && message.call.attemptId === model.view?.call?.attemptId
      return {
        ...model,
        view: mayShowCall ? message : { ...message, call: null, preview: null },
        previewEnd: previewEndBeside(model.previewEnd, message),
        recordSeq: isSameCall ? model.recordSeq : null,
        clockOffsetMs: message.now - at,
        isConnecting: message.state === 'reserved' && model.isConnecting,
        connectingTo: message.state === 'reserved' ? model.connectingTo : null,
      }
    }
    case 'connecting':
      return { ...model, isConnecting: true, connectingTo: message.campaignId }
    case 'seat_lost':
      return { ...model, seat: 'elsewhere', view: null, isConnecting: false, problem: null }
    case 'session_over':
      return { ...model, seat: 'none', view: null, isConnecting: false, isSessionOver: true }
    case 'ledger':
      return { ...model, isLedgerAvailable: message.isAvailable }
    case 'problem':
      // sent twice because its answer was lost: what was wanted is done
      if (message.code === 'call_over') return { ...model, recordSeq: null }
      if (message.code === 'seat_taken') return { ...model, seat: 'elsewhere', view: null, isConnecting: false }
      return {
        ...model,
        // refused the seat: the operator chooses again
        seat: message.code === 'not_assigned' ? 'none' : model.seat,
        recordSeq: message.seq === model.recordSeq ? null : model.recordSeq,
        problem: { code: message.code, ja: message.ja, en: message.en },
      }
    case 'preview_over': {
      const isShown = model.view?.preview?.previewId === message.previewId
      // off the screen at once; the state that follows says what comes next
      const view =
        isShown && model.view !== null && !isDialledEnd(message.end) ? { ...model.view, preview: null } : model.view
      return { ...model, view, previewEnd: message.end }
    }
    case 'handed_over':
      return { ...model, isHandedOver: true }
    case 'hand_changed':
    case 'notices_changed':
    case 'ok':
      return model
  }
}
