import { NativeSelect } from '@mantine/core'
import { mostHandoverDays } from '@sekisho/contract'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { handovers } from '../words/handovers.ts'

const choices = Array.from({ length: mostHandoverDays + 1 }, (_, days) => String(days))

/** Within how many business days hand-overs of the tenant are entered. */
export function HandoverRule({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const params = { tenantId }
  const { data, error } = useRead('handovers.rule', { params })
  const set = useAct('handovers.setRule', ['handovers.rule', 'handovers.read'])
  return (
    <>
      {data !== undefined && (
        <NativeSelect
          w="16rem"
          label={t(handovers.setRule)}
          description={t(handovers.setRuleHint)}
          value={String(data.businessDays)}
          data={choices}
          disabled={set.isPending}
          onChange={(event) =>
            set.mutate({ params, body: { revision: data.revision, businessDays: Number(event.currentTarget.value) } })
          }
        />
      )}
      <ProblemNotice problem={error ?? set.error} />
    </>
  )
}
