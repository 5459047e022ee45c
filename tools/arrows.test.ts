import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

describe('the arrows check', () => {
  let tree: string
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'sekisho-arrows-'))
    write({
      'package.json': '{ "type": "module" }',
      'packages/contract/package.json': '{ "name": "@sekisho/contract", "dependencies": { "zod": "*" } }',
      'packages/ledger/package.json': '{ "name": "@sekisho/ledger", "dependencies": { "@sekisho/contract": "*" } }',
      'packages/vault/package.json': '{ "name": "@sekisho/vault", "dependencies": { "@sekisho/ledger": "*" } }',
      'apps/server/package.json': '{ "name": "@sekisho/server", "dependencies": { "@sekisho/contract": "*" } }',
      'packages/contract/src/index.ts': "import { z } from 'zod'\nexport * from './entry.ts'\n",
      'packages/ledger/src/index.ts':
        "import type { Entry } from '@sekisho/contract'\nimport { createHash } from 'node:crypto'\n",
      'packages/vault/src/index.ts':
        "import { readFile } from 'node:fs/promises'\nimport { tree } from '@sekisho/ledger'\n",
      'apps/server/src/main.ts': "import { gate } from './gate/index.ts'\nimport { desk } from './desk/service.ts'\n",
      'apps/server/src/gate/index.ts': "export * from './service.ts'\n",
      'apps/server/src/gate/service.ts':
        "import { clock } from '../platform/clock.ts'\nimport { enter } from '../ledger/index.ts'\n",
      'apps/server/src/ledger/index.ts': "import {\n  database,\n} from '../platform/database/index.ts'\n",
      'apps/server/src/desk/index.ts': "import { open } from '../gate/index.ts'\n",
      'apps/server/src/platform/database/index.ts': "import { clock } from '../clock.ts'\n",
      'apps/server/src/platform/database/pool.ts': '',
      'tools/arrows.json': JSON.stringify({ slices: { desk: ['gate'], gate: ['ledger'] } }),
    })
    cpSync(join(import.meta.dirname, 'arrows.js'), join(tree, 'tools/arrows.js'))
  })
  afterEach(() => rmSync(tree, { recursive: true, force: true }))

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true })
      writeFileSync(join(tree, path), text)
    }
  }

  function problems(): readonly string[] {
    const { status, stdout } = spawnSync(process.execPath, ['tools/arrows.js'], { cwd: tree, encoding: 'utf8' })
    const lines = stdout.split('\n').filter((line) => line !== '')
    expect(status).toBe(lines.length > 0 ? 1 : 0)
    return lines
  }

  it('accepts a tree that keeps the rules', () => {
    expect(problems()).toEqual([])
  })

  it.each([
    [
      'a package that imports an app',
      'packages/vault/src/a.ts',
      "import { x } from '@sekisho/server'",
      /a package never imports an app/,
    ],
    [
      'a path across workspaces',
      'packages/vault/src/a.ts',
      "import { x } from '../../ledger/src/index.ts'",
      /leaves the workspace/,
    ],
    [
      'a dependency that is not declared',
      'apps/server/src/gate/a.ts',
      "import { x } from '@sekisho/vault'",
      /not a dependency/,
    ],
    [
      'more than zod in contract',
      'packages/contract/src/a.ts',
      "import { createHash } from 'node:crypto'",
      /contract imports only zod/,
    ],
    ['I/O in a pure package', 'packages/ledger/src/a.ts', "const fs = await import('node:fs')", /ledger does no I\/O/],
    [
      'a path past a front door',
      'apps/server/src/desk/a.ts',
      "import type { x } from '../gate/service.ts'",
      /past the front door gate\/index\.ts/,
    ],
    [
      'a path past a platform door',
      'apps/server/src/desk/a.ts',
      "export { x } from '../platform/database/pool.ts'",
      /past the front door platform\/database/,
    ],
    [
      'a package subpath',
      'packages/vault/src/a.ts',
      "import '@sekisho/ledger/src/tree.ts'",
      /past the front door of @sekisho\/ledger/,
    ],
    [
      'platform that knows a slice',
      'apps/server/src/platform/a.ts',
      "import { x } from '../gate/index.ts'",
      /platform knows no slice/,
    ],
    [
      'a slice that knows the composition',
      'apps/server/src/gate/a.ts',
      "import { x } from '../main.ts'",
      /only composition knows main\.ts/,
    ],
    [
      'an arrow that is not listed',
      'apps/server/src/desk/a.ts',
      "import { x } from '../ledger/index.ts'",
      /not in tools\/arrows\.json: desk -> ledger/,
    ],
    [
      'a cycle of slices',
      'apps/server/src/ledger/a.ts',
      "import { x } from '../desk/index.ts'",
      /cycle: desk -> gate -> ledger -> desk/,
    ],
    [
      'a cycle of packages',
      'packages/ledger/src/a.ts',
      "import { x } from '@sekisho/vault'",
      /cycle: package ledger -> package vault -> package ledger/,
    ],
  ])('refuses %s', (_name, path, text, expected) => {
    write({ [path]: `${text}\n` })
    expect(problems().join('\n')).toMatch(expected)
  })

  it('refuses a listed arrow that is no longer there', () => {
    write({ 'apps/server/src/gate/service.ts': '' })
    expect(problems()).toEqual(['no longer there: gate -> ledger (tools/arrows.json)'])
  })

  it('lets tests look behind front doors', () => {
    write({
      'apps/server/src/desk/desk.test.ts': "import { x } from '../gate/service.ts'\n",
      'packages/ledger/src/tree.test.ts': "import { readFileSync } from 'node:fs'\n",
    })
    expect(problems()).toEqual([])
  })
})
