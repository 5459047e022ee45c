import { Button, Group, Text } from '@mantine/core'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import type { Draft } from '../shared/use-draft.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { overtaken } from '../words/overtaken.ts'
import { reportSettings } from '../words/reports.ts'
import { SettingsProblem } from './settings-problem.tsx'

interface Saving {
  readonly isPending: boolean
  readonly error: CallProblem | null
  readonly data: { readonly version: number } | undefined
  readonly reset: () => void
}

interface SaveVersionProps<Value extends object> {
  readonly draft: Draft<Value>
  readonly save: Saving
  /** Whether everything that was typed could be read. */
  readonly isReady: boolean
  readonly onSave: () => void
}

/** Saves the draft as the next version, or drops it, and says how that went. */
export function SaveVersion<Value extends object>({ draft, save, isReady, onSave }: SaveVersionProps<Value>) {
  const { t } = useLanguage()
  const isOvertaken = draft.overtaken !== null
  const { isChanged } = draft
  return (
    <>
      {/* a conflict is told above, with what was changed */}
      {save.error?.code !== 'conflict' && <SettingsProblem problem={save.error} />}
      <Group gap="sm">
        <Button onClick={onSave} loading={save.isPending} disabled={!isChanged || isOvertaken || !isReady}>
          {t(reportSettings.save)}
        </Button>
        {isChanged && !save.isPending && (
          <>
            <ConfirmInline
              label={t(overtaken.discard)}
              question={t(overtaken.dropQuestion)}
              onConfirm={() => {
                save.reset()
                draft.drop()
              }}
            />
            <Text c="dimmed">{t(overtaken.unsaved)}</Text>
          </>
        )}
        {!isChanged && save.data !== undefined && (
          <Text role="status">{t(reportSettings.saved)(String(save.data.version))}</Text>
        )}
      </Group>
    </>
  )
}
