import { Button } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { forgetSession } from '../shared/session.ts'
import { desk } from '../words/desk.ts'
import type { DeskModel } from './desk-state.ts'
import styles from './idle.module.css'

interface DeskBlockedProps {
  readonly model: DeskModel
  readonly onTakeHere: () => void
}

/** This tab may show nothing of a person any more: why, and the way on. Null when it may. */
export function DeskBlocked({ model, onTakeHere }: DeskBlockedProps) {
  const { t } = useLanguage()
  const go = useGo()
  const blocked = () => {
    if (model.link === 'denied') {
      return { title: desk.deniedTitle, body: desk.deniedBody, label: desk.reload, act: () => window.location.reload() }
    }
    if (model.isSessionOver || model.link === 'over') {
      return {
        title: desk.overTitle,
        body: desk.overBody,
        label: desk.signInAgain,
        act: () => {
          forgetSession()
          go(paths.signIn())
        },
      }
    }
    if (model.link === 'outdated') {
      return {
        title: desk.outdatedTitle,
        body: desk.outdatedBody,
        label: desk.reload,
        act: () => window.location.reload(),
      }
    }
    return { title: desk.elsewhereTitle, body: desk.elsewhereBody, label: desk.takeHere, act: onTakeHere }
  }
  const { title, body, label, act } = blocked()
  return (
    <div className={styles.idle} role="alert">
      <h1>{t(title)}</h1>
      <p>{t(body)}</p>
      <Button size="lg" onClick={act}>
        {t(label)}
      </Button>
    </div>
  )
}
