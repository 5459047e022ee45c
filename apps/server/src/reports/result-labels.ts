import type { CampaignSettings } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS, defaultDisposition } from '@sekisho/dialer'
import type { Both } from '@sekisho/figures'

type Results = Pick<CampaignSettings, 'dispositions'>

/** A result by the name that the campaigns give it; where they differ or say nothing, by the usual one. */
export function resultLabels(settings: readonly Results[]): (code: string) => Both {
  return (code) => {
    const own = new Set(
      settings.flatMap(({ dispositions }) =>
        dispositions.filter((each) => each.code === code).map(({ label }) => label),
      ),
    )
    const [only] = own
    const usual = defaultDisposition(code)?.label
    if (own.size === 1 && only !== undefined && only !== usual?.ja) return { ja: only, en: only }
    return usual ?? { ja: only ?? code, en: only ?? code }
  }
}

/** Every result that may occur: the usual ones and those of the campaigns; the network's own come last. */
export function knownResults(settings: readonly Results[]): { readonly code: string; readonly label: Both }[] {
  const labelOf = resultLabels(settings)
  const codes = new Set([
    ...DEFAULT_DISPOSITIONS.map(({ code }) => code),
    ...settings.flatMap(({ dispositions }) => dispositions.map(({ code }) => code)),
  ])
  return [...codes]
    .toSorted((left, right) => Number(isOfNetwork(left)) - Number(isOfNetwork(right)) || (left < right ? -1 : 1))
    .map((code) => ({ code, label: labelOf(code) }))
}

function isOfNetwork(code: string): boolean {
  return defaultDisposition(code)?.class === 'system'
}
