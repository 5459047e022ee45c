import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { memoPurposes } from '@sekisho/contract'
import type { MemoPurpose } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { useShownFor } from '../shared/use-shown-for.ts'
import { words } from '../words/common.ts'
import { memos } from '../words/memos.ts'

interface OpenMemoProps {
  readonly tenantId: string
  readonly attemptId: string
}

/** What for, and then the memo, for two minutes. It is kept nowhere: shown again, it is opened and entered again. */
export function OpenMemo({ tenantId, attemptId }: OpenMemoProps) {
  const { t } = useLanguage()
  const [purpose, setPurpose] = useState<MemoPurpose>(memoPurposes[0])
  const read = useAct('memos.read')
  const { data, reset } = read
  if (data !== undefined) return <ShownMemo text={data.text} position={data.entryPosition} onHide={reset} />
  return (
    <>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t(memos.purpose)}
          value={purpose}
          data={memoPurposes.map((each) => ({ value: each, label: t(words.purposes[each]) }))}
          onChange={(event) => setPurpose(memoPurposes.find((each) => each === event.currentTarget.value) ?? purpose)}
        />
        <Button
          loading={read.isPending}
          onClick={() => read.mutate({ params: { tenantId, attemptId }, body: { purpose } })}
        >
          {t(memos.open)}
        </Button>
      </Group>
      <ProblemNotice problem={read.error} />
    </>
  )
}

interface ShownMemoProps {
  readonly text: string
  readonly position: number
  readonly onHide: () => void
}

function ShownMemo({ text, position, onHide }: ShownMemoProps) {
  const { t } = useLanguage()
  const leftMs = useShownFor(onHide)
  return (
    <>
      <Text role="status" style={{ whiteSpace: 'pre-wrap' }}>
        {text}
      </Text>
      <Group gap="md" mt="xs">
        <RecordMark position={position} />
        <Text c="dimmed">{t(memos.hidesIn)(formatTimer(leftMs))}</Text>
        <Button size="xs" variant="default" onClick={onHide}>
          {t(memos.hide)}
        </Button>
      </Group>
    </>
  )
}
