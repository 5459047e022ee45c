import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const projectDir = join(import.meta.dirname, '..')

/** A page that shows what vite fixes while it builds. */
const page = `
document.title = [process.env.NODE_ENV, import.meta.env.MODE, import.meta.env.DEV, import.meta.env.VITE_CALLER].join()
`

describe('the build', () => {
  let clone: string

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'sekisho-build-'))
    for (const path of ['tools/build.js', 'tools/setup'])
      cpSync(join(projectDir, path), join(clone, path), { recursive: true })
    mkdirSync(join(clone, 'node_modules'))
    symlinkSync(join(projectDir, 'node_modules/vite'), join(clone, 'node_modules/vite'))
    mkdirSync(join(clone, 'apps/web'), { recursive: true })
    // stands for the compiled server, of which this clone has no source
    mkdirSync(join(clone, 'apps/server/dist'), { recursive: true })
    writeFileSync(join(clone, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(clone, 'apps/web/index.html'), '<script type="module" src="./page.js"></script>')
    writeFileSync(join(clone, 'apps/web/page.js'), page)
  })
  afterEach(() => rmSync(clone, { recursive: true, force: true }))

  function build(environment: Record<string, string> = {}): string {
    const { NODE_ENV: _, ...env } = process.env
    const options = { env: { ...env, ...environment }, encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'tools/build.js')], options)
    expect([status, stderr]).toEqual([0, ''])
    return stdout
  }

  function pages(): Record<string, string> {
    const dist = join(clone, 'apps/web/dist')
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    return Object.fromEntries(
      files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')] as const),
    )
  }

  it('makes the same pages whatever NODE_ENV and VITE_ variables the caller has', () => {
    build()
    const usual = pages()
    expect(Object.values(usual).join()).toMatch(/production.+production/s)
    for (const [name, value] of [
      ['NODE_ENV', 'test'],
      ['NODE_ENV', 'development'],
      ['VITE_CALLER', 'of the shell'],
    ] as const) {
      rmSync(join(clone, 'apps/web/dist'), { recursive: true })
      build({ [name]: value })
      expect(pages()).toEqual(usual)
    }
  })

  it('is done once for the same sources, and again when they change or the result is gone', () => {
    expect(build()).toContain('Bundling the pages')
    expect(build()).toContain('Nothing changed')
    writeFileSync(join(clone, 'apps/web/page.js'), `${page}console.log('changed')`)
    expect(build()).toContain('Bundling the pages')
    rmSync(join(clone, 'apps/web/dist'), { recursive: true })
    expect(build()).toContain('Bundling the pages')
    expect(build()).toContain('Nothing changed')
  })

  it('leaves nothing behind of sources that are gone: a renamed migration runs once', () => {
    symlinkSync(join(projectDir, 'node_modules/typescript'), join(clone, 'node_modules/typescript'))
    symlinkSync(join(projectDir, 'node_modules/@typescript'), join(clone, 'node_modules/@typescript'))
    const project = join(clone, 'packages/part')
    const source = (name: string) => join(project, 'src', name)
    mkdirSync(join(project, 'src'), { recursive: true })
    const compilerOptions = { composite: true, rootDir: 'src', outDir: 'dist', sourceMap: true, types: [] }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }))
    writeFileSync(source('index.ts'), 'export const one = 1\n')
    writeFileSync(source('old.ts'), 'export const two = 2\n')
    writeFileSync(source('001-old.sql'), 'select 1')
    build()
    expect(readdirSync(join(project, 'dist'))).toEqual(expect.arrayContaining(['001-old.sql', 'index.js', 'old.js']))
    renameSync(source('001-old.sql'), source('002-new.sql'))
    rmSync(source('old.ts'))
    build()
    const left = readdirSync(join(project, 'dist')).filter((name) => !name.endsWith('.tsbuildinfo'))
    expect(left.sort()).toEqual(['002-new.sql', 'index.d.ts', 'index.js', 'index.js.map'])
  })
})
