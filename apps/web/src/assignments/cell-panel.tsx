import { Button, SegmentedControl, Text } from '@mantine/core'
import { assignmentPriorities, skillLevels } from '@sekisho/contract'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { assignments as words } from '../words/assignments.ts'
import styles from './assignments.module.css'
import { type Assigned, assignedIn, type Cell } from './change-cell.ts'

interface CellPanelProps {
  readonly cell: Cell
  readonly isReadOnly: boolean
  readonly isBusy: boolean
  readonly onChange: (cell: Cell, assigned: Assigned) => void
}

/** The chosen cell in words, for the mouse and for whoever does not know the keys. */
export function CellPanel({ cell, isReadOnly, isBusy, onChange }: CellPanelProps) {
  const { t, language } = useLanguage()
  const { person, campaign, current, isReachable } = cell
  const assigned = assignedIn(cell)
  const isOff = isReadOnly || isBusy || !isReachable
  return (
    <Section title={`${person.displayName} · ${campaign.name}`}>
      {!isReachable && <Text mb="xs">{t(words.unreachableBody)}</Text>}
      <div className={styles.panel}>
        <fieldset>
          <legend>{t(words.skill)}</legend>
          <SegmentedControl
            aria-label={t(words.skill)}
            value={assigned === null ? '' : String(assigned.skill)}
            disabled={isOff}
            data={skillLevels.map((each) => ({ value: String(each), label: `${each} ${t(words.skills[each])}` }))}
            onChange={(value) => {
              const skill = skillLevels.find((each) => String(each) === value)
              if (skill !== undefined) onChange(cell, { skill, priority: assigned?.priority ?? 1 })
            }}
          />
        </fieldset>
        <fieldset>
          <legend>{t(words.priority)}</legend>
          <SegmentedControl
            aria-label={t(words.priority)}
            value={assigned === null ? '' : String(assigned.priority)}
            disabled={isOff || assigned === null}
            data={assignmentPriorities.map((each) => ({ value: String(each), label: t(words.priorities[each]) }))}
            onChange={(value) => {
              const priority = assignmentPriorities.find((each) => String(each) === value)
              if (priority !== undefined && assigned !== null) onChange(cell, { ...assigned, priority })
            }}
          />
        </fieldset>
        <Button
          variant="default"
          disabled={isReadOnly || isBusy || assigned === null}
          onClick={() => onChange(cell, null)}
        >
          {t(words.withdraw)}
        </Button>
      </div>
      {current !== null && (
        <Text c="dimmed" fz="sm" mt="xs">
          {t(words.by)(current.by, formatMoment(language, current.at))}
        </Text>
      )}
    </Section>
  )
}
