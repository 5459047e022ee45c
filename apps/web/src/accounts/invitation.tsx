import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { people } from '../words/accounts.ts'
import { common } from '../words/common.ts'

interface InvitationProps {
  readonly invitation: string
  readonly onClose: () => void
}

/** The link that begins an account; it stands nowhere else. */
export function Invitation({ invitation, onClose }: InvitationProps) {
  const { t } = useLanguage()
  const link = `${location.origin}/invitation#${invitation}`
  return (
    <Stack gap="sm" role="status">
      <Text>{t(people.invitationOnce)}</Text>
      <Code block>{link}</Code>
      <Group>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? common.copied : common.copy)}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t(people.invitationDone)}</Button>
      </Group>
    </Stack>
  )
}
