import { Anchor } from '@mantine/core'
import type { WaitingCause, WaitingView } from '@sekisho/contract'
import { formatClock, formatDuration, formatWeekday } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { useMe } from '../shared/session.ts'
import { waiting } from '../words/waiting.ts'
import { deedOf } from './cause-places.ts'
import styles from './waiting.module.css'

interface FirstSentenceProps {
  readonly tenantId: string
  readonly view: WaitingView
  /** The one that is asked about; null where there are several. */
  readonly campaignId: string | null
  readonly isToday: boolean
}

/** The longest cause, and what can be done about it, before any figure. */
export function FirstSentence({ tenantId, view, campaignId, isToday }: FirstSentenceProps) {
  const { t, language } = useLanguage()
  const { from, until, waitedMs, causes } = view
  const longest = [...causes].sort((one, other) => other.ms - one.ms)[0]
  if (longest === undefined) return null
  const day = isToday ? t(waiting.today) : formatWeekday(language, from)
  const share = `${Math.round((longest.ms / waitedMs) * 100)}%`
  return (
    <div className={styles.sentence}>
      <p>
        {t(waiting.sentence)(
          ...([day, formatClock(language, from), formatClock(language, until)] as const),
          ...([formatDuration(language, waitedMs), share, t(waiting.causes[longest.cause].because)] as const),
        )}
      </p>
      <p>
        <Deed tenantId={tenantId} cause={longest.cause} campaignId={campaignId} />
      </p>
    </div>
  )
}

interface DeedProps {
  readonly tenantId: string
  readonly cause: WaitingCause
  readonly campaignId: string | null
}

/** What can be done: a link where this person may. */
export function Deed({ tenantId, cause, campaignId }: DeedProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const words = t(waiting.causes[cause].act)
  if (me === null || me === undefined) return null
  const deed = deedOf(me, cause, tenantId, campaignId)
  return deed.kind === 'words' ? (
    <span>{words}</span>
  ) : (
    <Anchor component={Link} href={deed.href}>
      {words}
    </Anchor>
  )
}
