import type { CallInHand, CampaignSettings } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { callIns } from '../words/call-ins.ts'
import { desk } from '../words/desk.ts'
import { whoAnswered } from '../words/who-answered.ts'
import shared from './desk.module.css'
import styles from './script-panel.module.css'
import { stepsFor } from './script-steps.ts'
import { withOperator } from './with-operator.ts'

interface ScriptPanelProps {
  readonly script: CampaignSettings['script']
  readonly call: Pick<CallInHand, 'answeredBy' | 'confirmedAt' | 'calledNumber' | 'onNoList'>
  readonly operatorName: string
}

export function ScriptPanel({ script, call, operatorName }: ScriptPanelProps) {
  const { t } = useLanguage()
  const { steps, waiting } = stepsFor(script, call)
  return (
    <section className={shared.column} aria-label={t(desk.script)} tabIndex={0}>
      <h2>{t(desk.script)}</h2>
      {call.calledNumber !== null && (
        <p className={styles.callIn}>{t(call.onNoList === null ? callIns.guidance : callIns.guidanceOnNoList)}</p>
      )}
      {steps.length + waiting === 0 && <p>{t(desk.noScript)}</p>}
      <ol className={styles.script}>
        {steps.map(({ title, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- steps have no name of their own and do not move
          <li key={index}>
            <strong>{title}</strong>
            <p>{withOperator(text, operatorName)}</p>
          </li>
        ))}
      </ol>
      {waiting > 0 && <p className={styles.waiting}>{t(whoAnswered.stepsWait)(String(waiting))}</p>}
    </section>
  )
}
