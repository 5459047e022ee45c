import { Text } from '@mantine/core'
import {
  type CampaignSettings,
  linesPerTenOf,
  minimumSkillOf,
  previewRule,
  seatOrderOf,
  ticketRule,
} from '@sekisho/contract'
import type { ReactNode } from 'react'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { callOrder } from '../words/call-order.ts'
import { callIns } from '../words/call-ins.ts'
import { campaignLaw } from '../words/campaign-law.ts'
import { campaignForm } from '../words/campaigns.ts'
import { assignments } from '../words/assignments.ts'
import { preview } from '../words/preview.ts'
import { samePerson } from '../words/same-person.ts'
import { tickets } from '../words/tickets.ts'
import styles from './campaign-form.module.css'
import { numberNames } from './check-settings.ts'
import { clockOfMinute } from '../shared/minute-of-day.ts'
import { fieldsText } from './part-text.ts'

const days = ['weekday', 'saturday', 'sundayAndHoliday'] as const

/** A campaign's settings for those who check them and change nothing. */
export function SettingsRead({ settings }: { readonly settings: CampaignSettings }) {
  const { t, language } = useLanguage()
  const { callerName, visibleFields, script, dispositions, hours } = settings
  const ticketWords = (disposition: Parameters<typeof ticketRule>[0]): string[] => {
    const rule = ticketRule(disposition)
    return rule === null ? [] : [t(tickets.ruleText)(t(tickets.rules[rule.to]), formatNumber(rule.businessDays))]
  }
  return (
    <>
      <Text c="dimmed" mb="md">
        {t(campaignForm.readOnly)}
      </Text>
      <Facts
        title={t(campaignForm.basics)}
        rows={[
          { name: t(campaignForm.callerName), value: callerName },
          { name: t(campaignForm.fields), value: fieldsText(language, visibleFields) },
          ...days.map((day) => {
            const window = hours[day]
            const text =
              window === null
                ? t(campaignForm.noCalls)
                : `${clockOfMinute(window.fromMinute)} – ${clockOfMinute(window.untilMinute)}`
            return { name: `${t(campaignForm.hours)} ${t(campaignForm.days[day])}`, value: text }
          }),
          { name: t(campaignLaw.law), value: t(campaignLaw.laws[settings.law].name) },
          { name: t(campaignLaw.refusalScope), value: t(campaignLaw.scopes[settings.refusalScope]) },
          {
            name: t(campaignForm.mayHoldCards),
            value: t(campaignForm.cardsHeld[settings.mayHoldCards ? 'yes' : 'no']),
          },
          { name: t(preview.mode), value: t(preview.modes[settings.mode]) },
          { name: t(callOrder.title), value: t(callOrder.orders[settings.callOrder ?? 'due']) },
          { name: t(assignments.minimumSkill), value: t(assignments.skills[minimumSkillOf(settings)]) },
          { name: t(assignments.seatOrder), value: t(assignments.seatOrders[seatOrderOf(settings)]) },
          { name: t(callIns.whoAnswersOthers), value: t(callIns.answerOthers[settings.callersOnNoList ?? 'operator']) },
          ...(settings.mode === 'preview'
            ? [
                { name: t(preview.seconds), value: formatNumber(previewRule(settings).seconds) },
                { name: t(preview.limit), value: t(preview.limits[previewRule(settings).atLimit]) },
              ]
            : []),
          ...(settings.mode === 'ratio'
            ? [{ name: t(preview.linesPerTen), value: (linesPerTenOf(settings) / 10).toFixed(1) }]
            : []),
          { name: t(samePerson.ofCampaign), value: t(samePerson.proposed[settings.samePersonBy ?? 'by_columns']) },
          ...numberNames.map((name) => ({ name: t(campaignForm[name]), value: formatNumber(settings[name]) })),
        ]}
      />
      <Facts
        title={t(campaignForm.script)}
        rows={script.map(({ title, text }, index) => ({ name: `${index + 1} ${title}`, value: text }))}
      />
      <Facts
        title={t(campaignForm.dispositions)}
        rows={dispositions.map(({ code, label, next, isSuccess, isFast, ticket }) => ({
          name: `${code} ${label}`,
          value: [
            t(campaignForm.nexts[next]),
            ...(isSuccess ? [t(campaignForm.success)] : []),
            ...(isFast ? [t(campaignForm.fast)] : []),
            ...ticketWords({ code, ticket }),
          ].join('・'),
        }))}
      />
    </>
  )
}

interface FactsProps {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly value: ReactNode }[]
}

function Facts({ title, rows }: FactsProps) {
  return (
    <Section title={title}>
      <dl className={styles.read}>
        {rows.map(({ name, value }) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
