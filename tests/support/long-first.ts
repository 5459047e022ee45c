import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Hours of calling in virtual time, and every route asked as everybody: a quarter of the unit tests' time. */
const longDays = [
  'apps/server/src/dialling/predictive.test.ts',
  'apps/server/src/access.test.ts',
  'apps/server/src/dialling/ratio.test.ts',
  'apps/server/src/dialling/allotment.test.ts',
  'apps/server/src/trial/fill-demo.test.ts',
  'bench/day.test.ts',
  'apps/server/src/dialling/schedules.test.ts',
  'apps/server/src/dialling/shared-seats.test.ts',
]

const roomsOfRules =
  'assignments calendar call-ins call-order campaigns corrections designations desk do-not-call faq hands held-leads ' +
  'list-sheets notices promises reports shadows stop-switches tickets waiting what-if'

/**
 * What a second run on another Node leaves out (`npm test -- --no-rules`): what is a rule of calling, of lists or of audits. It
 * reaches Node through packages, key service, platform, gate and identity alone, which that run tries, as it tries what
 * reads foreign files, every killing in the middle, and attacks on the whole product (the drill).
 */
export const RULES = [
  ...longDays,
  ...['bench/**', 'packages/dialer/**', 'drill/database-administrator.test.ts'],
  'apps/server/src/dialling/!(*kill|*process|dialler).test.ts',
  'apps/server/src/lists/!(*kill|import-progress|bad-input|workbooks|canaries).test.ts',
  'apps/server/src/lists/{refused,terms}/!(*kill).test.ts',
  'apps/server/src/ledger/!(*kill|journal|http).test.ts',
  'apps/server/src/ledger/*/**',
  ...roomsOfRules.split(' ').map((room) => `apps/server/src/${room}/**/!(*kill).test.ts`),
]

/** Test files that take long for their size, the longest first. */
const long = [
  'tests/browser/walk.test.ts',
  'tests/browser/pages.test.ts',
  'tests/browser/day.test.ts',
  'tests/browser/reports.test.ts',
  'drill/kill-storm.test.ts',
  'drill/database-administrator.test.ts',
  ...longDays,
  'apps/server/src/dialling/kill.test.ts',
  'apps/server/src/ledger/sequencer.test.ts',
  'apps/server/src/platform/embedded-postgres/start-postgres.test.ts',
  'apps/server/src/dialling/call-ins-process.test.ts',
  'apps/server/src/dialling/previews-kill.test.ts',
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
