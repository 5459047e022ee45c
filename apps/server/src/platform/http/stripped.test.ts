import { deskToClient, type RouteDeclaration, routeTable } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { stripped } from './stripped.ts'

describe('a stripped schema', () => {
  it('drops undeclared keys at any depth and keeps every check', () => {
    const schema = z.strictObject({
      list: z.array(z.strictObject({ a: z.int() })).max(2),
      maybe: z.strictObject({ b: z.string() }).nullable(),
      either: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('x'), x: z.int() }),
        z.strictObject({ kind: z.literal('y') }),
      ]),
      open: z.record(z.string(), z.unknown()),
      usual: z.strictObject({ c: z.int() }).default({ c: 1 }),
    })
    const loose = {
      list: [{ a: 1, secret: 1 }],
      maybe: { b: 'b', secret: 1 },
      either: { kind: 'x', x: 1, secret: 1 },
      open: { anything: 1 },
      usual: { c: 2, secret: 1 },
      secret: 1,
    }
    expect(stripped(schema).parse(loose)).toEqual({
      list: [{ a: 1 }],
      maybe: { b: 'b' },
      either: { kind: 'x', x: 1 },
      open: { anything: 1 },
      usual: { c: 2 },
    })
    expect(stripped(schema).parse({ ...loose, usual: undefined })).toMatchObject({ usual: { c: 1 } })
    expect(stripped(schema).safeParse({ ...loose, list: [{ a: 1 }, { a: 2 }, { a: 3 }] }).success).toBe(false)
    expect(stripped(schema).safeParse({ ...loose, either: { kind: 'x' } }).success).toBe(false)
  })

  it('has no strict object left, in any declared output', () => {
    const outputs = [...(Object.values(routeTable) as RouteDeclaration[]).map(({ output }) => output), deskToClient]
    for (const output of outputs) {
      const text = JSON.stringify(z.toJSONSchema(stripped(output), { io: 'input', unrepresentable: 'any' }))
      expect(text).not.toContain('"additionalProperties":false')
    }
  })
})

describe('a record', () => {
  it('of which not every key has to be there is let out without them, and without undeclared ones inside', () => {
    const schema = stripped(
      z.strictObject({ some: z.partialRecord(z.enum(['a', 'b']), z.strictObject({ c: z.int() })) }),
    )
    expect(schema.parse({ some: { a: { c: 1, secret: 2 } } })).toEqual({ some: { a: { c: 1 } } })
    expect(schema.parse({ some: {} })).toEqual({ some: {} })
  })
})
