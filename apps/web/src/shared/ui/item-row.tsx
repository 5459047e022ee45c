import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './item-row.module.css'

interface ItemRowProps {
  readonly title: string
  readonly mark?: ReactNode
  /** What is known of it, in short pieces that may wrap. */
  readonly facts: readonly string[]
  readonly action?: ReactNode
}

/** One thing of few: fits a phone, where a table would have to be pushed sideways. */
export function ItemRow({ title, mark, facts, action }: ItemRowProps) {
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <Text fw={600}>{title}</Text>
          {mark}
        </Group>
        <Text size="sm" c="dimmed" className={styles.facts}>
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </Text>
      </div>
      {action}
    </li>
  )
}

interface ItemListProps {
  readonly label: string
  readonly children: ReactNode
}

export function ItemList({ label, children }: ItemListProps) {
  return (
    <ul className={styles.items} aria-label={label}>
      {children}
    </ul>
  )
}
