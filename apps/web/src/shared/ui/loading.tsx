import { Group, Loader, Text } from '@mantine/core'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'

/** A spinner with words: what is being waited for. */
export function Loading({ label }: { readonly label?: string }) {
  const { t } = useLanguage()
  return (
    <Group gap="sm" p="lg" role="status">
      <Loader size="sm" />
      <Text c="dimmed">{label ?? t(common.loading)}</Text>
    </Group>
  )
}
