import { Radio } from '@mantine/core'
import { type StopGround, stopGrounds } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'
import styles from './stop-switches.module.css'

interface GroundChoiceProps {
  readonly ground: StopGround | null
  readonly onChoose: (ground: StopGround | null) => void
}

/** Why calling is stopped: where a stop begins, so the first is ready to be chosen by one key. */
export function GroundChoice({ ground, onChoose }: GroundChoiceProps) {
  const { t } = useLanguage()
  return (
    <Radio.Group
      label={t(stopSwitches.ground)}
      value={ground}
      onChange={(value) => onChoose(stopGrounds.find((each) => each === value) ?? null)}
    >
      <div className={styles.grounds}>
        {stopGrounds.map((each, index) => (
          <Radio key={each} value={each} label={t(stopSwitches.grounds[each])} autoFocus={index === 0} />
        ))}
      </div>
    </Radio.Group>
  )
}
