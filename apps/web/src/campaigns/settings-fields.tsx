import {
  Button,
  Checkbox,
  CloseButton,
  NativeSelect,
  NumberInput,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { CampaignSettings } from '@sekisho/contract'
import { fieldCodes, scriptAudiences } from '@sekisho/contract'
import { fieldName } from '../shared/field-name.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { settingHints } from '../words/campaign-set-up.ts'
import { campaignForm } from '../words/campaigns.ts'
import { whoAnswered } from '../words/who-answered.ts'
import styles from './campaign-form.module.css'
import { numberBounds, numberNames } from './check-settings.ts'
import { DispositionTable } from './disposition-table.tsx'
import { moved, replaced, without } from './edit-array.ts'
import { HoursFields } from './hours-fields.tsx'
import { LawFields } from './law-fields.tsx'
import { ModeFields } from './mode-fields.tsx'
import { SamePersonField } from './same-person-field.tsx'

export interface SettingsPartProps {
  readonly settings: CampaignSettings
  readonly onChange: (settings: CampaignSettings) => void
}

/** Everything a supervisor sets for a campaign, in the order it is thought of. */
export function SettingsFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  return (
    <>
      <Section title={t(campaignForm.callerName)} place="caller-name">
        <TextInput
          aria-label={t(campaignForm.callerName)}
          description={t(campaignForm.callerNameHint)}
          placeholder={t(campaignForm.callerNameExample)}
          maxLength={120}
          value={settings.callerName}
          onChange={(event) => onChange({ ...settings, callerName: event.currentTarget.value })}
        />
      </Section>
      <VisibleFields settings={settings} onChange={onChange} />
      <ScriptSteps settings={settings} onChange={onChange} />
      <DispositionTable settings={settings} onChange={onChange} />
      <LawFields settings={settings} onChange={onChange} />
      <HoursFields settings={settings} onChange={onChange} />
      <Section title={t(campaignForm.calling)}>
        <ModeFields settings={settings} onChange={onChange} />
        <div className={styles.numbers}>
          {numberNames.map((name) => (
            <NumberInput
              key={name}
              label={t(campaignForm[name])}
              description={t(settingHints[name])}
              min={numberBounds[name][0]}
              max={numberBounds[name][1]}
              allowDecimal={false}
              value={settings[name]}
              onChange={(value) => onChange({ ...settings, [name]: typeof value === 'number' ? value : Number.NaN })}
            />
          ))}
        </div>
      </Section>
    </>
  )
}

function VisibleFields({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const { visibleFields } = settings
  const change = (fields: CampaignSettings['visibleFields']) => onChange({ ...settings, visibleFields: fields })
  const free = fieldCodes.filter((code) => !visibleFields.some(({ field }) => field === code))
  return (
    <Section title={t(campaignForm.fields)} place="fields">
      <Text c="dimmed" mb="sm">
        {t(campaignForm.fieldsHint)}
        <br />
        {t(settingHints.fields)}
        <br />
        {t(whoAnswered.afterConfirmationHint)}
      </Text>
      {visibleFields.map((visible, index) => (
        <div key={visible.field} className={styles.row}>
          <NativeSelect
            aria-label={`${t(campaignForm.fields)} ${index + 1}`}
            value={visible.field}
            data={[visible.field, ...free].map((code) => ({ value: code, label: t(fieldName(code)) }))}
            onChange={(event) => {
              const field = fieldCodes.find((code) => code === event.currentTarget.value)
              if (field !== undefined)
                change(replaced(visibleFields, index, { ...visible, field, label: t(fieldName(field)) }))
            }}
          />
          <TextInput
            aria-label={`${t(fieldName(visible.field))}: ${t(campaignForm.fieldLabel)}`}
            maxLength={40}
            value={visible.label}
            onChange={(event) =>
              change(replaced(visibleFields, index, { ...visible, label: event.currentTarget.value }))
            }
          />
          <Checkbox
            label={t(whoAnswered.afterConfirmation)}
            aria-label={`${visible.label}: ${t(whoAnswered.afterConfirmation)}`}
            checked={visible.afterConfirmation === true}
            onChange={(event) =>
              change(replaced(visibleFields, index, { ...visible, afterConfirmation: event.currentTarget.checked }))
            }
          />
          <RowTools
            name={visible.label}
            onUp={index === 0 ? undefined : () => change(moved(visibleFields, index, -1))}
            onRemove={() => change(without(visibleFields, index))}
          />
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        disabled={free.length === 0}
        onClick={() => {
          const field = free[0]
          if (field !== undefined) change([...visibleFields, { field, label: t(fieldName(field)) }])
        }}
      >
        {t(campaignForm.addField)}
      </Button>
      <Switch
        mt="md"
        label={t(campaignForm.mayHoldCards)}
        description={t(campaignForm.mayHoldCardsHint)}
        checked={settings.mayHoldCards}
        onChange={(event) => onChange({ ...settings, mayHoldCards: event.currentTarget.checked })}
      />
      <SamePersonField settings={settings} onChange={onChange} />
    </Section>
  )
}

function ScriptSteps({ settings, onChange }: SettingsPartProps) {
  const { t } = useLanguage()
  const { script } = settings
  const change = (steps: CampaignSettings['script']) => onChange({ ...settings, script: steps })
  return (
    <Section title={t(campaignForm.script)} place="script">
      {script.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step has no name of its own; its place is its identity
        <div key={index} className={styles.step}>
          <span className={styles.stepNumber}>{index + 1}</span>
          <TextInput
            aria-label={`${index + 1} ${t(campaignForm.stepTitle)}`}
            placeholder={t(campaignForm.stepTitle)}
            maxLength={60}
            value={step.title}
            onChange={(event) => change(replaced(script, index, { ...step, title: event.currentTarget.value }))}
          />
          <Textarea
            aria-label={`${index + 1} ${t(campaignForm.stepText)}`}
            placeholder={t(campaignForm.stepText)}
            autosize
            minRows={2}
            maxLength={2000}
            value={step.text}
            onChange={(event) => change(replaced(script, index, { ...step, text: event.currentTarget.value }))}
          />
          <NativeSelect
            aria-label={`${index + 1} ${t(whoAnswered.audience)}`}
            value={step.audience ?? 'anybody'}
            data={scriptAudiences.map((audience) => ({ value: audience, label: t(whoAnswered.audiences[audience]) }))}
            onChange={(event) => {
              const audience = scriptAudiences.find((each) => each === event.currentTarget.value)
              if (audience !== undefined) change(replaced(script, index, { ...step, audience }))
            }}
          />
          <RowTools
            name={step.title}
            onUp={index === 0 ? undefined : () => change(moved(script, index, -1))}
            onRemove={() => change(without(script, index))}
          />
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        disabled={script.length >= 20}
        onClick={() => change([...script, { title: '', text: '' }])}
      >
        {t(campaignForm.addStep)}
      </Button>
    </Section>
  )
}

interface RowToolsProps {
  readonly name: string
  readonly onUp: (() => void) | undefined
  readonly onRemove: () => void
}

function RowTools({ name, onUp, onRemove }: RowToolsProps) {
  const { t } = useLanguage()
  return (
    <span className={styles.tools}>
      <Button
        variant="subtle"
        size="compact-sm"
        disabled={onUp === undefined}
        aria-label={`${name}: ${t(campaignForm.up)}`}
        onClick={onUp}
      >
        ↑
      </Button>
      <CloseButton aria-label={`${name}: ${t(campaignForm.remove)}`} onClick={onRemove} />
    </span>
  )
}
