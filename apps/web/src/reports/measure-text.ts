import type { ReportColumn } from '@sekisho/contract'
import { formatNumber, formatRate, formatTimer } from '../shared/format.ts'

/** 1,204 · 31.4% · 12.50 · 1:04:10; – for what cannot be given. */
export function measureText(unit: ReportColumn['unit'], value: number | null): string {
  if (value === null) return '–'
  if (unit === 'rate') return formatRate(value, 1)
  if (unit === 'per_hour') return value.toFixed(2)
  return unit === 'duration_ms' ? formatTimer(value) : formatNumber(value)
}
