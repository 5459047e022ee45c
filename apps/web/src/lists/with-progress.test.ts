import type { ImportProgress, ListView } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { withProgress } from './with-progress.ts'

const progress: ImportProgress = {
  ...{ isWaiting: false, importsAhead: 0, rowsDone: 10, rowsExpected: 20, rowsPerSecond: 5, secondsLeft: 2 },
}
const inState = (state: ListView['state']) => ({ state, progress: null }) as ListView

describe('news of an import', () => {
  it('move a list that is being imported', () => {
    expect(withProgress(inState('importing'), progress).progress).toEqual(progress)
  })

  it.each(['ready', 'failed', 'undone'] as const)('that come late leave a list that is %s alone', (state) => {
    expect(withProgress(inState(state), progress)).toEqual(inState(state))
  })
})
