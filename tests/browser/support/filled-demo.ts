import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { inject } from 'vitest'
import { untilFilled } from './people.ts'
import { type RunningProduct, startProduct } from './product.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data of a product whose demo is complete; nobody runs on it. */
    readonly filledDemo: string
  }
}

/**
 * Before all files: the demo is filled once, by a product that starts from nothing as a new user's does. Each file then
 * goes on with a copy of its own, as after a second start.
 */
export default async function fillOnce(project: TestProject): Promise<() => void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-filled-'))
  const product = await startProduct({ SEKISHO_DATA: dataDir })
  await untilFilled(product)
  await product.stop()
  project.provide('filledDemo', dataDir)
  return () => rmSync(dataDir, { recursive: true, force: true })
}

/** The product on a copy of the filled demo, which goes when it stops. @param environment  as for `startProduct` */
export async function startFilled(environment: Record<string, string> = {}): Promise<RunningProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-browser-'))
  // with owners and modes: where it was started by root, PostgreSQL runs as somebody else
  execFileSync('cp', ['-a', `${inject('filledDemo')}/.`, dataDir])
  const product = await startProduct({ SEKISHO_DATA: dataDir, ...environment })
  await untilFilled(product)
  return {
    ...product,
    async stop() {
      await product.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
