import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError, complain, say } from './setup/messages.js'
import { run } from './setup/processes.js'

const compiled = ['packages', 'apps/server', 'apps/keyservice']

/**
 * @param {string} dir
 * @returns {string[]}  every source file below, sorted
 */
function filesBelow(dir) {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) => !/(^|\/)(node_modules|dist|dist-types)\//.test(relative(dir, path)) && !path.endsWith('.tsbuildinfo'),
    )
    .sort()
}

/**
 * Hash of the contents of everything that a build depends on: a second start is fast, and a checkout of other sources
 * builds again whatever their times say.
 *
 * @param {string} projectDir
 * @param {readonly string[]} places  folders and files
 */
function hashOf(projectDir, places) {
  const hash = createHash('sha256')
  for (const place of ['package-lock.json', 'tsconfig.base.json', ...places]) {
    const path = join(projectDir, place)
    for (const file of existsSync(path) && !path.endsWith('.json') ? filesBelow(path) : [path]) {
      hash.update(`${relative(projectDir, file)}\0`)
      if (existsSync(file)) hash.update(readFileSync(file))
      hash.update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * The projects to compile, in any order: `tsc -b` follows their references.
 *
 * @param {string} projectDir
 */
function compiledProjects(projectDir) {
  const packages = existsSync(join(projectDir, 'packages')) ? readdirSync(join(projectDir, 'packages')) : []
  return [...packages.map((name) => `packages/${name}`), 'apps/keyservice', 'apps/server'].filter((dir) =>
    filesBelow(join(projectDir, dir, 'src')).some((file) => file.endsWith('.ts')),
  )
}

/**
 * A build is the same whoever asks for it: neither the caller's NODE_ENV (a test runner's, or `development` in a shell)
 * nor variables that vite writes into pages change it.
 */
function buildEnvironment() {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VITE_'))
  return { ...Object.fromEntries(inherited), NODE_ENV: 'production' }
}

/**
 * Files beside the sources that are read at run time (SQL, policies), copied to the same place under dist.
 *
 * @param {string} projectDir
 * @param {readonly string[]} projects
 */
function copyAssets(projectDir, projects) {
  for (const project of projects) {
    const source = join(projectDir, project, 'src')
    for (const file of filesBelow(source).filter((path) => !/\.tsx?$/.test(path))) {
      const target = join(projectDir, project, 'dist', relative(source, file))
      mkdirSync(dirname(target), { recursive: true })
      cpSync(file, target)
    }
  }
}

/**
 * Removes what earlier sources left under dist: a migration that was renamed would run twice.
 *
 * @param {string} projectDir
 * @param {readonly string[]} projects
 */
function removeStale(projectDir, projects) {
  for (const project of projects) {
    const [source, dist] = [join(projectDir, project, 'src'), join(projectDir, project, 'dist')]
    for (const file of filesBelow(dist)) {
      const path = join(source, relative(dist, file))
      const compiledFrom = path.replace(/(\.d\.ts|\.js)(\.map)?$/, '')
      const isWanted = [path, `${compiledFrom}.ts`, `${compiledFrom}.tsx`].some((one) => existsSync(one))
      if (!isWanted) rmSync(file)
    }
  }
}

/**
 * Does the work unless its result is there and was made from the same sources.
 *
 * @param {string} projectDir
 * @param {{ name: string, result: string, sources: readonly string[] }} made  result and sources below the project
 * @param {() => Promise<void>} work
 */
async function onceFor(projectDir, { name, result, sources }, work) {
  const stamp = join(projectDir, 'node_modules/.cache/sekisho-build', name)
  const hash = hashOf(projectDir, sources)
  if (existsSync(join(projectDir, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  rmSync(stamp, { force: true })
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
  return true
}

/**
 * Builds what `npm start` runs, if its sources changed since the last build.
 *
 * @param {string} projectDir
 * @param {(japanese: string, english: string) => void} [onProgress]
 * @throws {SetupError} with the compiler's messages
 */
export async function build(projectDir, onProgress = say) {
  const modules = join(projectDir, 'node_modules')
  const projects = compiledProjects(projectDir)
  const server = { name: 'server', result: 'apps/server/dist', sources: compiled }
  const isCompiled = await onceFor(projectDir, server, async () => {
    if (projects.length === 0) return
    onProgress('サーバーを組み立てています', 'Compiling the server')
    const { exitCode, output } = await run(process.execPath, [join(modules, 'typescript/bin/tsc'), '-b', ...projects], {
      cwd: projectDir,
      env: buildEnvironment(),
    })
    if (exitCode !== 0) throw buildError('tsc', output)
    copyAssets(projectDir, projects)
    removeStale(projectDir, projects)
  })
  const isBundled = await buildWeb(projectDir, onProgress)
  return { isCompiled, isBundled }
}

/**
 * @param {string} projectDir
 * @param {(japanese: string, english: string) => void} onProgress
 */
async function buildWeb(projectDir, onProgress) {
  const web = join(projectDir, 'apps/web')
  if (!existsSync(join(web, 'index.html'))) return false
  const pages = { name: 'web', result: 'apps/web/dist/index.html', sources: ['apps/web', 'packages'] }
  return await onceFor(projectDir, pages, async () => {
    onProgress('画面を組み立てています', 'Bundling the pages')
    const { exitCode, output } = await run(
      process.execPath,
      [join(projectDir, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
      { cwd: web, env: buildEnvironment() },
    )
    if (exitCode !== 0) throw buildError('vite', output)
  })
}

/**
 * @param {string} tool
 * @param {string} output
 */
function buildError(tool, output) {
  if (/ENOSPC|No space left/i.test(output))
    return new SetupError(
      'ディスクの空きがなく、組み立てられませんでした。',
      'The disk is full: the build could not be written.',
    )
  const lines = output.trim().split('\n').slice(0, 30).join('\n')
  return new SetupError(
    `${lines}\n\n組み立てに失敗しました (${tool})。`,
    `The build failed (${tool}); its messages are above.`,
  )
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  await build(dirname(import.meta.dirname)).then(
    ({ isCompiled, isBundled }) => {
      if (!isCompiled && !isBundled) say('変更はありません', 'Nothing changed')
    },
    (error) => {
      complain(error)
      process.exitCode = 1
    },
  )
}
