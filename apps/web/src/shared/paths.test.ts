import { describe, expect, it } from 'vitest'
import { paths, safeNext, tenantOfPath } from './paths.ts'

describe('safeNext', () => {
  it('goes only to paths of this origin, whoever made the link', () => {
    for (const hostile of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      7,
      null,
    ]) {
      expect(safeNext(hostile)).toBe('/')
    }
    expect(safeNext('/t/abc/floor?x=1')).toBe('/t/abc/floor?x=1')
  })
  it('does not lead back into the sign-in', () => {
    for (const path of ['/sign-in?next=/x', '/demo', '/invitation', '/set-up']) expect(safeNext(path)).toBe('/')
  })
})

describe('tenantOfPath', () => {
  it('reads the tenant of an address that paths made', () => {
    expect(tenantOfPath(paths.list('t 1', 'x'))).toBe('t 1')
    expect(tenantOfPath(paths.people())).toBeNull()
  })
})
