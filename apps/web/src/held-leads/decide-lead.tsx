import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { type HeldLead, type LeadDecisionGround, leadDecisionGrounds } from '@sekisho/contract'
import { useState } from 'react'
import { OpenMemo } from '../memos/open-memo.tsx'
import type { CallInput } from '../shared/api/call.ts'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { parseCallbackTime } from '../shared/callback-time.ts'
import { whyNotOpen } from '../shared/open-hours.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { heldLeads } from '../words/held-leads.ts'
import { DecisionProblem } from './decision-problem.tsx'

const choices = ['call_again', 'final', 'offer', 'all'] as const
type Choice = (typeof choices)[number]
type Decision = CallInput<'heldLeads.decide'>['body']

interface DecideLeadProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly lead: HeldLead
  readonly onDecided: () => void
  /** Somebody else was first: the lead is about to leave the list. */
  readonly onLost: () => void
}

/** What becomes of one lead, and why; the memo of its last call beside it, opened only when asked for. */
export function DecideLead({ tenantId, campaignId, lead, onDecided, onLost }: DecideLeadProps) {
  const { t, language } = useLanguage()
  const [choice, setChoice] = useState<Choice | null>(null)
  const [ground, setGround] = useState<LeadDecisionGround | null>(null)
  const [typed, setTyped] = useState('')
  const decide = useAct('heldLeads.decide', ['heldLeads.list', 'campaigns.read'])
  const now = useNow(10_000)
  const at = parseCallbackTime(typed, now)
  const hours = useRead('calendar.hours', { params: { tenantId, campaignId } }, { enabled: typed !== '' })
  const whyNot = at === null || hours.data === undefined ? null : whyNotOpen(at, hours.data)
  const refused: Partial<Record<Choice, string>> = {
    ...(lead.mayCallAgain ? {} : { call_again: t(heldLeads.notCallable) }),
    ...(lead.wasCalled ? {} : { offer: t(heldLeads.neverCalled), all: t(heldLeads.neverCalled) }),
  }
  const body = choice === null || ground === null ? null : bodyOf(choice, ground, lead.revision, at)
  const submit = () => {
    if (body === null) return
    decide.mutate(
      { params: { tenantId, leadId: lead.leadId }, body },
      {
        onSuccess: onDecided,
        onError: ({ code }) => {
          if (code === 'conflict') onLost()
          // it may be gone, or be somebody by now who is not to be called
          void queryClient.invalidateQueries({ queryKey: ['heldLeads.list'] })
        },
      },
    )
  }
  return (
    <Stack gap="md">
      {lead.memoOf !== null && <OpenMemo tenantId={tenantId} attemptId={lead.memoOf} />}
      <Radio.Group
        label={t(heldLeads.decision)}
        value={choice}
        onChange={(value) => setChoice(choices.find((each) => each === value) ?? null)}
      >
        <Stack gap="xs" mt="xs">
          {choices.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(heldLeads.decisions[each])}
              description={refused[each] ?? t(heldLeads.decisionHints[each])}
              disabled={refused[each] !== undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {choice === 'call_again' && (
        <TextInput
          maw="24rem"
          label={t(heldLeads.at)}
          description={at === null ? t(heldLeads.atHint) : t(heldLeads.atRead)(formatMoment(language, at))}
          value={typed}
          error={typed.trim() !== '' && at === null ? t(heldLeads.atUnread) : whyNot !== null && t(whyNot)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        maw="24rem"
        label={t(heldLeads.ground)}
        value={ground ?? ''}
        data={[
          { value: '', label: '' },
          ...leadDecisionGrounds.map((each) => ({ value: each, label: t(heldLeads.grounds[each]) })),
        ]}
        onChange={(event) => setGround(leadDecisionGrounds.find((each) => each === event.currentTarget.value) ?? null)}
      />
      <DecisionProblem problem={decide.error} />
      <div>
        <Button
          onClick={submit}
          loading={decide.isPending}
          disabled={body === null || (choice === 'call_again' && whyNot !== null)}
        >
          {t(heldLeads.decide)}
        </Button>
      </div>
    </Stack>
  )
}

/** Null while a time is still missing. */
function bodyOf(choice: Choice, ground: LeadDecisionGround, revision: number, at: number | null): Decision | null {
  switch (choice) {
    case 'call_again':
      return at === null ? null : { decision: 'call_again', revision, ground, at }
    case 'final':
      return { decision: 'final', revision, ground }
    case 'offer':
    case 'all':
      return { decision: 'refused', revision, ground, reach: choice }
  }
}
