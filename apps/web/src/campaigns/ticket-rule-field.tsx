import { Group, NativeSelect, NumberInput } from '@mantine/core'
import { type CampaignSettings, usualTickets } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { tickets } from '../words/tickets.ts'
import styles from './campaign-form.module.css'

type Disposition = CampaignSettings['dispositions'][number]

const usual = 'usual'
const choices = ['nobody', 'supervisor', 'client'] as const

interface TicketRuleFieldProps {
  /** Of the result, for screen readers. */
  readonly name: string
  readonly disposition: Disposition
  readonly onChange: (disposition: Disposition) => void
}

/** Whether a result makes a hand-over ticket, for whom, and how soon that is due. */
export function TicketRuleField({ name, disposition, onChange }: TicketRuleFieldProps) {
  const { t } = useLanguage()
  const { ticket, ...rest } = disposition
  const usually = usualTickets[disposition.code]
  const choose = (value: string) => {
    const to = choices.find((choice) => choice === value)
    if (to === undefined) onChange(rest)
    else onChange({ ...rest, ticket: { to, businessDays: ticket?.businessDays ?? usually?.businessDays ?? 2 } })
  }
  return (
    <Group gap={4} wrap="nowrap">
      <NativeSelect
        className={styles.ticket}
        aria-label={`${name}: ${t(tickets.rule)}`}
        value={ticket?.to ?? usual}
        data={[
          { value: usual, label: `${t(tickets.rules.usual)}: ${t(tickets.rules[usually?.to ?? 'nobody'])}` },
          ...choices.map((value) => ({ value, label: t(tickets.rules[value]) })),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {ticket !== undefined && ticket.to !== 'nobody' && (
        <NumberInput
          className={styles.days}
          aria-label={`${name}: ${t(tickets.ruleDays)}`}
          title={t(tickets.ruleDays)}
          min={0}
          max={20}
          allowDecimal={false}
          value={ticket.businessDays}
          onChange={(days) => {
            if (typeof days === 'number') onChange({ ...rest, ticket: { ...ticket, businessDays: days } })
          }}
        />
      )}
    </Group>
  )
}
