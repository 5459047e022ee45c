import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { confirmation } from '../words/confirmation.ts'
import { common } from '../words/common.ts'
import styles from './accounts.module.css'
import { AskForProof } from './ask-for-proof.tsx'

interface ConfirmPageProps {
  readonly tenantId: string
}

/** A colleague looks at who began an account: first whose it is, then that it is the one who stands there (F-15). */
export function ConfirmPage({ tenantId }: ConfirmPageProps) {
  const { t } = useLanguage()
  const [shown, setShown] = useState({ login: '', code: '' })
  const read = useAct('confirmations.read')
  const confirm = useAct('confirmations.confirm')
  const call = { params: { tenantId }, body: shown }
  const restart = () => {
    setShown({ login: '', code: '' })
    read.reset()
    confirm.reset()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    read.mutate(call)
  }
  const isReady = shown.login.trim() !== '' && shown.code.normalize('NFKC').replaceAll(/\D/g, '').length === 8
  return (
    <Page title={t(confirmation.title)} lead={t(confirmation.lead)} isNarrow>
      <Section>
        {confirm.isSuccess ? (
          <Stack gap="sm" align="flex-start" role="status">
            <Text>✓ {t(confirmation.done)(read.data?.displayName ?? '')}</Text>
            <Button variant="default" autoFocus onClick={restart}>
              {t(confirmation.next)}
            </Button>
          </Stack>
        ) : read.data === undefined ? (
          <form onSubmit={submit}>
            <Stack gap="sm">
              <TextInput
                label={t(confirmation.login)}
                autoFocus
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                maxLength={64}
                value={shown.login}
                onChange={(event) => setShown({ ...shown, login: event.currentTarget.value })}
              />
              <TextInput
                label={t(confirmation.code)}
                inputMode="numeric"
                autoComplete="off"
                maxLength={20}
                value={shown.code}
                onChange={(event) => setShown({ ...shown, code: event.currentTarget.value })}
              />
              <ProblemNotice problem={read.error} />
              <Group>
                <Button type="submit" loading={read.isPending} disabled={!isReady}>
                  {t(confirmation.look)}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Whose
            whose={read.data}
            isPending={confirm.isPending}
            onConfirm={() => confirm.mutate(call)}
            onCancel={restart}
          />
        )}
        <ProblemNotice problem={confirm.error} />
        <AskForProof problem={read.error ?? confirm.error} />
      </Section>
    </Page>
  )
}

interface WhoseProps {
  readonly whose: CallOutput<'confirmations.read'>
  readonly isPending: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

function Whose({ whose, isPending, onConfirm, onCancel }: WhoseProps) {
  const { t, language } = useLanguage()
  const [stands, setStands] = useState(false)
  return (
    <Stack gap="sm">
      <dl className={styles.whose}>
        <dt>{t(confirmation.name)}</dt>
        <dd>
          <strong>{whose.displayName}</strong>
        </dd>
        <dt>{t(confirmation.company)}</dt>
        <dd>{whose.companyName}</dd>
        <dt>{t(confirmation.issuedBy)}</dt>
        <dd>{whose.issuedBy}</dd>
        <dt>{t(confirmation.redeemedAt)}</dt>
        <dd>{formatMoment(language, whose.redeemedAt)}</dd>
      </dl>
      {whose.isOnIssuersDevice && (
        <Text role="alert" c="var(--alarm)" fw={600}>
          ▲ {t(confirmation.issuersDevice)(whose.issuedBy)}
        </Text>
      )}
      <Checkbox
        autoFocus
        label={t(confirmation.stands)(whose.displayName)}
        checked={stands}
        onChange={(event) => setStands(event.currentTarget.checked)}
      />
      <Group>
        <Button loading={isPending} disabled={!stands} onClick={onConfirm}>
          {t(confirmation.confirm)}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t(common.cancel)}
        </Button>
      </Group>
    </Stack>
  )
}
