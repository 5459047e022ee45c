import { createHash } from 'node:crypto'
import type { ImportChoices } from './import-choices.ts'

/** What a preview is remembered by: a difference takes nobody out of calling for choices that were not shown. */
export function digestOf({ campaignId, encoding, mapping, rules, mode }: ImportChoices): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([campaignId, encoding, mapping, rules, mode]))
    .digest()
}
