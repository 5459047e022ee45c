import { Badge, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CallOutput } from './api/call.ts'
import { formatMoment, formatNumber } from './format.ts'
import { useLanguage } from './language.tsx'
import { settings } from '../words/settings.ts'
import { ItemList, ItemRow } from './ui/item-row.tsx'

export type Device = CallOutput<'people.devices'>['devices'][number]

interface DeviceListProps {
  readonly devices: readonly Device[]
  readonly renderAction?: (device: Device) => ReactNode
}

/** From where somebody has signed in. */
export function DeviceList({ devices, renderAction }: DeviceListProps) {
  const { t, language } = useLanguage()
  if (devices.length === 0) return <Text c="dimmed">{t(settings.devicesNone)}</Text>
  return (
    <ItemList label={t(settings.devices)}>
      {devices.map((device) => (
        <ItemRow
          key={device.deviceId}
          title={device.label}
          mark={<DeviceMark device={device} />}
          facts={[
            `${t(settings.deviceFirst)} ${formatMoment(language, device.firstAt)}`,
            `${t(settings.deviceLast)} ${formatMoment(language, device.lastAt)}`,
            t(settings.devicePeople)(formatNumber(device.people)),
          ]}
          action={device.withdrawnAt === null ? renderAction?.(device) : undefined}
        />
      ))}
    </ItemList>
  )
}

function DeviceMark({ device }: { readonly device: Device }) {
  const { t, language } = useLanguage()
  if (device.withdrawnAt !== null)
    return (
      <Badge variant="outline" color="gray">
        {t(settings.deviceWithdrawn)(formatMoment(language, device.withdrawnAt))}
      </Badge>
    )
  return device.isThis && <Badge variant="light">{t(settings.deviceThis)}</Badge>
}
