import { Group, NativeSelect, Stack } from '@mantine/core'
import { setAsideGrounds } from '@sekisho/contract'
import type { SetAsideGround } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { refusedRows } from '../words/refused-rows.ts'
import type { Correction, Place } from './use-correction.ts'

interface SetAsideRowProps {
  readonly place: Place
  readonly correction: Correction
}

/** For a row that is not corrected: why, and what that means, before it is done. */
export function SetAsideRow({ place, correction }: SetAsideRowProps) {
  const { t } = useLanguage()
  const [ground, setGround] = useState<SetAsideGround>(setAsideGrounds[0])
  const setAside = useAct('refusedRows.setAside', ['lists.refusedRows', 'lists.read'])
  const rowNumber = Number(place.rowNumber)
  const confirm = () =>
    setAside.mutate(
      { params: place, body: { ground } },
      {
        onSuccess(answer) {
          const said =
            answer.outcome === 'settled'
              ? correction.wasFirst(rowNumber, answer)
              : t(refusedRows.wasSetAside)(formatNumber(rowNumber))
          void correction.next(rowNumber, said)
        },
      },
    )
  return (
    <Stack gap="xs" mt="md">
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={t(refusedRows.setAsideTitle)}
          value={ground}
          data={setAsideGrounds.map((each) => ({ value: each, label: t(refusedRows.grounds[each]) }))}
          onChange={(event) => setGround(setAsideGrounds.find((each) => each === event.currentTarget.value) ?? ground)}
        />
        <ConfirmInline
          label={t(refusedRows.setAside)}
          question={t(refusedRows.setAsideQuestion)}
          isPending={setAside.isPending}
          onConfirm={confirm}
        />
      </Group>
      <ProblemNotice problem={setAside.error} />
    </Stack>
  )
}
