import { type EntryId, type PreviewInHand, ProblemError } from '@sekisho/contract'
import type { CampaignDescription, OwnPreview } from '../dialling/index.ts'
import type { Gate, OpenedContact } from '../gate/index.ts'
import type { Sitter } from './dependencies.ts'
import { labelOf, maskedNumber } from './desk-view.ts'
import type { Seen } from './open-rest.ts'

/** What one tab shows of whom its operator may call. */
export interface PreviewPage {
  /** Opens the contact, by a new entry each time it has to be shown to a tab that has not got it. */
  open(previewId: EntryId): Promise<void>
  /** Read before what is shown was opened, and of something else. */
  isOutdated(seen: Pick<Seen, 'read' | 'preview'>): boolean
  /** What was opened for this preview; anything of another is forgotten. */
  openedOf(preview: OwnPreview | null): OpenedContact | null
  forget(): void
}

interface PreviewPageDependencies {
  readonly gate: Pick<Gate, 'openPreview'>
  readonly sitter: Sitter
  readonly mayShow: () => boolean
  readonly push: () => Promise<void>
  /** How many reads of the desk have begun. */
  readonly readsBegun: () => number
  readonly onProblem: (problem: ProblemError) => void
}

export function createPreviewPage(dependencies: PreviewPageDependencies): PreviewPage {
  const { gate, sitter, mayShow, push, readsBegun, onProblem } = dependencies
  let shown: { readonly previewId: EntryId; readonly opened: OpenedContact; readonly sinceRead: number } | null = null
  let opening: EntryId | null = null

  async function open(previewId: EntryId): Promise<void> {
    if (opening === previewId || shown?.previewId === previewId) return
    opening = previewId
    try {
      const opened = await gate.openPreview(sitter.actor, sitter.tenantId, previewId)
      if (opening === previewId && mayShow()) shown = { previewId, opened, sinceRead: readsBegun() }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      // taken away before it was there: the page hears why by itself
      if (error.code !== 'preview_over') onProblem(error)
    } finally {
      if (opening === previewId) opening = null
    }
    await push()
  }

  return {
    open,
    isOutdated: ({ read, preview }) =>
      shown !== null && shown.previewId !== preview?.previewId && read <= shown.sinceRead,
    openedOf(preview) {
      if (shown !== null && shown.previewId !== preview?.previewId) shown = null
      return shown?.opened ?? null
    },
    forget() {
      shown = null
      opening = null
    },
  }
}

/** The preview as the page gets it. */
export function previewInHandOf(
  preview: OwnPreview,
  facts: CampaignDescription,
  opened: OpenedContact | null,
): PreviewInHand {
  const { visibleFields } = facts.settings
  return {
    ...{ previewId: preview.previewId, state: preview.state },
    fields: visibleFields.flatMap(({ field, label }) => {
      const value = opened?.values[field]
      return value === undefined ? [] : [{ field, label, value }]
    }),
    withheld: visibleFields.flatMap(({ field, label, afterConfirmation }) =>
      afterConfirmation === true ? [{ field, label }] : [],
    ),
    maskedNumber: maskedNumber(preview.ordinal, opened),
    entryPosition: opened?.entryPosition ?? null,
    ...{ givenAt: preview.givenAtMs, limitAt: preview.limitAtMs, atLimit: preview.atLimit },
    previous: preview.previous.map(({ atMs, disposition }) => ({
      ...{ at: atMs, disposition, label: labelOf(disposition, facts) },
    })),
    attemptNumber: preview.attemptNumber,
  }
}
