import { statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newTrial, type Trial } from './support/trial.ts'

let trial: Trial | undefined
afterAll(() => trial?.end())

describe('a trial whose root key was lost', () => {
  it('gives its start up with a sentence that says which process cannot run, and makes no new key', async () => {
    trial = await newTrial()
    await trial.start()
    await trial.stop()
    const key = join(trial.dataDir, 'keys', 'root.key')
    truncateSync(key)
    await expect(trial.start()).rejects.toThrow('The key service ends again and again')
    expect(statSync(key).size).toBe(0)
  })
})
