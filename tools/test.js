import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { areDependenciesInstalled, installDependencies } from './setup/dependencies.js'
import { complain, say } from './setup/messages.js'
import { run } from './setup/processes.js'

/*
 * `npm test`: sets up what the checks need, runs all of them, and ends with `N passed, N failed`.
 *   --no-browser  leaves the browser tests out
 *   --no-static   leaves types, lint, format and arrows out (for a second run on another Node)
 *   --no-rules    leaves the rules of calling, of lists and of audits out (for the same)
 */
const projectDir = dirname(import.meta.dirname)
const isBrowserWanted = !process.argv.includes('--no-browser')
const isStaticWanted = !process.argv.includes('--no-static')
const counts = { passed: 0, failed: 0 }
/** Names of the tests that this machine or this user cannot run. @type {string[]} */
const skipped = []
/** What failed, each with the beginning of what it said, for the end of the output. @type {string[]} */
const failures = []
const areRulesWanted = !process.argv.includes('--no-rules')
const env = {
  ...process.env,
  ...(areRulesWanted ? {} : { SEKISHO_TEST_NO_RULES: '1' }),
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
}

/** @param {string} path @param {readonly string[]} args */
function runTool(path, args) {
  const script = join(projectDir, 'node_modules', path)
  return run(process.execPath, [script, ...args], { cwd: projectDir, env, isShown: true })
}

/** @param {string} name @param {() => Promise<{ exitCode: number }>} work */
async function check(name, work) {
  process.stdout.write(`\n== ${name}\n`)
  const { exitCode } = await work()
  if (exitCode === 0) counts.passed += 1
  else {
    counts.failed += 1
    failures.push(name)
  }
  process.stdout.write(`${name}: ${exitCode === 0 ? 'passed' : 'FAILED'}\n`)
}

/**
 * Adds a vitest report to the counts. A file that could not be loaded has no tests in the report and counts as one
 * failed; so does a run that failed outside of every test.
 *
 * @param {string} file
 */
function addReport(file) {
  if (!existsSync(file)) {
    counts.failed += 1
    failures.push('a run that left no report')
    return
  }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const results = report.testResults.flatMap((/** @type {any} */ suite) => suite.assertionResults)
  const brokenSuites = report.testResults.filter(
    (/** @type {any} */ suite) =>
      suite.status === 'failed' &&
      !suite.assertionResults.some((/** @type {any} */ result) => result.status === 'failed'),
  )
  const failed = results.filter((/** @type {any} */ result) => result.status === 'failed').length + brokenSuites.length
  const passed = results.filter((/** @type {any} */ result) => result.status === 'passed').length
  counts.passed += passed
  counts.failed += failed === 0 && report.success !== true ? 1 : failed
  for (const { name, message } of brokenSuites) failures.push(`${relative(projectDir, name)}: ${beginningOf(message)}`)
  for (const { name, assertionResults } of report.testResults)
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed')
        failures.push(`${relative(projectDir, name)}: ${fullName}\n${beginningOf(failureMessages.join('\n'))}`)
      else if (status !== 'passed') skipped.push(`${relative(projectDir, name)}: ${fullName}`)
}

/** @param {string} message */
function beginningOf(message) {
  return message.split('\n').slice(0, 15).join('\n').slice(0, 2_000)
}

/** @param {'unit' | 'drill' | 'browser'} project */
async function runVitest(project) {
  process.stdout.write(`\n== ${project} tests\n`)
  const reportDir = mkdtempSync(join(tmpdir(), 'sekisho-test-report-'))
  const report = join(reportDir, 'report.json')
  try {
    const { exitCode } = await runTool('vitest/vitest.mjs', [
      'run',
      '--project',
      project === 'unit' ? 'unit*' : project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ])
    const before = counts.failed
    if (exitCode !== 0 || existsSync(report)) addReport(report)
    // Errors outside of tests fail the run without failing a test.
    if (exitCode !== 0 && counts.failed === before) {
      counts.failed += 1
      failures.push(`${project} tests, outside of every test`)
    }
  } finally {
    rmSync(reportDir, { recursive: true, force: true })
  }
}

/** Says which tests did not run, and why: nobody shall take a skipped attack for one that was fended off. */
function tellSkipped() {
  if (skipped.length === 0) return
  process.stdout.write('\n')
  if (process.getuid?.() === 0)
    say(
      'この環境では実行できなかったテスト (マウントの権限、検証用の外部データ)',
      'Tests that cannot run here (right to mount, foreign vectors)',
    )
  else
    say(
      'root でだけ実行できるテスト (別の uid、いっぱいのディスク)',
      'Tests that only root can run (other uids, full disks)',
    )
  for (const name of skipped) say(`  ${name}`)
}

/** Who sees only the end of a long output sees what failed. */
function tellFailed() {
  if (failures.length === 0) return
  process.stdout.write('\n== failed\n')
  for (const failure of failures) process.stdout.write(`${failure}\n\n`)
}

function hasBrowserTests() {
  const dir = join(projectDir, 'tests/browser')
  return existsSync(dir) && readdirSync(dir, { recursive: true }).some((name) => String(name).endsWith('.test.ts'))
}

/** How many tests cannot run; one when even that cannot be found out. */
async function countBrowserTests() {
  const { output } = await run(
    process.execPath,
    [join(projectDir, 'node_modules/vitest/vitest.mjs'), 'list', '--project', 'browser'],
    { cwd: projectDir, env },
  )
  return Math.max(1, output.split('\n').filter((line) => line.includes(' > ')).length)
}

async function runBrowserTests() {
  if (!hasBrowserTests()) return
  try {
    const { ensureBrowser } = await import('./setup/browser.js')
    await ensureBrowser()
    const { build } = await import('./build.js')
    await build(projectDir, say)
  } catch (error) {
    complain(error)
    const count = await countBrowserTests()
    say(
      `ブラウザーのテスト ${count} 件は実行できず、失敗に数えます`,
      `${count} browser tests cannot run and count as failed`,
    )
    counts.failed += count
    failures.push(`${count} browser tests`)
    return
  }
  await runVitest('browser')
}

async function main() {
  if (!areDependenciesInstalled(projectDir)) {
    say('依存ライブラリを入れています', 'Installing dependencies')
    await installDependencies(projectDir)
  }
  if (isStaticWanted) {
    await check('types', () => runTool('typescript/bin/tsc', ['-b']))
    await check('lint', () => runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']))
    await check('format', () => runTool('@biomejs/biome/bin/biome', ['format', '.']))
    await check('arrows', () =>
      run(process.execPath, [join(projectDir, 'tools/arrows.js')], { cwd: projectDir, isShown: true }),
    )
  }
  await runVitest('unit')
  await runVitest('drill')
  if (isBrowserWanted) await runBrowserTests()
}

try {
  await main()
} catch (error) {
  complain(error)
  counts.failed += 1
  failures.push(error instanceof Error ? error.message : String(error))
}
tellSkipped()
tellFailed()
const suffix = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${suffix}\n`)
process.exitCode = counts.failed > 0 ? 1 : 0
