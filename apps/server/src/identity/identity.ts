import type { PersonId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { RouteHandlers } from '../platform/http/index.ts'
import { createAccounts } from './accounts.ts'
import { createSessionStart } from './begin-session.ts'
import { createDemoPeople, type DemoPeople } from './demo-people.ts'
import { type Confirmations, createConfirmations } from './confirmations.ts'
import type { IdentityDependencies } from './dependencies.ts'
import { identityHandlers } from './http.ts'
import { createInvitations } from './invitations.ts'
import { createFailedTries } from './failed-tries.ts'
import { createNewCredentials } from './new-credentials.ts'
import { createDevices, type Devices } from './devices.ts'
import { createCheckCode } from './one-time-codes.ts'
import { createOwnAccount } from './own-account.ts'
import { createOwnCredentials } from './own-credentials.ts'
import { createPasskeySignIn } from './passkey-sign-in.ts'
import { createPasskeys } from './passkeys.ts'
import { createPasswords } from './passwords.ts'
import { createPeople } from './people.ts'
import { createProofs, type Proofs } from './proofs.ts'
import { createRefusals } from './refusals.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSetUp } from './set-up.ts'
import { createSignIn } from './sign-in.ts'
import { createTickets } from './tickets.ts'
import { createWebAuthn } from './webauthn.ts'

export interface IdentityParts {
  readonly signIn: ReturnType<typeof createSignIn>
  readonly passkeySignIn: ReturnType<typeof createPasskeySignIn>
  readonly setUp: ReturnType<typeof createSetUp>
  readonly invitations: ReturnType<typeof createInvitations>
  readonly confirmations: Confirmations
  readonly people: ReturnType<typeof createPeople>
  readonly own: ReturnType<typeof createOwnAccount>
  readonly ownCredentials: ReturnType<typeof createOwnCredentials>
  readonly proofs: Proofs
  readonly devices: Devices
}

/** Persons, credentials, sessions, devices: the front door of the slice. */
export interface Identity {
  readonly handlers: RouteHandlers
  readonly sessions: Pick<Sessions, 'authenticate' | 'check' | 'noteActivity' | 'forgetAll'>
  /**
   * Before a change by which somebody rules over others, in its transaction.
   *
   * @throws ProblemError `proof_needed` when the session’s last proof is older than ten minutes
   */
  readonly requireProof: Proofs['require']
  /** For the console: a fresh code for the first administrator; null when nobody is missing. */
  newSetUpCode(): Promise<string | null>
  /** A token for a one-click link of a demo person; works on this machine, in a labelled demo, for a day. */
  newDemoToken(personId: PersonId): Promise<string>
  /** Null outside of a labelled demo. */
  readonly demoPeople: DemoPeople | null
  /** Enters failures that were only counted so far. */
  flush(): Promise<void>
}

const demoTokenMs = 24 * 60 * 60_000

export async function createIdentity(dependencies: IdentityDependencies): Promise<Identity> {
  const { database, clock, config } = dependencies
  const sessions = createSessions(dependencies)
  const accounts = createAccounts(dependencies)
  const tickets = createTickets(clock)
  const refusals = createRefusals(dependencies)
  const passwords = await createPasswords()
  const tries = createFailedTries(dependencies)
  const checkCode = createCheckCode(dependencies)
  const webAuthn = createWebAuthn(config)
  const passkeys = createPasskeys({ database, clock, tickets, webAuthn })
  const newCredentials = createNewCredentials({ ...dependencies, passwords, checkCode, passkeys, webAuthn })
  const startSession = createSessionStart({ ...dependencies, sessions, tries })
  const credentials = { passwords, checkCode, passkeys, webAuthn, newCredentials }
  const basis = { ...dependencies, ...credentials, sessions, accounts, tickets, refusals, tries, startSession }
  const proofs = createProofs(basis)
  const devices = createDevices({ ...basis, proofs })
  const shared = { ...basis, proofs, devices }
  const confirmations = createConfirmations(shared)
  const invitations = createInvitations({ ...shared, confirmations })
  const parts: IdentityParts = {
    signIn: createSignIn(shared),
    passkeySignIn: createPasskeySignIn(shared),
    setUp: createSetUp(shared),
    invitations,
    confirmations,
    people: createPeople({ ...shared, invitations }),
    own: createOwnAccount(shared),
    ownCredentials: createOwnCredentials(shared),
    proofs,
    devices,
  }
  return {
    handlers: identityHandlers(dependencies, parts),
    sessions,
    requireProof: proofs.require,
    demoPeople: config.isDemo ? createDemoPeople(shared) : null,
    newSetUpCode: () => parts.setUp.newCode(),
    async newDemoToken(personId) {
      if (!config.isDemo) throw new Error('one-click sign-in exists in a labelled demo only')
      return database.transaction(systemActor('launcher'), 'house', (tx) =>
        tickets.issue(tx, { kind: 'demo', personId, data: {}, lifeMs: demoTokenMs }),
      )
    },
    flush: () => refusals.flush(),
  }
}
