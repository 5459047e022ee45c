import { Text } from '@mantine/core'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { DeviceList } from '../shared/device-list.tsx'
import { AskForProof } from './ask-for-proof.tsx'
import { settings } from '../words/settings.ts'

interface PersonDevicesProps {
  readonly personId: string
  readonly mayManage: boolean
}

/** From where somebody signs in, and the end of a device that was lost. */
export function PersonDevices({ personId, mayManage }: PersonDevicesProps) {
  const { t } = useLanguage()
  const read = useRead('people.devices', { params: { personId } })
  const withdraw = useAct('devices.withdraw', ['people.devices', 'people.list'])
  if (read.data === undefined) return read.isPending ? <Loading /> : <ProblemNotice problem={read.error} />
  return (
    <div>
      <Text fw={600}>{t(settings.devices)}</Text>
      <DeviceList
        devices={read.data.devices}
        renderAction={({ deviceId, people }) =>
          mayManage && (
            <ConfirmInline
              size="compact-sm"
              color="shu"
              label={t(settings.deviceWithdraw)}
              question={t(settings.deviceWithdrawQuestion)(formatNumber(people))}
              isPending={withdraw.isPending && withdraw.variables.params.deviceId === deviceId}
              onConfirm={() => withdraw.mutate({ params: { deviceId }, body: {} })}
            />
          )
        }
      />
      <ProblemNotice problem={withdraw.error} />
      <AskForProof problem={withdraw.error} />
    </div>
  )
}
