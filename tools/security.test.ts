import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const projectDir = fileURLToPath(new URL('..', import.meta.url))

function testFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return /^(node_modules|dist|dist-types|\..*)$/.test(entry.name) ? [] : testFiles(path)
    return entry.name.endsWith('.test.ts') ? [relative(projectDir, path)] : []
  })
}

const files = ['apps', 'packages', 'drill', 'tests', 'tools'].flatMap((dir) => testFiles(join(projectDir, dir)))
const lines = readFileSync(join(projectDir, 'SECURITY.md'), 'utf8').split('\n')

/** Files that a name in SECURITY.md may mean: some slices have a test of the same name. */
const filesNamed = (name: string) => files.filter((path) => path === name || path.endsWith(`/${name}`))

/** A title as it is quoted: an ellipsis stands for what was left out. */
function isIn(title: string, text: string): boolean {
  const parts = title.split('…').map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('[^\\n]*')).test(text)
}

const rowsWithTests = lines.filter((line) => line.startsWith('| ') && /`[^`]+\.test\.ts`|same file/.test(line))

it('every test file that SECURITY.md names exists', () => {
  const names = lines.flatMap((line) => [...line.matchAll(/`([^`\s]+\.test\.ts)`/g)].map(([, name = '']) => name))
  expect(names.length).toBeGreaterThan(50)
  expect([...new Set(names)].filter((name) => !/NAME/.test(name) && filesNamed(name).length === 0)).toEqual([])
})

it('every title of a test that SECURITY.md quotes stands in a file that it names for it', () => {
  const missing: string[] = []
  let named: string[] = []
  for (const row of rowsWithTests) {
    const shownBy = row.split(' | ').at(-1) ?? ''
    const own = [...shownBy.matchAll(/`([^`\s]+\.test\.ts)`/g)].flatMap(([, name = '']) => filesNamed(name))
    // "same file" is the last one of the row before
    const meant = shownBy.includes('same file') ? [...named.slice(-1), ...own] : own
    const texts = meant.map((path) => readFileSync(join(projectDir, path), 'utf8').replaceAll("\\'", "'"))
    for (const [, title = ''] of shownBy.matchAll(/\*([^*]+)\*/g))
      if (title !== 'not tested' && !texts.some((text) => isIn(title, text))) missing.push(title)
    if (!shownBy.includes('same file') && own.length > 0) named = own.slice(0, 1)
  }
  expect(missing).toEqual([])
})
