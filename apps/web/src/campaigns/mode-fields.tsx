import { NativeSelect, NumberInput, Text } from '@mantine/core'
import {
  callersOnNoList,
  callOrders,
  type CampaignSettings,
  linesPerTen,
  linesPerTenOf,
  minimumSkillOf,
  previewLimits,
  previewRule,
  previewSeconds,
  seatOrderOf,
  seatOrders,
  skillLevels,
} from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { assignments } from '../words/assignments.ts'
import { callOrder } from '../words/call-order.ts'
import { callIns } from '../words/call-ins.ts'
import { preview as words } from '../words/preview.ts'
import styles from './campaign-form.module.css'
import type { SettingsPartProps } from './settings-fields.tsx'

const modes = ['progressive', 'predictive', 'ratio', 'preview'] as const satisfies readonly CampaignSettings['mode'][]

/** How calls begin, what that means, and how long operators may look. */
export function ModeFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const { mode } = settings
  const rule = previewRule(settings)
  const order = seatOrderOf(settings)
  return (
    <>
      <div className={styles.numbers}>
        <NativeSelect
          label={t(words.mode)}
          value={mode}
          data={modes.map((each) => ({ value: each, label: t(words.modes[each]) }))}
          onChange={(event) => {
            const chosen = modes.find((each) => each === event.currentTarget.value) ?? mode
            onChange({
              ...{ ...settings, mode: chosen },
              ...(chosen === 'preview' ? { preview: rule } : {}),
              ...(chosen === 'ratio' ? { linesPerTenOperators: linesPerTenOf(settings) } : {}),
            })
          }}
        />
        <NativeSelect
          label={t(assignments.minimumSkill)}
          description={t(assignments.minimumSkillHint)}
          value={String(minimumSkillOf(settings))}
          data={skillLevels.map((each) => ({ value: String(each), label: t(assignments.skills[each]) }))}
          onChange={(event) => {
            const minimumSkill = skillLevels.find((each) => String(each) === event.currentTarget.value) ?? 1
            onChange({ ...settings, minimumSkill })
          }}
        />
        <NativeSelect
          label={t(assignments.seatOrder)}
          description={t(assignments.seatOrderHints[order])}
          value={order}
          data={seatOrders.map((each) => ({ value: each, label: t(assignments.seatOrders[each]) }))}
          onChange={(event) => {
            const seatOrder = seatOrders.find((each) => each === event.currentTarget.value) ?? order
            onChange({ ...settings, seatOrder })
          }}
        />
        <NativeSelect
          label={t(callIns.whoAnswersOthers)}
          value={settings.callersOnNoList ?? 'operator'}
          data={callersOnNoList.map((each) => ({ value: each, label: t(callIns.answerOthers[each]) }))}
          onChange={(event) => {
            const chosen = callersOnNoList.find((each) => each === event.currentTarget.value) ?? 'operator'
            onChange({ ...settings, callersOnNoList: chosen })
          }}
        />
        {mode === 'ratio' && (
          <NumberInput
            label={t(words.linesPerTen)}
            description={t(words.linesPerTenHint)}
            min={linesPerTen.least / 10}
            max={linesPerTen.most / 10}
            step={0.1}
            decimalScale={1}
            fixedDecimalScale
            value={linesPerTenOf(settings) / 10}
            onChange={(value) =>
              onChange({
                ...settings,
                linesPerTenOperators: typeof value === 'number' ? Math.round(value * 10) : Number.NaN,
              })
            }
          />
        )}
        <NativeSelect
          label={t(callOrder.title)}
          value={settings.callOrder ?? 'due'}
          data={callOrders.map((each) => ({ value: each, label: t(callOrder.orders[each]) }))}
          onChange={(event) => {
            const chosen = callOrders.find((each) => each === event.currentTarget.value) ?? 'due'
            onChange({ ...settings, callOrder: chosen })
          }}
        />
        {mode === 'preview' && (
          <>
            <NumberInput
              label={t(words.seconds)}
              min={previewSeconds.least}
              max={previewSeconds.most}
              allowDecimal={false}
              value={rule.seconds}
              onChange={(value) =>
                onChange({
                  ...settings,
                  preview: { ...rule, seconds: typeof value === 'number' ? value : Number.NaN },
                })
              }
            />
            <NativeSelect
              label={t(words.limit)}
              value={rule.atLimit}
              data={previewLimits.map((each) => ({ value: each, label: t(words.limits[each]) }))}
              onChange={(event) => {
                const atLimit = previewLimits.find((each) => each === event.currentTarget.value) ?? rule.atLimit
                onChange({ ...settings, preview: { ...rule, atLimit } })
              }}
            />
          </>
        )}
      </div>
      <Text c="dimmed" mt="sm" mb="md">
        {t(words.modeHints[mode])}
        <br />
        {t(words.changes)}
        <br />
        {t(callOrder.hints[settings.callOrder ?? 'due'])}
      </Text>
    </>
  )
}
