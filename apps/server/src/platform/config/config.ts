import { z } from 'zod'

/** What the server is told from outside. Everything else is decided in code or set by people in the product. */
export interface ServerConfig {
  /** Where people reach it: scheme, host and port as a browser shows them. */
  readonly publicOrigin: string
  /** The WebAuthn relying party: the host name of the public origin. */
  readonly relyingPartyId: string
  readonly listenHost: string
  readonly listenPort: number
  /** One uid for everything, keys beside the data: said on every page, reachable from this machine only. */
  readonly isTrial: boolean
  /** A labelled demo with one-click sign-in; only ever as a trial. */
  readonly isDemo: boolean
  /** Who answers in the simulated network of a demo: about half of the calls, everybody, or most, and the rest calls back. */
  readonly demoNetwork: 'usual' | 'everybody_answers' | 'missed_calls_return'
  readonly isProduction: boolean
  readonly webRoot: string | null
  readonly logLevel: string
}

const flag = z.enum(['yes', 'no']).transform((value) => value === 'yes')
const settings = z.object({
  SEKISHO_PUBLIC_ORIGIN: z.url(),
  SEKISHO_LISTEN_HOST: z.string().default('127.0.0.1'),
  SEKISHO_LISTEN_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  SEKISHO_TRIAL: flag.default(false),
  SEKISHO_DEMO: flag.default(false),
  SEKISHO_DEMO_NETWORK: z.enum(['usual', 'everybody_answers', 'missed_calls_return']).default('usual'),
  SEKISHO_PRODUCTION: flag.default(false),
  SEKISHO_WEB_ROOT: z.string().optional(),
  SEKISHO_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const bareAddress = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/

/**
 * Reads the configuration and refuses combinations that would quietly be unsafe.
 *
 * @param environment  e.g. `process.env`
 * @throws Error       says which setting and why, in words for whoever starts the server
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ServerConfig {
  const parsed = settings.safeParse(environment)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))]
    throw new Error(`These settings are missing or cannot be read: ${names.join(', ')}`)
  }
  const values = parsed.data
  const origin = new URL(values.SEKISHO_PUBLIC_ORIGIN)
  const config: ServerConfig = {
    publicOrigin: origin.origin,
    relyingPartyId: origin.hostname,
    listenHost: values.SEKISHO_LISTEN_HOST,
    listenPort: values.SEKISHO_LISTEN_PORT ?? Number(origin.port || (origin.protocol === 'https:' ? 443 : 80)),
    isTrial: values.SEKISHO_TRIAL,
    isDemo: values.SEKISHO_DEMO,
    demoNetwork: values.SEKISHO_DEMO_NETWORK,
    isProduction: values.SEKISHO_PRODUCTION,
    webRoot: values.SEKISHO_WEB_ROOT ?? null,
    logLevel: values.SEKISHO_LOG_LEVEL,
  }
  refuseUnsafe(config, origin)
  return config
}

function refuseUnsafe(config: ServerConfig, origin: URL): void {
  const isLocal = origin.hostname === 'localhost'
  if (bareAddress.test(origin.hostname)) {
    throw new Error('SEKISHO_PUBLIC_ORIGIN needs a host name: passkeys do not work on a bare address')
  }
  if (origin.protocol !== 'https:' && !isLocal) {
    throw new Error('SEKISHO_PUBLIC_ORIGIN needs https unless it is localhost')
  }
  if (config.isDemo && !config.isTrial) throw new Error('SEKISHO_DEMO is possible in a trial only')
  if (config.isProduction && config.isTrial) throw new Error('SEKISHO_TRIAL and SEKISHO_PRODUCTION exclude each other')
  if (config.isTrial && (!isLocal || !['127.0.0.1', '::1', 'localhost'].includes(config.listenHost))) {
    throw new Error('a trial is reachable from its own machine only: localhost and a loopback listen host')
  }
}
