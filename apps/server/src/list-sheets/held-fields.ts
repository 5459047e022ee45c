import { type CampaignSettings, columnMapping, fieldCodes, type HeldField, type ImportMode } from '@sekisho/contract'
import { describeField } from '@sekisho/intake'

/** Of these files people are looked up by their indexes; what stands in the rows is not kept. */
const leavesIndexesOnly: ReadonlySet<ImportMode> = new Set(['exclude', 'do_not_call'])

/**
 * The fields that a list holds, in the order of the dictionary.
 *
 * @param mappings       its own as the import was started with it, and those of differences that changed its people since
 * @param visibleFields  of its campaign, for the client's own word for a field
 */
export function heldFields(
  mode: ImportMode,
  mappings: readonly unknown[],
  visibleFields: CampaignSettings['visibleFields'],
): HeldField[] {
  if (leavesIndexesOnly.has(mode)) return []
  const taken = new Set(mappings.flatMap((mapping) => columnMapping.parse(mapping).columns.map(({ field }) => field)))
  return fieldCodes
    .filter((field) => taken.has(field))
    .map((field) => {
      const { ja, en, sensitivity } = describeField(field)
      const shown = visibleFields.find((visible) => visible.field === field)
      return { field, ja, en, label: shown?.label ?? null, sensitivity }
    })
}
