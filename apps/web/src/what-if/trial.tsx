import { Button, NumberInput, SegmentedControl, Text } from '@mantine/core'
import { linesPerTen, type MeasuredCalls } from '@sekisho/contract'
import { useId, useState } from 'react'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { preview } from '../words/preview.ts'
import { whatIf as words } from '../words/what-if.ts'
import { asItIs, type Changes, dialsLeft, floorOf } from './floor-of.ts'
import { Outcome } from './outcome.tsx'
import { playedDays, usePlayedDays } from './use-played-days.ts'
import styles from './what-if.module.css'

const percents = [
  ['answerPercent', words.answer],
  ['talkPercent', words.talk],
  ['wrapUpPercent', words.wrapUp],
] as const
const mostOperators = 300

/** The conditions, and what both days come to. */
export function Trial({ measured }: { readonly measured: MeasuredCalls }) {
  const { t } = useLanguage()
  const [changes, setChanges] = useState<Changes>(() => asItIs(measured))
  const [played, setPlayed] = useState(changes)
  const { days, state, play, cancel } = usePlayedDays()
  const pacingLabel = useId()
  const done = days.reduce((sum, some) => sum + some.length, 0)
  const change = (some: Partial<Changes>) => setChanges((before) => ({ ...before, ...some }))
  const number = (value: string | number, least: number, most: number) =>
    Math.min(most, Math.max(least, Math.round(Number(value) || least)))

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setPlayed(changes)
          play([floorOf(measured, asItIs(measured)), floorOf(measured, changes)])
        }}
      >
        <div className={styles.form}>
          <NumberInput
            label={t(words.operators)}
            description={t(words.operatorsHint)(formatNumber(measured.operators))}
            min={1}
            max={mostOperators}
            value={changes.operators}
            onChange={(value) => change({ operators: number(value, 1, mostOperators) })}
          />
          {percents.map(([name, label]) => (
            <NumberInput
              key={name}
              label={t(label)}
              description="%"
              min={10}
              max={300}
              step={10}
              value={changes[name]}
              onChange={(value) => change({ [name]: number(value, 10, 300) })}
            />
          ))}
          <div>
            <Text id={pacingLabel} fz="sm" fw={500} mb={4}>
              {t(words.pacing)}
            </Text>
            <SegmentedControl
              aria-labelledby={pacingLabel}
              value={changes.pacing}
              onChange={(value) => change({ pacing: value })}
              data={(['progressive', 'predictive', 'ratio'] as const).map((value) => ({
                value,
                label: t(words.pacings[value]),
              }))}
            />
            {changes.pacing === 'ratio' && (
              <NumberInput
                mt="xs"
                label={t(preview.linesPerTen)}
                min={linesPerTen.least / 10}
                max={linesPerTen.most / 10}
                step={0.1}
                decimalScale={1}
                fixedDecimalScale
                value={changes.linesPerTen / 10}
                onChange={(value) =>
                  change({ linesPerTen: number(Number(value) * 10, linesPerTen.least, linesPerTen.most) })
                }
              />
            )}
            <Text c="dimmed" fz="sm" mt={4}>
              {t(words.cap)(formatNumber(measured.abandonCapPercent))}
            </Text>
          </div>
        </div>
        <div className={styles.actions}>
          <Button type="submit">{t(words.play)}</Button>
          {state === 'playing' && (
            <Button variant="default" onClick={cancel}>
              {t(words.cancel)}
            </Button>
          )}
          <span role="status">
            {state === 'playing' && t(words.playing)(formatNumber(done), formatNumber(2 * playedDays))}
            {state === 'failed' && t(words.failed)}
          </span>
        </div>
      </form>
      {days.length === 2 && days.every((some) => some.length > 0) && (
        <Outcome
          before={{ days: days[0] ?? [], dials: dialsLeft(measured, asItIs(measured)) }}
          after={{ days: days[1] ?? [], dials: dialsLeft(measured, played) }}
        />
      )}
    </>
  )
}
