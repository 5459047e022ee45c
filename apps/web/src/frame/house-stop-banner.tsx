import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { houseStops } from '../words/house-stops.ts'
import { stopSwitches } from '../words/stop-switches.ts'
import styles from './frame.module.css'

/** On every page of everybody: all calling of the house is stopped, why and since when. */
export function HouseStopBanner({ me }: { readonly me: Me }) {
  const { t, language } = useLanguage()
  const stops = useRead('stops.readOfHouse', {}, { refetchInterval: 5_000 }).data?.stops ?? []
  const [first] = stops
  if (first === undefined) return null
  const grounds = stops.map(({ ground }) => t(stopSwitches.grounds[ground])).join('・')
  return (
    <aside className={styles.findings} role="status">
      <span>▲ {t(houseStops.banner)(grounds, formatMoment(language, first.setAt), first.setBy)}</span>
      {may(me, 'stops.rule_house', null) && <Link href={paths.houseStops()}>{t(houseStops.bannerSee)}</Link>}
    </aside>
  )
}
