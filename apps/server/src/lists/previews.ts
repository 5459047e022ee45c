import { createHash } from 'node:crypto'
import type { ImportPreview, UploadId } from '@sekisho/contract'
import type { Clock } from '../platform/clock.ts'
import type { Asking } from './asking.ts'
import type { ImportChoices } from './import-choices.ts'
import type { Inspections } from './inspections.ts'

/** What was made while nobody waited any more is told to whoever asks again within this time. */
const rememberedMs = 120_000

/** Previews under way, each for one person and the very choices: asking again joins it or is told what it said. */
export interface Previews {
  /** Null while it goes on. */
  run(
    asking: Asking,
    uploadId: UploadId,
    choices: ImportChoices,
    make: () => Promise<ImportPreview>,
  ): Promise<ImportPreview | null>
}

/** @param inTurn  shared with inspections: both take the key service's room for those who only look */
export function previews(inTurn: Inspections, clock: Clock): Previews {
  const made = new Map<string, ImportPreview>()

  function take(key: string): ImportPreview | null {
    const preview = made.get(key) ?? null
    made.delete(key)
    return preview
  }

  return {
    async run({ actor, tenantId }, uploadId, choices, make) {
      const text = JSON.stringify([tenantId, actor.personId, uploadId, choices])
      const key = createHash('sha256').update(text).digest('base64url')
      const before = take(key)
      if (before !== null) return before
      await inTurn.run('preview', key, async () => {
        made.set(key, await make())
        clock.setTimer(rememberedMs, () => made.delete(key))
      })
      return take(key)
    },
  }
}
