import type { ReportLayout } from '@sekisho/contract'
import { SLOTS_OF_DAY } from './days.ts'
import { blocksOfDay } from './small-cells.ts'
import { type Both, both } from './words.ts'

export interface Band {
  readonly key: string
  readonly label: Both
}

/** The bands of a layout, and under which of them each half hour stands. */
export interface Bands {
  readonly bands: readonly Band[]
  /** What lies outside of all of them. */
  readonly others: Band
  of(slot: number): Band
}

export function bandsOf(layout: Pick<ReportLayout, 'bands'>): Bands {
  const bands = layout.bands.map(({ fromMinute, untilMinute, heading }) => ({
    key: `${fromMinute}-${untilMinute}`,
    label:
      heading === ''
        ? both(spanText(fromMinute, untilMinute), spanText(fromMinute, untilMinute))
        : both(heading, heading),
    holds: (slot: number) => slot * 30 >= fromMinute && slot * 30 < untilMinute,
  }))
  const others = { key: 'other', label: both('時間帯外', 'Other hours') }
  const bandOf = Array.from({ length: SLOTS_OF_DAY }, (_, slot) => bands.find(({ holds }) => holds(slot)) ?? others)
  return { bands, others, of: (slot) => bandOf[slot] ?? others }
}

const clockText = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
const spanText = (fromMinute: number, untilMinute: number): string =>
  `${clockText(fromMinute)}–${clockText(untilMinute)}`

interface SlotSize {
  readonly campaignId: string
  readonly day: number
  readonly slot: number
  /** How many calls lie in it. */
  readonly size: number
}

/** The half hour that each half hour is shown under, formed within each campaign and day. */
export function shownUnder(slots: readonly SlotSize[], atLeast: number): (place: Omit<SlotSize, 'size'>) => number {
  const days = new Map<string, Map<number, number>>()
  for (const { campaignId, day, slot, size } of slots) {
    const key = `${campaignId} ${day}`
    const sizes = days.get(key) ?? new Map<number, number>()
    sizes.set(slot, (sizes.get(slot) ?? 0) + size)
    days.set(key, sizes)
  }
  const blocks = new Map([...days].map(([key, sizes]) => [key, blocksOfDay(sizes, atLeast)]))
  return ({ campaignId, day, slot }) => blocks.get(`${campaignId} ${day}`)?.get(slot) ?? slot
}
