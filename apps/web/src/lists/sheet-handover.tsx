import { useRead } from '../shared/api/queries.ts'
import { formatDay, formatTime, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { common } from '../words/common.ts'
import { handovers } from '../words/handovers.ts'
import styles from './list-sheet.module.css'

/** What was entered of the hand-over, as it is printed with the sheet; nothing while nobody entered it. */
export function SheetHandover({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const { t, language } = useLanguage()
  const { data } = useRead('handovers.read', { params: { tenantId, listId } })
  const [last] = data?.versions ?? []
  if (last === undefined) return null
  const day = (text: string) => formatDay(language, fromDateInput(text) ?? 0)
  const side = (said: typeof last.client | typeof last.centre) =>
    said === null ? t(handovers.nobody) : t(handovers.confirmed)(t(handovers.functions[said.function]), day(said.on))
  const facts = [
    [t(handovers.receivedOn), day(last.receivedOn)],
    [t(handovers.client), side(last.client)],
    [t(handovers.centre), side(last.centre)],
    [
      t(handovers.dueOn),
      `${t(handovers.rule)(String(last.businessDays), day(last.dueOn))} · ${t(last.isLate ? handovers.late : handovers.inTime)}`,
    ],
    [
      t(handovers.enteredBy),
      t(handovers.entered)(
        last.enteredBy,
        `${formatTime(language, last.enteredAt)} (${t(common.japanTime)})`,
        String(last.version),
      ),
    ],
  ] as const
  return (
    <section aria-label={t(handovers.title)}>
      <h2>{t(handovers.title)}</h2>
      <table className={styles.facts}>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{t(handovers.onPaper)}</p>
    </section>
  )
}
