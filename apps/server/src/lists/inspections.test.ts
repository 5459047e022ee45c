import { virtualClock } from '@sekisho/telephony'
import { describe, expect, it } from 'vitest'
import { inspections } from './inspections.ts'

const upload = '01a1fe10-0000-7000-8000-000000000001'

/** Work that ends when the test says so. */
function work() {
  let times = 0
  let end: { resolve: () => void; reject: (error: Error) => void } | undefined
  return {
    times: () => times,
    begin: () =>
      new Promise<void>((resolve, reject) => {
        times += 1
        end = { resolve, reject }
      }),
    finish: () => end?.resolve(),
    fail: (error: Error) => end?.reject(error),
  }
}

describe('an inspection', () => {
  it('that is done in time says so', async () => {
    const [clock, file] = [virtualClock(0), work()]
    const all = inspections(clock)
    const answer = all.run(upload, 'guess', file.begin)
    expect(all.isUnderWay(upload)).toBe(true)
    file.finish()
    expect(await answer).toBe('done')
    expect(all.isUnderWay(upload)).toBe(false)
    expect(clock.pending()).toBe(0)
  })

  it('of a large file is answered for while it goes on; whoever asks again joins it', async () => {
    const [clock, file] = [virtualClock(0), work()]
    const all = inspections(clock)
    const first = all.run(upload, 'guess', file.begin)
    await clock.settle(20_000)
    expect(await first).toBe('goes on')
    const second = all.run(upload, 'guess', file.begin)
    file.finish()
    expect(await second).toBe('done')
    expect(file.times()).toBe(1)
  })

  it('that failed when nobody waited tells it once to whoever asks next, and then begins anew', async () => {
    const [clock, file] = [virtualClock(0), work()]
    const all = inspections(clock)
    const first = all.run(upload, 'guess', file.begin)
    await clock.settle(20_000)
    await first
    file.fail(new Error('no key service'))
    await clock.settle(1)
    await expect(all.run(upload, 'guess', file.begin)).rejects.toThrow('no key service')
    const again = all.run(upload, 'guess', file.begin)
    file.finish()
    expect(await again).toBe('done')
    expect(file.times()).toBe(2)
  })

  it('in another encoding is another; a third waits until one of two is done', async () => {
    const [clock, files] = [virtualClock(0), [work(), work(), work()] as const]
    const all = inspections(clock)
    const answers = ['utf-8', 'shift_jis', 'guess'].map((how, index) => all.run(upload, how, files[index]!.begin))
    await clock.settle(1)
    expect(files.map((file) => file.times())).toEqual([1, 1, 0])
    files[0].finish()
    await clock.settle(1)
    expect(files.map((file) => file.times())).toEqual([1, 1, 1])
    for (const file of files) file.finish()
    expect(await Promise.all(answers)).toEqual(['done', 'done', 'done'])
  })
})
