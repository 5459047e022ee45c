import { describe, expect, it } from 'vitest'

/** tools/setup is plain JavaScript, which the compiler does not read. */
interface Machine {
  checkPlatform(platform?: string, arch?: string, isGlibc?: boolean): void
  checkMemory(available?: number): void
  portOf(env?: NodeJS.ProcessEnv): number
}
const machine: string = new URL('./setup/machine.js', import.meta.url).href
const { checkMemory, checkPlatform, portOf } = (await import(machine)) as Machine

/** The two sentences of what a check throws. */
function sentencesOf(check: () => void): string[] {
  try {
    check()
    return []
  } catch (error) {
    const { japanese, english } = error as { japanese: string; english: string }
    return [japanese, english]
  }
}

describe('the checks of the machine', () => {
  it('take the machine that these tests run on', () => {
    expect(sentencesOf(() => checkPlatform())).toEqual([])
  })

  it.each([
    ['linux', 'arm64', true, 'linux arm64'],
    ['linux', 'x64', false, 'linux x64 musl'],
    ['darwin', 'arm64', false, 'darwin arm64'],
    ['win32', 'x64', false, 'win32 x64'],
  ])('refuse %s %s (glibc: %s) before anything is installed, by name', (platform, arch, isGlibc, name) => {
    const [japanese, english] = sentencesOf(() => checkPlatform(platform, arch, isGlibc))
    expect(japanese).toContain(`この環境は ${name} です`)
    expect(english).toContain(`This is ${name};`)
  })

  it('say how much memory is missing', () => {
    expect(sentencesOf(() => checkMemory(599))[1]).toBe('Not enough memory: 599 MB are free, 600 MB are needed.')
    expect(sentencesOf(() => checkMemory(600))).toEqual([])
  })

  it.each(['0', '65536', '80.5', 'http'])('refuse %s as a port', (SEKISHO_PORT) => {
    expect(sentencesOf(() => portOf({ SEKISHO_PORT }))[0]).toContain(`いまは「${SEKISHO_PORT}」`)
  })
})
