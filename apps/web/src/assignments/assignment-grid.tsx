import type { AssignableCampaign } from '@sekisho/contract'
import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { assignments as words } from '../words/assignments.ts'
import styles from './assignments.module.css'
import { assignedIn, changeByKey, placeAfter } from './change-cell.ts'
import type { Assigned, Cell } from './change-cell.ts'

interface Place {
  readonly row: number
  readonly column: number
}

interface AssignmentGridProps {
  readonly rows: readonly (readonly Cell[])[]
  readonly campaigns: readonly AssignableCampaign[]
  readonly place: Place
  readonly onPlace: (place: Place) => void
  readonly onChange: (cell: Cell, assigned: Assigned) => void
}

/** People by campaigns; one cell has the focus, and its keys change it (WAI-ARIA grid). */
export function AssignmentGrid({ rows, campaigns, place, onPlace, onChange }: AssignmentGridProps) {
  const { t } = useLanguage()
  const table = useRef<HTMLTableElement>(null)

  const press = (event: KeyboardEvent, cell: Cell) => {
    // nothing is chosen while a name is being converted
    if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const next = placeAfter(event.key, place, { rows: rows.length, columns: campaigns.length })
    const change = changeByKey(event.key, cell)
    if (next === null && change === undefined) return
    event.preventDefault()
    // behind the row of campaigns and the column of people; the focus tells the page
    if (next !== null) table.current?.rows[next.row + 1]?.cells[next.column + 1]?.focus()
    else if (change !== undefined) onChange(cell, change)
  }

  return (
    <div className={styles.scroll}>
      <table className={styles.grid} role="grid" aria-label={t(words.grid)} ref={table}>
        <thead>
          <tr>
            <th scope="col">{t(words.person)}</th>
            {campaigns.map(({ campaignId, name, jobName, minimumSkill }) => (
              <th key={campaignId} scope="col">
                {name}
                <small>{jobName}</small>
                {minimumSkill > 1 && <small>{t(words.needs)(t(words.skills[minimumSkill]))}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={cells[0]?.person.personId}>
              <th scope="row">{cells[0]?.person.displayName}</th>
              {cells.map((cell, column) => {
                const isHere = row === place.row && column === place.column
                return (
                  <td
                    key={cell.campaign.campaignId}
                    role="gridcell"
                    tabIndex={isHere ? 0 : -1}
                    aria-selected={isHere}
                    className={styles.cell}
                    data-assigned={assignedIn(cell) !== null}
                    onFocus={() => {
                      if (!isHere) onPlace({ row, column })
                    }}
                    onKeyDown={(event) => press(event, cell)}
                  >
                    <CellText cell={cell} />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function CellText({ cell }: { readonly cell: Cell }) {
  const { t } = useLanguage()
  const assigned = assignedIn(cell)
  if (assigned === null) return <span>{cell.isReachable ? '—' : t(words.unreachable)}</span>
  return (
    <>
      <strong>{t(words.skills[assigned.skill])}</strong> {t(words.priorities[assigned.priority])}
      {!cell.isReachable && <small>▲ {t(words.lapsed)}</small>}
      {assigned.skill < cell.campaign.minimumSkill && <small>▲ {t(words.tooLow)}</small>}
    </>
  )
}
