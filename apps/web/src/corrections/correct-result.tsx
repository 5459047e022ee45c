import { Alert, Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import {
  type CorrectionEffect,
  type CorrectionReason,
  correctionReasons,
  type RecordedAttempt,
} from '@sekisho/contract'
import { useState } from 'react'
import { OpenMemo } from '../memos/open-memo.tsx'
import type { CallOutput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { parseCallbackTime } from '../shared/callback-time.ts'
import { whyNotOpen } from '../shared/open-hours.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { corrections } from '../words/corrections.ts'

interface CorrectResultProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly attempt: RecordedAttempt
  readonly results: CallOutput<'corrections.attempts'>['results']
  readonly nameOf: (code: string) => string
  readonly onCorrected: (effect: CorrectionEffect) => void
  /** Somebody else was first. */
  readonly onLost: () => void
}

/** One call: what its result was, and what it is to be. Its memo beside it, opened only when asked for. */
export function CorrectResult({
  tenantId,
  campaignId,
  attempt,
  results,
  nameOf,
  onCorrected,
  onLost,
}: CorrectResultProps) {
  const { t, language } = useLanguage()
  const [disposition, setDisposition] = useState('')
  const [reason, setReason] = useState<CorrectionReason | null>(null)
  const [typed, setTyped] = useState('')
  const correct = useAct('corrections.correct', ['corrections.attempts', 'doNotCall.counts'])
  const now = useNow(10_000)
  const at = parseCallbackTime(typed, now)
  const hours = useRead('calendar.hours', { params: { tenantId, campaignId } }, { enabled: typed !== '' })
  const whyNot = at === null || hours.data === undefined ? null : whyNotOpen(at, hours.data)
  const callback = results.find(({ code }) => code === disposition)?.callback ?? 'never'
  const isUnread = typed.trim() !== '' && at === null
  const lacksTime =
    (callback === 'must' ? at === null : callback === 'may' && isUnread) || (callback !== 'never' && whyNot !== null)
  const submit = () => {
    if (disposition === '' || reason === null || lacksTime) return
    const version = attempt.corrections.length
    const callbackAt = callback === 'never' || at === null ? {} : { callbackAt: at }
    correct.mutate(
      { params: { tenantId, attemptId: attempt.attemptId }, body: { disposition, reason, version, ...callbackAt } },
      {
        onSuccess: onCorrected,
        onError: ({ code }) => {
          if (code === 'conflict') onLost()
          void queryClient.invalidateQueries({ queryKey: ['corrections.attempts'] })
        },
      },
    )
  }
  return (
    <Stack gap="md">
      <History attempt={attempt} nameOf={nameOf} />
      {attempt.hasMemo && <OpenMemo tenantId={tenantId} attemptId={attempt.attemptId} />}
      <NativeSelect
        maw="24rem"
        label={t(corrections.newResult)}
        value={disposition}
        data={[
          { value: '', label: t(corrections.choose) },
          ...results.filter(({ isOffered }) => isOffered).map(({ code }) => ({ value: code, label: nameOf(code) })),
        ]}
        onChange={(event) => setDisposition(event.currentTarget.value)}
      />
      {callback !== 'never' && (
        <TextInput
          maw="24rem"
          label={t(corrections.at)}
          description={at === null ? t(corrections.atHint) : t(corrections.atRead)(formatMoment(language, at))}
          value={typed}
          required={callback === 'must'}
          error={isUnread ? t(corrections.atUnread) : whyNot !== null && t(whyNot)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        maw="24rem"
        label={t(corrections.reason)}
        value={reason ?? ''}
        data={[
          { value: '', label: t(corrections.choose) },
          ...correctionReasons.map((each) => ({ value: each, label: t(corrections.reasons[each]) })),
        ]}
        onChange={(event) => setReason(correctionReasons.find((each) => each === event.currentTarget.value) ?? null)}
      />
      <Text c="dimmed">{t(corrections.follows)}</Text>
      <CorrectionProblem problem={correct.error} />
      <div>
        <Button
          onClick={submit}
          loading={correct.isPending}
          disabled={disposition === '' || reason === null || lacksTime}
        >
          {t(corrections.submit)}
        </Button>
      </div>
    </Stack>
  )
}

function History({ attempt, nameOf }: Pick<CorrectResultProps, 'attempt' | 'nameOf'>) {
  const { t, language } = useLanguage()
  if (attempt.corrections.length === 0) return null
  return (
    <div>
      <Text fw={600}>{t(corrections.history)}</Text>
      <ol>
        {attempt.corrections.map(({ at, by, reason, before, after, movedLead }) => (
          <li key={at}>
            {formatMoment(language, at)} {t(corrections.change)(nameOf(before), nameOf(after))} · {by} ·{' '}
            {t(corrections.reasons[reason])}
            {!movedLead && ` · ${t(corrections.leadStayed)}`}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Why it was not corrected, in words. */
function CorrectionProblem({ problem }: { readonly problem: CallProblem | null }) {
  const { t } = useLanguage()
  if (problem === null) return null
  const { problems } = corrections
  const known = problem.detail.find((code) => code in problems)
  if (known === undefined) return <ProblemNotice problem={problem} />
  return <Alert color="shu" role="alert" title={t(problems[known as keyof typeof problems])} />
}
