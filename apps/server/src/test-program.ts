import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../../../', import.meta.url))
// a run of tests bundles the programs once (tests/support/global-programs.ts)
const bundles = process.env.SEKISHO_TEST_PROGRAMS

/**
 * What node takes to run one of our programs in a process of its own: the bundle of the run, or else its source.
 *
 * @param source  path of the program; one of those that `global-programs.ts` names
 */
export function programArguments(source: string): string[] {
  if (bundles !== undefined) return [join(bundles, relative(project, source).replace(/\.ts$/, '.mjs'))]
  return ['--conditions=source', '--import', import.meta.resolve('tsx'), source]
}
