import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { UploadId } from '@sekisho/contract'
import { inspectUpload } from '@sekisho/vault'
import { describe, expect, it } from 'vitest'
import { bothCallers } from './test-support/both-callers.ts'
import { spawnKeyService } from './test-support/spawn-key-service.ts'
import { threadFile } from './import/upload-session.ts'
import { newId, newWorld, temporaryFolder } from './test-support/world.ts'

const serviceUid = 61_001
const sharedGid = 61_002
const databaseAdministrator = { uid: 61_003, gid: 61_003 }
const sequencer = { uid: 61_005, gid: 61_005 }
const server = { uid: 61_004, gid: sharedGid }
const isRoot = process.getuid?.() === 0

if (!isRoot) process.stdout.write('isolation.test.ts: not root, so the tests with several uids did not run\n')

/** This Node, or a copy of it where other users cannot run it: an nvm of root lies under a closed home. */
function nodeForEverybody(folder: string): string {
  if (spawnSync(process.execPath, ['--version'], { ...server, cwd: '/' }).status === 0) return process.execPath
  const copy = join(folder, 'node')
  copyFileSync(process.execPath, copy)
  chmodSync(copy, 0o755)
  return copy
}

/**
 * Runs a line of JavaScript as somebody else, with a path; gives what it prints or the code of its error.
 *
 * @throws when that user cannot run Node at all, or when the line did not end well: neither may pass for something that
 *         the user was refused
 */
function runAs(node: string, user: { uid: number; gid: number }, code: string, path: string): string {
  const script = `const fs = require('fs'), net = require('net'), path = process.argv[1]
    const say = (text) => process.stdout.write(String(text))
    const fail = (error) => say(error.code)
    try { ${code} } catch (error) { fail(error) }`
  const options = { ...user, cwd: '/', encoding: 'utf8' } as const
  const { error, status, stdout, stderr } = spawnSync(node, ['-e', script, path], options)
  if (error !== undefined) throw new Error(`uid ${user.uid} cannot run ${node}`, { cause: error })
  if (status !== 0) throw new Error(`uid ${user.uid} ended with ${status}: ${stderr}`)
  return stdout
}

const connect = `net.connect(path).on('connect', function () { say('connected'); this.destroy() }).on('error', fail)`

describe.runIf(isRoot)('the key service under its own uid (K-07)', () => {
  it('keeps a database administrator out of its socket, its files and its memory, and lets the server in', async () => {
    const folder = temporaryFolder()
    chmodSync(folder.path, 0o755)
    const node = nodeForEverybody(folder.path)
    const as = (user: typeof server, code: string, path: string): string => runAs(node, user, code, path)
    // The launcher makes the folders' parent; the service's own folders are made and handed over by itself.
    mkdirSync(join(folder.path, 'run'))
    const dataDir = join(folder.path, 'data')
    const socketPath = join(folder.path, 'run', 'keys')
    mkdirSync(join(folder.path, 'run-witness'))
    const sequencerSocketPath = join(folder.path, 'run-witness', 'keys')
    const owner = { uid: serviceUid, gid: sharedGid, sequencerGid: sequencer.gid }
    const starting = spawnKeyService({ dataDir, socketPath, sequencerSocketPath, ...owner })
    const code = as(
      { uid: serviceUid, gid: sharedGid },
      'say(fs.readFileSync(path).length > 0)',
      fileURLToPath(threadFile),
    )
    if (code !== 'true') {
      // A clone under a 0700 home: refused at the start, not at the first import.
      await expect(starting).rejects.toThrow('code_unreadable')
      return folder.remove()
    }
    const service = await starting
    try {
      const keys = bothCallers({ socketPath, sequencerSocketPath })
      const world = await newWorld(keys)
      const pid = Number(service.process.pid)
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      expect(status).toMatch(new RegExp(`Uid:\\s+${serviceUid}\\s+${serviceUid}\\s+${serviceUid}`))
      expect(status).toMatch(new RegExp(`Groups:\\s+${sharedGid}\\s*\\n`))
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size\s+0\s+0/)

      expect(as(server, connect, socketPath)).toBe('connected')
      expect(as(databaseAdministrator, connect, socketPath)).toBe('EACCES')
      expect(as(sequencer, connect, sequencerSocketPath)).toBe('connected')
      for (const user of [databaseAdministrator, server]) {
        expect(as(user, connect, sequencerSocketPath)).toBe('EACCES')
      }
      const files = readdirSync(dataDir)
      expect(files).toEqual(expect.arrayContaining(['root.key', 'keystore.json', 'heads.log', 'spent.log']))
      for (const name of files) {
        expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600)
        for (const user of [databaseAdministrator, server]) {
          expect(as(user, 'say(fs.readFileSync(path).length)', join(dataDir, name))).toBe('EACCES')
        }
      }
      for (const user of [databaseAdministrator, server]) {
        expect(as(user, `say(fs.openSync(path, 'r'))`, `/proc/${pid}/mem`)).toBe('EACCES')
        expect(as(user, 'say(fs.readFileSync(path).length)', `/proc/${pid}/environ`)).toBe('EACCES')
        expect(as(user, 'process.kill(Number(path), 0); say("reached")', String(pid))).toBe('EPERM')
      }

      const { tenantId } = world
      const uploadId: UploadId = newId()
      const bytes = Buffer.from('電話番号,氏名\n090-0000-0001,関所 花子\n')
      const chunk = await keys.sealChunk({ tenantId, uploadId, index: 0, bytes })
      const { digest, trailer } = await keys.finishUpload({ tenantId, uploadId })
      const id = newId()
      const commitments = await world.commitments(id, { file: Buffer.from(digest).toString('hex') })
      const receipt = await world.enter({ type: 'upload.inspected', id, commitments, refs: { upload: uploadId } })
      const asked = { receipt, tenantId, uploadId, digest, options: { today: '2026-11-21' } }
      const inspected = await inspectUpload(keys, asked, { chunks: [chunk, trailer] })
      expect(inspected).toMatchObject({ kind: 'inspection', inspection: { records: 1 } })
      keys.close()
    } finally {
      await service.kill()
      folder.remove()
    }
  })
})
