import { Button, Group, NativeSelect } from '@mantine/core'
import { type CorrectionReason, correctionReasons, type TakenDownNumber } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { corrections } from '../words/corrections.ts'
import { spokenNumber as words } from '../words/spoken-number.ts'

interface TakenDownNumbersProps {
  readonly tenantId: string
  readonly numbers: readonly TakenDownNumber[]
  readonly mayWithdraw: boolean
}

/** Each number that was registered in a call, without the number; a misheard one is withdrawn in its row. */
export function TakenDownNumbers({ tenantId, numbers, mayWithdraw }: TakenDownNumbersProps) {
  const { t, language } = useLanguage()
  const columns: readonly Column<TakenDownNumber>[] = [
    { key: 'at', head: words.at, renderCell: ({ at }) => formatMoment(language, at), isFixed: true, isTight: true },
    { key: 'operator', head: words.operator, renderCell: ({ operator }) => operator },
    { key: 'campaign', head: words.campaign, renderCell: ({ campaignName }) => campaignName },
    { key: 'reach', head: words.reach, renderCell: ({ reach }) => t(words.reaches[reach]) },
    {
      key: 'state',
      head: words.state,
      renderCell: ({ isWithdrawn }) => t(words.states[isWithdrawn ? 'withdrawn' : 'stands']),
      isTight: true,
    },
  ]
  return (
    <DataTable
      name="taken-down-numbers"
      label={t(words.list)}
      columns={columns}
      rows={numbers}
      keyOf={({ attemptId, ordinal }) => `${attemptId} ${ordinal}`}
      empty={null}
      {...(mayWithdraw
        ? { renderDetail: (taken: TakenDownNumber) => <Withdraw tenantId={tenantId} taken={taken} /> }
        : {})}
    />
  )
}

/** In the opened row: none is withdrawn by one key too many. */
function Withdraw({ tenantId, taken }: { readonly tenantId: string; readonly taken: TakenDownNumber }) {
  const { t } = useLanguage()
  const [reason, setReason] = useState<CorrectionReason>('operator_told')
  const withdraw = useAct('doNotCall.withdrawSpoken', ['doNotCall.spoken', 'doNotCall.counts'])
  const { attemptId, ordinal, isWithdrawn } = taken
  if (isWithdrawn) return <p>{t(words.states.withdrawn)}</p>
  return (
    <>
      <ProblemNotice problem={withdraw.error} />
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t(words.reason)}
          value={reason}
          data={correctionReasons.map((each) => ({ value: each, label: t(corrections.reasons[each]) }))}
          onChange={(event) =>
            setReason(correctionReasons.find((each) => each === event.currentTarget.value) ?? reason)
          }
        />
        <Button
          variant="default"
          loading={withdraw.isPending}
          onClick={() =>
            withdraw.mutate({ params: { tenantId, attemptId, ordinal: String(ordinal) }, body: { reason } })
          }
        >
          {t(words.withdraw)}
        </Button>
      </Group>
    </>
  )
}
