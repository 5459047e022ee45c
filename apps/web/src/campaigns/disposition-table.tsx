import { Button, Checkbox, CloseButton, NativeSelect, NumberInput, Text, TextInput } from '@mantine/core'
import type { CampaignSettings } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { settingHints } from '../words/campaign-set-up.ts'
import { campaignForm } from '../words/campaigns.ts'
import { tickets } from '../words/tickets.ts'
import styles from './campaign-form.module.css'
import { replaced, without } from './edit-array.ts'
import type { SettingsPartProps } from './settings-fields.tsx'
import { TicketRuleField } from './ticket-rule-field.tsx'

type Disposition = CampaignSettings['dispositions'][number]
const nexts = ['final', 'retry', 'callback', 'hold'] as const

export function DispositionTable({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const { dispositions } = settings
  const change = (next: Disposition[]) => onChange({ ...settings, dispositions: next })
  return (
    <Section title={t(campaignForm.dispositions)} place="results">
      <Text c="dimmed" mb="sm">
        {t(campaignForm.dispositionsHint)}
        <br />
        {t(settingHints.dispositions)}
      </Text>
      <div className={styles.scroll} tabIndex={-1}>
        <table className={styles.results}>
          <thead>
            <tr>
              {(['code', 'label', 'next', 'retryMinutes', 'success', 'fast'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(campaignForm[name])}
                </th>
              ))}
              <th scope="col">{t(tickets.rule)}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {dispositions.map((disposition, index) => (
              <DispositionRow
                // oxlint-disable-next-line react/no-array-index-key -- the code is being edited here; the place stays
                key={index}
                disposition={disposition}
                onChange={(next) => change(replaced(dispositions, index, next))}
                onRemove={() => change(without(dispositions, index))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button
        mt="sm"
        variant="default"
        size="xs"
        disabled={dispositions.length >= 40}
        onClick={() =>
          change([...dispositions, { code: '', label: '', next: 'final', isSuccess: false, isFast: false }])
        }
      >
        {t(campaignForm.addDisposition)}
      </Button>
    </Section>
  )
}

interface DispositionRowProps {
  readonly disposition: Disposition
  readonly onChange: (disposition: Disposition) => void
  readonly onRemove: () => void
}

function DispositionRow({ disposition, onChange, onRemove }: DispositionRowProps) {
  const { t } = useLanguage()
  const { code, label, next, retryMinutes, isSuccess, isFast } = disposition
  const name = `${code} ${label}`
  const withNext = (chosen: Disposition['next']): Disposition => {
    const { retryMinutes: kept, ...rest } = disposition
    return chosen === 'retry'
      ? { ...rest, next: chosen, ...(kept === undefined ? {} : { retryMinutes: kept }) }
      : { ...rest, next: chosen }
  }
  const withMinutes = (minutes: number | string): Disposition => {
    const { retryMinutes: _, ...rest } = disposition
    return typeof minutes === 'number' ? { ...rest, retryMinutes: minutes } : rest
  }
  return (
    <tr>
      <td>
        <TextInput
          className={styles.code}
          aria-label={`${name}: ${t(campaignForm.code)}`}
          maxLength={3}
          value={code}
          onChange={(event) =>
            onChange({ ...disposition, code: event.currentTarget.value.normalize('NFKC').toUpperCase() })
          }
        />
      </td>
      <td>
        <TextInput
          aria-label={`${name}: ${t(campaignForm.label)}`}
          maxLength={30}
          value={label}
          onChange={(event) => onChange({ ...disposition, label: event.currentTarget.value })}
        />
      </td>
      <td>
        <NativeSelect
          aria-label={`${name}: ${t(campaignForm.next)}`}
          value={next}
          data={nexts.map((value) => ({ value, label: t(campaignForm.nexts[value]) }))}
          onChange={(event) => {
            const chosen = nexts.find((value) => value === event.currentTarget.value)
            if (chosen !== undefined) onChange(withNext(chosen))
          }}
        />
      </td>
      <td>
        {next === 'retry' && (
          <NumberInput
            className={styles.minutes}
            aria-label={`${name}: ${t(campaignForm.retryMinutes)}`}
            min={1}
            max={43200}
            allowDecimal={false}
            placeholder={t(campaignForm.retryDefault)}
            thousandSeparator=","
            value={retryMinutes ?? ''}
            onChange={(minutes) => onChange(withMinutes(minutes))}
          />
        )}
      </td>
      <td>
        <Checkbox
          aria-label={`${name}: ${t(campaignForm.success)}`}
          checked={isSuccess}
          onChange={(event) => onChange({ ...disposition, isSuccess: event.currentTarget.checked })}
        />
      </td>
      <td>
        <Checkbox
          aria-label={`${name}: ${t(campaignForm.fast)}`}
          checked={isFast}
          onChange={(event) => onChange({ ...disposition, isFast: event.currentTarget.checked })}
        />
      </td>
      <td>
        <TicketRuleField name={name} disposition={disposition} onChange={onChange} />
      </td>
      <td>
        <CloseButton aria-label={`${name}: ${t(campaignForm.remove)}`} onClick={onRemove} />
      </td>
    </tr>
  )
}
