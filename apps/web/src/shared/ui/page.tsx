import { Title } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import styles from './page.module.css'

interface PageProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly isNarrow?: boolean
  /** Uses the whole screen, however wide: for what is watched rather than read. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** One page: its title (also of the tab), a sentence what it is for, what one can do, and the matter itself. */
export function Page({ title, lead, actions, isNarrow = false, isWide = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Sekisho 関所`
  }, [title])
  return (
    <div className={[styles.page, isNarrow && styles.narrow, isWide && styles.wide].filter(Boolean).join(' ')}>
      <header className={styles.head}>
        <div>
          <Title order={1}>{title}</Title>
          {lead !== undefined && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

interface SectionProps {
  readonly title?: string
  /** Lets an address name this part of the page behind `#`. */
  readonly place?: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, place, aside, children }: SectionProps) {
  return (
    <section
      className={styles.section}
      {...(title === undefined ? {} : { 'aria-label': title })}
      {...(place === undefined ? {} : { id: place, tabIndex: -1 })}
    >
      {title !== undefined && (
        <div className={styles.sectionHead}>
          <Title order={2}>{title}</Title>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

interface PageStateProps {
  /** Left out where the page's own title says it. */
  readonly title?: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** Empty, denied, not found: what is the matter and what to do next. */
export function PageState({ title, children, action }: PageStateProps) {
  return (
    <div className={styles.state}>
      {title !== undefined && <Title order={2}>{title}</Title>}
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}
