import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Test files that take long for their size, the longest first. */
const long = [
  'apps/server/src/access.test.ts',
  'apps/server/src/dialling/schedules.test.ts',
  'apps/server/src/dialling/predictive.test.ts',
  'apps/server/src/dialling/kill.test.ts',
  'apps/server/src/dialling/call-ins-process.test.ts',
  'apps/server/src/trial/fill-demo.test.ts',
  'bench/day.test.ts',
  'apps/server/src/dialling/previews-kill.test.ts',
  'apps/server/src/platform/embedded-postgres/start-postgres.test.ts',
]

/**
 * A long file that begins last keeps one core while the others have nothing to do. Without times of an earlier run
 * vitest begins with the files of most bytes, among which these are not.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = long.indexOf(relative(this.ctx.config.root, moduleId))
      return place === -1 ? long.length : place
    }
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other))
  }
}
