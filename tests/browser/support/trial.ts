import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type ClientConfig } from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openBrowser, picture, type TestBrowser } from './browser.ts'
import { startFilled } from './filled-demo.ts'
import { comeIn } from './people.ts'
import type { RunningProduct } from './product.ts'

/** The product of one test file with everything that was opened beside it; all of it ends with the file. */
export interface Trial {
  /** Once it has started. */
  readonly product: RunningProduct
  /** Those that are open, in the order in which they were. */
  readonly browsers: readonly TestBrowser[]
  /** A browser of its own for a demo person, who sees a page. @param label  how the one-click link begins */
  enter(label: string, options?: Parameters<typeof comeIn>[2]): Promise<TestBrowser>
  /** A browser of its own for somebody who has not come in. */
  open(): Promise<TestBrowser>
  /** For a file whose tests each begin with new ones. */
  closeBrowsers(): Promise<void>
  /** The database as its administrator has it. */
  superuser(): Promise<Client>
}

/**
 * Starts the product with its demo before the tests of a file.
 *
 * @param environment  e.g. `{ SEKISHO_DEMO_NETWORK: 'everybody_answers' }`
 */
export function startTrial(environment: Record<string, string> = {}): Trial {
  let product: RunningProduct | undefined
  const browsers: TestBrowser[] = []
  let client: Promise<Client> | undefined
  const running = (): RunningProduct => {
    if (product === undefined) throw new Error('the product has not started')
    return product
  }
  const closeBrowsers = async (): Promise<void> => {
    for (const browser of browsers.splice(0)) await browser.close()
  }

  beforeAll(async () => {
    product = await startFilled(environment)
  }, 300_000)

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [place, { page }] of browsers.entries()) await keepPicture(page, `failed-${place}`)
  })

  afterAll(async () => {
    await closeBrowsers()
    await (await client)?.end()
    await product?.stop()
  })

  return {
    browsers,
    closeBrowsers,
    get product() {
      return running()
    },
    async enter(label, options) {
      const browser = await comeIn(running(), label, options)
      browsers.push(browser)
      await browser.page.getByRole('main').waitFor()
      return browser
    },
    async open() {
      const browser = await openBrowser()
      browsers.push(browser)
      return browser
    },
    superuser: () => (client ??= connected(superuserOf(running()))),
  }
}

async function connected(config: ClientConfig): Promise<Client> {
  const client = new Client(config)
  await client.connect()
  return client
}

function superuserOf({ dataDir }: RunningProduct): ClientConfig {
  const folder = join(dataDir, 'postgres')
  return {
    host: join(folder, 'run'),
    user: 'postgres',
    password: readFileSync(join(folder, 'superuser-password'), 'utf8').trim(),
    database: 'sekisho',
  }
}

/** Keeps a picture of the page where the environment asks for pictures, so that somebody can look at it. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SEKISHO_PICTURES
  if (folder !== undefined) await picture(page, folder, name)
}

/** The same of the whole page, below the fold, too, and once more as a telephone shows it. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  const folder = process.env.SEKISHO_PICTURES
  if (folder === undefined) return
  await picture(page, folder, name, { isWhole: true })
  const size = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, folder, `${name}-390`, { isWhole: true })
  if (size !== null) await page.setViewportSize(size)
}
