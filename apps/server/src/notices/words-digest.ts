import { createHash } from 'node:crypto'
import type { NoticeLevel } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'

/** What a notice says and asks. */
export interface NoticeWords {
  readonly title: string
  readonly text: string
  readonly level: NoticeLevel
  /** The last day in Japan, as `2026-11-30`. */
  readonly validUntil: string
}

/** Which words were published: SHA-256 in hex, as its entry has it. */
export function digestOf({ title, text, level, validUntil }: NoticeWords): string {
  return createHash('sha256').update(canonicalBytes({ title, text, level, validUntil })).digest('hex')
}
