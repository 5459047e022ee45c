import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type ClientConfig } from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { picture, type TestBrowser } from './browser.ts'
import { comeIn, untilFilled } from './people.ts'
import { type RunningProduct, startProduct } from './product.ts'

/** The product of one test file with everything that was opened beside it; all of it ends with the file. */
export interface Trial {
  /** Once it has started. */
  readonly product: RunningProduct
  /** A browser of its own for a demo person. @param label  how the one-click link begins */
  enter(label: string, options?: Parameters<typeof comeIn>[2]): Promise<TestBrowser>
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

  beforeAll(async () => {
    product = await startProduct(environment)
    await untilFilled(product)
  }, 300_000)

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [place, { page }] of browsers.entries()) await keepPicture(page, `failed-${place}`)
  })

  afterAll(async () => {
    for (const browser of browsers) await browser.close()
    await (await client)?.end()
    await product?.stop()
  })

  return {
    get product() {
      return running()
    },
    async enter(label, options) {
      const browser = await comeIn(running(), label, options)
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

function superuserOf({ dataDir }: RunningProduct) {
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
