import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Packages that do no I/O (architecture.md, "The house"), and what counts as I/O in Node. */
const purePackages = new Set(['contract', 'ledger', 'dialer', 'figures', 'detection'])
const ioModules = new Set(
  'fs fs/promises net http https http2 tls dgram dns dns/promises child_process cluster worker_threads readline repl inspector sqlite'.split(
    ' ',
  ),
)
/** Only these know every slice. */
const composition = new Set(['main.ts', 'sequencer-main.ts', 'compose.ts', 'trial'])

const importPatterns = [
  /^import\s+(?:type\s+)?[\w$*{}\s,]+?\s+from\s+['"]([^'"]+)['"]/gm,
  /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"]([^'"]+)['"]/gm,
  /^import\s+['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
]

/** @param {string} text */
function importsOf(text) {
  return importPatterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
}

/** @param {string} dir */
function sourcesBelow(dir) {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`) && !path.includes(`${sep}dist${sep}`))
    .sort()
}

/** @typedef {{ dir: string, name: string, kind: 'package' | 'app', dependencies: Set<string> }} Workspace */

/**
 * @param {string} projectDir
 * @returns {Map<string, Workspace>}  by npm name
 */
function workspacesOf(projectDir) {
  const found = new Map()
  for (const [folder, kind] of /** @type {const} */ ([
    ['packages', 'package'],
    ['apps', 'app'],
  ])) {
    if (!existsSync(join(projectDir, folder))) continue
    for (const name of readdirSync(join(projectDir, folder))) {
      const dir = join(projectDir, folder, name)
      if (!existsSync(join(dir, 'package.json'))) continue
      const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
      found.set(manifest.name, { dir, name, kind, dependencies: new Set(Object.keys(manifest.dependencies ?? {})) })
    }
  }
  return found
}

/**
 * One cycle of a graph, as the names along it; undefined when there is none.
 *
 * @param {Map<string, Set<string>>} graph
 * @returns {string[] | undefined}
 */
export function cycleIn(graph) {
  const finished = new Set()
  /** @param {string} node @param {string[]} path @returns {string[] | undefined} */
  const visit = (node, path) => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (finished.has(node)) return undefined
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node])
      if (cycle !== undefined) return cycle
    }
    finished.add(node)
    return undefined
  }
  for (const node of graph.keys()) {
    const cycle = visit(node, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

/** @param {Map<string, Set<string>>} graph @param {string} from @param {string} to */
function addArrow(graph, from, to) {
  graph.set(from, (graph.get(from) ?? new Set()).add(to))
}

/**
 * Tests and their helpers (`test-database.ts`) may look behind front doors.
 *
 * @param {string} file
 */
function isTest(file) {
  return /(\.test\.tsx?|[\\/]test-[\w-]+\.ts)$/.test(file)
}

/**
 * Checks one workspace's imports of packages, built-in modules and files outside of it.
 *
 * @param {string} projectDir @param {Workspace} workspace @param {Map<string, Workspace>} all
 * @param {Map<string, Set<string>>} graph @param {string[]} problems
 */
function checkWorkspace(projectDir, workspace, all, graph, problems) {
  const isPure = workspace.kind === 'package' && purePackages.has(workspace.name)
  for (const file of sourcesBelow(join(workspace.dir, 'src'))) {
    const where = relative(projectDir, file)
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      if (specifier.startsWith('.')) {
        const target = resolve(dirname(file), specifier)
        if (!isTest(file) && !target.startsWith(join(workspace.dir, 'src') + sep))
          problems.push(`${where}: ${specifier} leaves the workspace; import it by its package name`)
        continue
      }
      const builtin = specifier.startsWith('node:') ? specifier.slice(5) : undefined
      if (isPure && !isTest(file) && ioModules.has(builtin ?? specifier))
        problems.push(`${where}: ${workspace.name} does no I/O, but imports ${specifier}`)
      const root = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      if (workspace.name === 'contract' && workspace.kind === 'package' && !isTest(file) && root !== 'zod')
        problems.push(`${where}: contract imports only zod, not ${specifier}`)
      const target = all.get(root)
      if (target === undefined) {
        if (root.startsWith('@sekisho/')) problems.push(`${where}: there is no workspace ${root}`)
        continue
      }
      if (target === workspace) continue
      if (workspace.kind === 'package' && target.kind === 'app')
        problems.push(`${where}: a package never imports an app (${specifier})`)
      if (!isTest(file) && !workspace.dependencies.has(root))
        problems.push(`${where}: ${root} is not a dependency in its package.json`)
      // what a package exports for tests of others is for tests only
      if (specifier !== root && !isTest(file))
        problems.push(`${where}: ${specifier} goes past the front door of ${root}`)
      if (!isTest(file)) addArrow(graph, `${workspace.kind} ${workspace.name}`, `${target.kind} ${target.name}`)
    }
  }
}

/**
 * The arrows between the server's slices, and imports past a front door.
 *
 * @param {string} projectDir @param {string[]} problems
 * @returns {Map<string, Set<string>>}
 */
function checkSlices(projectDir, problems) {
  const root = join(projectDir, 'apps/server/src')
  /** @type {Map<string, Set<string>>} */
  const graph = new Map()
  for (const file of sourcesBelow(root).filter((file) => !isTest(file))) {
    const where = relative(projectDir, file)
    const from = relative(root, file).split(sep)
    for (const specifier of importsOf(readFileSync(file, 'utf8')).filter((specifier) => specifier.startsWith('.'))) {
      const to = relative(root, resolve(dirname(file), specifier)).split(sep)
      const source = from[0] ?? ''
      const target = to[0] ?? ''
      if (target === '..' || source === target) {
        if (source === 'platform') checkPlatformPart(root, where, from, to, specifier, problems)
        continue
      }
      if (target === 'platform') checkPlatformPart(root, where, from, to, specifier, problems)
      if (composition.has(target) && !composition.has(source))
        problems.push(`${where}: only composition knows ${target}`)
      if (composition.has(source) || target === 'platform' || composition.has(target)) continue
      if (source === 'platform') problems.push(`${where}: platform knows no slice, but imports ${specifier}`)
      else if (to.length === 1 || from.length === 1)
        problems.push(
          `${where}: ${specifier} joins a slice with a loose file; only main.ts, sequencer-main.ts and compose.ts may know slices`,
        )
      else {
        if (to.length !== 2 || to[1] !== 'index.ts')
          problems.push(`${where}: ${specifier} goes past the front door ${target}/index.ts`)
        addArrow(graph, source, target)
      }
    }
  }
  return graph
}

/**
 * A part of platform that has an index.ts is entered through it.
 *
 * @param {string} root @param {string} where @param {string[]} from @param {string[]} to
 * @param {string} specifier @param {string[]} problems
 */
function checkPlatformPart(root, where, from, to, specifier, problems) {
  if (to.length < 3 || (from[0] === 'platform' && from[1] === to[1])) return
  const hasDoor = existsSync(join(root, 'platform', to[1] ?? '', 'index.ts'))
  if (hasDoor && !(to.length === 3 && to[2] === 'index.ts'))
    problems.push(`${where}: ${specifier} goes past the front door platform/${to[1]}/index.ts`)
}

/** @param {Map<string, Set<string>>} graph */
function asList(graph) {
  return Object.fromEntries([...graph].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, to]) => [from, [...to].sort()]))
}

/**
 * Checks the imports between packages, apps and slices against the house's rules and the list in tools/arrows.json.
 *
 * @param {string} projectDir
 * @returns {{ problems: string[], slices: Record<string, string[]> }}  problems as sentences; the arrows as they are
 */
export function checkArrows(projectDir) {
  /** @type {string[]} */
  const problems = []
  const graph = new Map()
  const workspaces = workspacesOf(projectDir)
  for (const workspace of workspaces.values()) checkWorkspace(projectDir, workspace, workspaces, graph, problems)
  const slices = checkSlices(projectDir, problems)
  for (const cycle of [cycleIn(graph), cycleIn(slices)])
    if (cycle !== undefined) problems.push(`cycle: ${cycle.join(' -> ')}`)
  const found = asList(slices)
  const listFile = join(projectDir, 'tools/arrows.json')
  const listed = existsSync(listFile) ? JSON.parse(readFileSync(listFile, 'utf8')).slices : {}
  const flat = (/** @type {Record<string, string[]>} */ list) =>
    Object.entries(list).flatMap(([from, to]) => to.map((target) => `${from} -> ${target}`))
  for (const arrow of flat(found))
    if (!flat(listed).includes(arrow)) problems.push(`not in tools/arrows.json: ${arrow}`)
  for (const arrow of flat(listed))
    if (!flat(found).includes(arrow)) problems.push(`no longer there: ${arrow} (tools/arrows.json)`)
  return { problems, slices: found }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const projectDir = dirname(import.meta.dirname)
  if (process.argv.includes('--write')) {
    const { slices } = checkArrows(projectDir)
    writeFileSync(join(projectDir, 'tools/arrows.json'), `${JSON.stringify({ slices }, undefined, 2)}\n`)
  }
  const { problems } = checkArrows(projectDir)
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  if (problems.length > 0) process.exitCode = 1
}
