import { Button, Group, NativeSelect } from '@mantine/core'
import { mostHandoverDays } from '@sekisho/contract'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { handovers } from '../words/handovers.ts'

const choices = Array.from({ length: mostHandoverDays + 1 }, (_, days) => String(days))

/** Within how many business days hand-overs of the tenant are entered. Each change is an entry, so it is made once it is meant. */
export function HandoverRule({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const params = { tenantId }
  const { data, error } = useRead('handovers.rule', { params })
  const [chosen, setChosen] = useState<string | null>(null)
  const set = useAct('handovers.setRule', ['handovers.rule', 'handovers.read'])
  return (
    <>
      {data !== undefined && (
        <Group align="end" gap="sm">
          <NativeSelect
            w="16rem"
            label={t(handovers.setRule)}
            description={t(handovers.setRuleHint)}
            value={chosen ?? String(data.businessDays)}
            data={choices}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <Button
            variant="default"
            loading={set.isPending}
            disabled={chosen === null || chosen === String(data.businessDays)}
            onClick={() =>
              set.mutate(
                { params, body: { revision: data.revision, businessDays: Number(chosen) } },
                { onSuccess: () => setChosen(null) },
              )
            }
          >
            {t(common.save)}
          </Button>
        </Group>
      )}
      <ProblemNotice problem={error ?? set.error} />
    </>
  )
}
