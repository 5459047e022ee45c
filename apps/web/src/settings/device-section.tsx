import { Text } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { settings } from '../words/settings.ts'
import { type Device, DeviceList } from '../shared/device-list.tsx'

/** One's own devices, to look at: a device may be shared, so an account manager ends it. */
export function DeviceSection({ devices }: { readonly devices: readonly Device[] }) {
  const { t } = useLanguage()
  return (
    <Section title={t(settings.devices)}>
      <Text c="dimmed" mb="sm">
        {t(settings.devicesLead)}
      </Text>
      <DeviceList devices={devices} />
    </Section>
  )
}
