import { execFileSync } from 'node:child_process'
import {
  fdatasyncSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { mayMount, smallDisk } from '../test-small-disk.ts'
import { type Journal, JournalDamagedError, type JournalDisk, type JournalEntry, openJournal } from './journal.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-journal-'))
  folders.push(folder)
  return folder
}

function open(folder: string, disk?: JournalDisk): { journal: Journal; held: JournalEntry[] } {
  const held: JournalEntry[] = []
  return { journal: openJournal(folder, (entries) => held.push(...entries), disk), held }
}

function reopened(folder: string): JournalEntry[] {
  const { journal, held } = open(folder)
  journal.close()
  return held
}

function entry(position: number, text = 'x'): JournalEntry {
  return {
    log: 'ab'.repeat(16),
    position,
    entryId: `0190b3e0-7c1d-7000-8000-${String(position).padStart(12, '0')}`,
    leaf: Buffer.from(`{"entry":"${text}","sequenced_at":1}`),
  }
}

const realDisk: JournalDisk = { write: writeSync, sync: fdatasyncSync }
const currentFile = (folder: string) => join(folder, '00000000.journal')

const anyEntry = fc.record({
  log: fc.stringMatching(/^[0-9a-f]{32}$/),
  position: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  entryId: fc.uuid(),
  leaf: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
})

describe('the journal', () => {
  it('gives back every batch in order, whatever it holds and wherever it was rotated (M-05)', () => {
    const batches = fc.array(
      fc.record({ batch: fc.array(anyEntry, { minLength: 1, maxLength: 5 }), rotate: fc.boolean() }),
    )
    fc.assert(
      fc.property(batches, (steps) => {
        const folder = freshFolder()
        const { journal } = open(folder)
        for (const { batch, rotate } of steps) {
          journal.append(batch)
          if (rotate) journal.rotate()
        }
        journal.close()
        expect(reopened(folder)).toEqual(steps.flatMap(({ batch }) => batch))
      }),
      { numRuns: 40 },
    )
  })

  it('cuts off a last record that was torn at any byte, and goes on from there (M-05)', () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(0), entry(1)])
    const kept = journal.size()
    journal.append([entry(2), entry(3)])
    const whole = journal.size()
    journal.close()
    const bytes = readFileSync(currentFile(folder))
    for (let length = kept; length < whole; length += 1) {
      writeFileSync(currentFile(folder), bytes.subarray(0, length))
      const again = open(folder)
      expect(again.held.map(({ position }) => position)).toEqual([0, 1])
      again.journal.append([entry(2)])
      again.journal.close()
      expect(reopened(folder).map(({ position }) => position)).toEqual([0, 1, 2])
    }
  })

  it('cuts off a last record of which only some pages reached the disk', () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(0)])
    const kept = journal.size()
    journal.append([entry(1, 'y'.repeat(10_000))])
    journal.close()
    const bytes = readFileSync(currentFile(folder))
    for (let page = kept; page < bytes.length; page += 4_096) {
      const torn = Buffer.from(bytes)
      torn.fill(0, page, Math.min(page + 4_096, torn.length))
      writeFileSync(currentFile(folder), torn)
      expect(reopened(folder).map(({ position }) => position)).toEqual([0])
    }
  })

  it('refuses damage with whole records behind it, at every byte, the length included (M-03)', () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(0)])
    const end = journal.size()
    journal.append([entry(1)])
    journal.close()
    const bytes = readFileSync(currentFile(folder))
    for (let at = 0; at < end; at += 1) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 0x40
      writeFileSync(currentFile(folder), damaged)
      expect(() => reopened(folder), `byte ${at}`).toThrow(JournalDamagedError)
      expect(readFileSync(currentFile(folder)), 'nothing is cut off a damaged journal').toEqual(damaged)
    }
  })

  it('refuses an older file that ends early: nothing but the last record can be torn', () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(0)])
    const length = journal.size()
    journal.rotate()
    journal.append([entry(1)])
    journal.close()
    truncateSync(currentFile(folder), length - 1)
    expect(() => reopened(folder)).toThrow(JournalDamagedError)
  })

  it("takes no entry's text for a record", () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(7)])
    journal.close()
    const record = readFileSync(currentFile(folder)).toString('utf8')
    const other = freshFolder()
    const second = open(other)
    second.journal.append([entry(0)])
    const kept = second.journal.size()
    second.journal.append([entry(1, record)])
    second.journal.close()
    truncateSync(currentFile(other), readFileSync(currentFile(other)).length - 1)
    expect(reopened(other).map(({ position }) => position)).toEqual([0])
    expect(readFileSync(currentFile(other))).toHaveLength(kept)
  })

  it('lets older files go, and keeps what came after the rotation', () => {
    const folder = freshFolder()
    const { journal } = open(folder)
    journal.append([entry(0)])
    journal.rotate()
    journal.append([entry(1)])
    journal.dropPublished()
    journal.append([entry(2)])
    journal.close()
    expect(readdirSync(folder)).toEqual(['00000001.journal'])
    expect(reopened(folder).map(({ position }) => position)).toEqual([1, 2])
  })

  it('goes on after short writes, as write(2) makes them', () => {
    const folder = freshFolder()
    const disk: JournalDisk = {
      ...realDisk,
      write: (fd, bytes, offset, length, at) => writeSync(fd, bytes, offset, Math.min(length, 7), at),
    }
    const { journal } = open(folder, disk)
    journal.append([entry(0), entry(1)])
    journal.append([entry(2)])
    journal.close()
    expect(reopened(folder).map(({ position }) => position)).toEqual([0, 1, 2])
  })

  it('leaves nothing of a batch that a full disk refused, at whichever step, and takes the next one', () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    // each write takes ten bytes; the last step of all is the sync
    for (let failAt = 0; ; failAt += 1) {
      const folder = freshFolder()
      let step = -1
      const count = (): void => {
        step += 1
        if (isArmed && step === failAt) throw full
      }
      let isArmed = false
      const disk: JournalDisk = {
        write(fd, bytes, offset, length, at) {
          count()
          return writeSync(fd, bytes, offset, Math.min(length, 10), at)
        },
        sync(fd) {
          count()
          fdatasyncSync(fd)
        },
      }
      const { journal } = open(folder, disk)
      journal.append([entry(0)])
      const size = journal.size()
      step = -1
      isArmed = true
      let hasFailed = false
      try {
        journal.append([entry(1)])
      } catch (error) {
        expect(error).toBe(full)
        hasFailed = true
      }
      isArmed = false
      if (!hasFailed) {
        journal.close()
        expect(failAt).toBeGreaterThan(5)
        return
      }
      expect(readFileSync(currentFile(folder))).toHaveLength(size)
      journal.append([entry(1, 'again')])
      journal.close()
      expect(reopened(folder).map(({ position }) => position)).toEqual([0, 1])
    }
  })

  it('holds every batch it took, after a power cut that loses any part of what was not synced (M-05)', () => {
    const cut = new Error('the power is gone')
    const plan = fc.record({
      batches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
      cutAtSync: fc.nat({ max: 8 }),
      survives: fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
    })
    fc.assert(
      fc.property(plan, ({ batches, cutAtSync, survives }) => {
        const folder = freshFolder()
        let unsynced: { fd: number; bytes: Buffer; at: number }[] = []
        let syncs = 0
        const toDisk = (writes: typeof unsynced) => {
          for (const { fd, bytes, at } of writes) writeSync(fd, bytes, 0, bytes.length, at)
        }
        const losesUnsynced: JournalDisk = {
          // in pieces of a few bytes, as pages are in pieces of a record
          write(fd, bytes, offset, length, at) {
            const piece = Math.min(length, 50)
            unsynced.push({ fd, bytes: Buffer.from(bytes.subarray(offset, offset + piece)), at })
            return piece
          },
          sync() {
            if (syncs === cutAtSync) throw cut
            syncs += 1
            toDisk(unsynced)
            unsynced = []
          },
        }
        const { journal } = open(folder, losesUnsynced)
        const taken: number[] = []
        const lost: number[] = []
        let position = 0
        for (const size of batches) {
          const batch = Array.from({ length: size }, () => entry(position++))
          try {
            journal.append(batch)
            taken.push(...batch.map((each) => each.position))
          } catch (error) {
            expect(error).toBe(cut)
            lost.push(...batch.map((each) => each.position))
            // the disk wrote some of it before the end, in whatever order
            toDisk(unsynced.filter((_write, index) => survives[index % survives.length]))
            break
          }
        }
        journal.close()
        const held = reopened(folder).map((each) => each.position)
        expect([taken, [...taken, ...lost]]).toContainEqual(held)
      }),
      { numRuns: 150 },
    )
  })

  it.runIf(mayMount)('says that a really full disk is full, and goes on when there is room', () => {
    const folder = freshFolder()
    const disk = smallDisk('64k', folder)
    try {
      const { journal } = open(folder)
      let position = 0
      const fill = (): void => {
        for (;;) {
          journal.append([entry(position, 'z'.repeat(3_000))])
          position += 1
        }
      }
      expect(fill).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
      execFileSync('mount', ['-o', 'remount,size=256k', folder])
      journal.append([entry(position, 'room')])
      journal.close()
      expect(reopened(folder).map((held) => held.position)).toEqual(Array.from({ length: position + 1 }, (_, i) => i))
    } finally {
      disk.remove()
    }
  })
})
