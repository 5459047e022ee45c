import type { TenantId } from '@sekisho/contract'
import { expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { unpublishedSince } from './unpublished-since.ts'

it('a log is behind since the first entry that no checkpoint covers, however long it was quiet before', () => {
  let nowMs = 1_000_000
  const tenantId = newId<TenantId>()
  const unpublished = unpublishedSince({ now: () => nowMs, monotonicMs: () => nowMs, setTimer: () => () => undefined })
  expect(unpublished.ms(tenantId)).toBe(0)
  unpublished.grown(tenantId)
  nowMs += 400
  unpublished.grown(tenantId)
  nowMs += 500
  expect(unpublished.ms(tenantId)).toBe(900)
  unpublished.published(tenantId, false)
  nowMs += 300
  expect(unpublished.ms(tenantId)).toBe(300)
  unpublished.published(tenantId, true)
  nowMs += 60_000
  expect(unpublished.ms(tenantId)).toBe(0)
})
