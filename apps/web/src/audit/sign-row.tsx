import type { ReactNode } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { health } from '../words/audit.ts'
import styles from './audit.module.css'

/** One sign of the ledger's health: its name, how it stands, and what a bad one means. */
export interface SignRowProps {
  readonly name: string
  readonly sign: 'ok' | 'bad' | 'noted' | 'none'
  readonly note?: string | undefined
  readonly children: ReactNode
}

export function SignRow({ name, sign, note, children }: SignRowProps) {
  const { t } = useLanguage()
  const text = { ok: `✓ ${t(health.ok)}`, bad: `▲ ${t(health.bad)}`, noted: `● ${t(health.noted)}`, none: '' }[sign]
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={styles.sign} data-sign={sign}>
        {text}
      </td>
      <td>
        {children}
        {note !== undefined && <small>{note}</small>}
      </td>
    </tr>
  )
}
