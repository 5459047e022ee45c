import { describe, expect, it } from 'vitest'
import { routeTable } from '@sekisho/contract'
import { buildPath } from './path.ts'

describe('buildPath', () => {
  it('escapes a parameter, so that an id from an address cannot become another path', () => {
    expect(buildPath('/api/tenants/:tenantId/lists', { tenantId: '../people?x=1#' })).toBe(
      '/api/tenants/..%2Fpeople%3Fx%3D1%23/lists',
    )
  })
  it('leaves undefined and empty query values out and keeps zero and false', () => {
    expect(buildPath('/api/x', {}, { a: undefined, b: '', c: 0, d: false, e: '氏 名' })).toBe(
      '/api/x?c=0&d=false&e=%E6%B0%8F+%E5%90%8D',
    )
  })
  it('refuses a missing parameter instead of calling another route', () => {
    expect(() => buildPath('/api/tenants/:tenantId/lists', {})).toThrow('tenantId')
    expect(() => buildPath('/api/tenants/:tenantId/lists', { tenantId: '' })).toThrow('tenantId')
  })
  it('fills every path of the route table', () => {
    for (const { path } of Object.values(routeTable)) {
      const names = [...path.matchAll(/:([A-Za-z]+)/g)].map((found) => found[1] ?? '')
      const filled = buildPath(path, Object.fromEntries(names.map((name) => [name, 'x'])))
      expect(filled).not.toContain(':')
    }
  })
})
