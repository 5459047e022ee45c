import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProblemError, type TenantId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayMount, smallDisk } from '../../test-small-disk.ts'
import { newId } from '../new-id.ts'
import { openSealedObjects } from './sealed-objects.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sekisho-sealed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const newName = () => ({ tenantId: newId<TenantId>(), objectId: newId<string>() })

async function allOf(chunks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

describe('the store of sealed objects', () => {
  it('gives chunks back in the order they were added, past ten as well', async () => {
    const store = openSealedObjects(folder)
    const name = newName()
    const chunks = Array.from({ length: 23 }, (_, index) => randomBytes(100 + index))
    const object = await store.create(name)
    for (const chunk of chunks) await object.append(chunk)
    expect(await object.finish()).toEqual({ chunks: 23, bytes: chunks.reduce((sum, { length }) => sum + length, 0) })
    expect(await allOf(store.read(name))).toEqual(chunks)
    expect(await store.list()).toContainEqual(name)
  })

  it('leaves nothing of an object that was abandoned or removed', async () => {
    const store = openSealedObjects(folder)
    const [abandoned, removed] = [newName(), newName()]
    const first = await store.create(abandoned)
    await first.append(randomBytes(10))
    await first.abandon()
    await (await store.create(removed)).finish()
    await store.remove(removed)
    expect(await allOf(store.read(abandoned))).toEqual([])
    const names = (await store.list()).map(({ objectId }) => objectId)
    expect(names).not.toContain(abandoned.objectId)
    expect(names).not.toContain(removed.objectId)
  })

  it('is closed to other users of the machine', async () => {
    const store = openSealedObjects(folder)
    const name = newName()
    const object = await store.create(name)
    await object.append(randomBytes(10))
    const path = join(folder, name.tenantId, name.objectId)
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(statSync(join(path, '0')).mode & 0o077).toBe(0)
  })

  it('refuses an object that exists, and names that are no ids', async () => {
    const store = openSealedObjects(folder)
    const name = newName()
    await store.create(name)
    await expect(store.create(name)).rejects.toThrow(/EEXIST/)
    await expect(store.create({ ...name, objectId: '../../elsewhere' })).rejects.toThrow(/not the name/)
  })

  it('stops an object at its largest size', async () => {
    const store = openSealedObjects(folder, { maxBytes: 1_000 })
    const object = await store.create(newName())
    await object.append(randomBytes(900))
    await expect(object.append(randomBytes(101))).rejects.toMatchObject({ code: 'too_large' })
  })

  it.runIf(mayMount)(
    'says storage_full on a full disk, and leaves nothing behind when the object is abandoned',
    async () => {
      const disk = smallDisk('256k')
      try {
        const store = openSealedObjects(join(disk.path, 'sealed'))
        const name = newName()
        const object = await store.create(name)
        const fill = async () => {
          for (let count = 0; count < 10; count += 1) await object.append(randomBytes(64 * 1024))
        }
        const error = await fill().catch((error: unknown) => error)
        expect(error).toBeInstanceOf(ProblemError)
        expect(error).toMatchObject({ code: 'storage_full' })
        await object.abandon()
        expect(readdirSync(join(disk.path, 'sealed', name.tenantId))).toEqual([])
      } finally {
        disk.remove()
      }
    },
  )
})
