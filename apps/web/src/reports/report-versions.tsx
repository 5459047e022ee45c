import type { ReportView } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { reports } from '../words/reports.ts'

/** Which versions of layout and definitions a report was made with. */
export function Versions({ report }: { readonly report: Pick<ReportView, 'layoutVersion' | 'rulesVersion'> }) {
  const { t } = useLanguage()
  const words = (version: number) => (version === 0 ? t(reports.initial) : t(reports.version)(String(version)))
  return t(reports.versions)(words(report.layoutVersion), words(report.rulesVersion))
}
