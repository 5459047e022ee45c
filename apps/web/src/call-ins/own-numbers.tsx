import { Button } from '@mantine/core'
import type { OwnNumber } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { callIns } from '../words/call-ins.ts'
import { faq } from '../words/faq.ts'
import styles from './call-ins.module.css'
import { written } from './written-number.ts'

interface OwnNumbersProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly numbers: readonly OwnNumber[]
  readonly mayManage: boolean
  /** @param news  what was done, in words */
  readonly onDone: (news: string) => void
}

export function OwnNumbers({ tenantId, campaignId, numbers, mayManage, onDone }: OwnNumbersProps) {
  const { t, language } = useLanguage()
  const columns: readonly Column<OwnNumber>[] = [
    {
      key: 'number',
      head: callIns.number,
      renderCell: ({ number }) => <span className={styles.number}>{written(number)}</span>,
      isFixed: true,
    },
    {
      key: 'use',
      head: callIns.use,
      renderCell: ({ assignmentId }) =>
        t(assignmentId === numbers[0]?.assignmentId ? callIns.shown : callIns.answeredOnly),
    },
    { key: 'by', head: callIns.by, renderCell: ({ assignedBy }) => assignedBy, isTight: true },
    { key: 'at', head: callIns.at, renderCell: ({ assignedAt }) => formatMoment(language, assignedAt), isTight: true },
  ]
  return (
    <DataTable
      name="own-numbers"
      label={t(callIns.numbers)}
      columns={columns}
      rows={numbers}
      keyOf={({ assignmentId }) => assignmentId}
      total={t(faq.found)(formatNumber(numbers.length))}
      empty={<PageState title={t(callIns.none)}>{t(callIns.noneBody)}</PageState>}
      {...(mayManage
        ? {
            renderDetail: ({ assignmentId }: OwnNumber) => (
              <Withdraw params={{ tenantId, campaignId, assignmentId }} onDone={onDone} />
            ),
          }
        : {})}
    />
  )
}

interface WithdrawProps {
  readonly params: { readonly tenantId: string; readonly campaignId: string; readonly assignmentId: string }
  readonly onDone: (news: string) => void
}

/** In the opened row: a number is not withdrawn by one key too many. */
function Withdraw({ params, onDone }: WithdrawProps) {
  const { t } = useLanguage()
  const withdraw = useAct('ownNumbers.withdraw', ['callIns.read'])
  return (
    <>
      <ProblemNotice problem={withdraw.error} />
      <Button
        variant="default"
        loading={withdraw.isPending}
        onClick={() => withdraw.mutate({ params }, { onSuccess: () => onDone(t(callIns.withdrawn)) })}
      >
        {t(callIns.withdrawSure)}
      </Button>
    </>
  )
}
