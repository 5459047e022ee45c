import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './import.module.css'

interface StepProps {
  readonly number: number
  readonly title: string
  /** Empty until its turn comes. */
  readonly children: ReactNode
}

export function Step({ number, title, children }: StepProps) {
  const isWaiting = children === null || children === false || children === undefined
  return (
    <section className={styles.step} data-state={isWaiting ? 'waiting' : 'open'} aria-label={`${number} ${title}`}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <div>
        <Title order={2}>{title}</Title>
        {!isWaiting && <div className={styles.content}>{children}</div>}
      </div>
    </section>
  )
}
