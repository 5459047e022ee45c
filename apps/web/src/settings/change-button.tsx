import { Button, Group, Text } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { signIn } from '../words/sign-in.ts'

interface ChangeButtonProps {
  readonly isProven: boolean
  readonly label: string
  readonly isPending?: boolean
  readonly onClick: () => void
}

/** Begins a change, or says that a proof comes first. */
export function ChangeButton({ isProven, label, isPending = false, onClick }: ChangeButtonProps) {
  const { t } = useLanguage()
  return (
    <Group gap="sm">
      <Button variant="default" disabled={!isProven} loading={isPending} onClick={onClick}>
        {label}
      </Button>
      {!isProven && (
        <Text size="sm" c="dimmed">
          {t(signIn.proofFirst)}
        </Text>
      )}
    </Group>
  )
}
