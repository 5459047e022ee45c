import { useLocation } from '@tanstack/react-router'
import { Link } from '../shared/link.tsx'
import { useLanguage } from '../shared/language.tsx'
import { frame } from '../words/frame.ts'
import type { NavigationPage } from './pages.ts'
import styles from './frame.module.css'

interface RailProps {
  readonly pages: readonly NavigationPage[]
  readonly onGo?: () => void
}

/** The longest address that is a beginning of this one is the page we are on. */
export function currentHref(pages: readonly NavigationPage[], pathname: string): string | null {
  let best: string | null = null
  for (const { href } of pages) {
    const isHere = pathname === href || pathname.startsWith(`${href}/`)
    if (isHere && (best === null || href.length > best.length)) best = href
  }
  return best
}

export function Rail({ pages, onGo }: RailProps) {
  const { t } = useLanguage()
  const here = currentHref(pages, useLocation({ select: (location) => location.pathname }))
  const groups = [...new Set(pages.map((page) => page.group))]
  return (
    <nav aria-label={t(frame.mainNavigation)}>
      {groups.map((group) => (
        <div key={group.en} className={styles.group}>
          <h2>{t(group)}</h2>
          {pages
            .filter((page) => page.group === group)
            .map((page) => (
              <Link
                key={page.href}
                href={page.href}
                aria-current={page.href === here ? 'page' : undefined}
                onClick={onGo}
              >
                {t(page.label)}
              </Link>
            ))}
        </div>
      ))}
    </nav>
  )
}
