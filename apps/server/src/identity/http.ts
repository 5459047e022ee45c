import { type RouteHandlers, openApiDocument } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { IdentityParts } from './identity.ts'
import { cookies } from './secrets.ts'

const done = { done: true } as const

export function identityHandlers({ config }: IdentityDependencies, parts: IdentityParts) {
  const { signIn, passkeys, setUp, invitations, people, own } = parts
  const apiDocument = openApiDocument()
  return {
    'health.read': async () => ({ product: 'sekisho', ok: true, isTrial: config.isTrial }),
    'openApi.read': async () => apiDocument,
    'setUp.read': async () => ({ needed: await setUp.isNeeded(), isDemo: config.isDemo, isTrial: config.isTrial }),
    'setUp.begin': ({ body, caller }) => setUp.begin(body, caller),
    'setUp.finish': async ({ body, caller }) => {
      await setUp.finish(body.ticket, body.code, caller)
      return done
    },
    'signIn.password': ({ body, caller }) => signIn.password(body.login, body.password, caller),
    'signIn.totp': ({ body, caller }) => signIn.totp(body.ticket, body.code, caller),
    'signIn.passkeyOptions': ({ body, caller }) => passkeys.signInOptions(body.ticket, caller),
    'signIn.passkey': ({ body, caller }) => passkeys.signIn(body.ticket, body.response, caller),
    'signIn.demo': ({ body, caller }) => signIn.demo(body.token, caller),
    signOut: async ({ actor, caller }) => {
      await own.endSession(actor, actor.sessionId, true)
      caller.clearCookie(cookies.session)
      return done
    },
    'me.read': ({ actor }) => own.read(actor),
    'me.sessions': async ({ actor }) => ({ sessions: await own.sessions(actor) }),
    'me.endSession': async ({ actor, params }) => {
      await own.endSession(actor, params.sessionId, false)
      return done
    },
    'me.passkeyOptions': ({ actor, caller }) => passkeys.registrationOptions(actor, caller),
    'me.addPasskey': async ({ actor, body, caller }) => {
      await passkeys.register(actor, body.ticket, body.label, body.response, caller)
      return done
    },
    'people.list': async ({ actor }) => ({ people: await people.list(actor) }),
    'people.create': ({ actor, decision, body }) => people.create(actor, decision.policyHash, body),
    'people.disable': async ({ actor, decision, params }) => {
      await people.disable(actor, decision.policyHash, params.personId)
      return done
    },
    'people.revokeSessions': async ({ actor, decision, params }) => ({
      ended: await people.revokeSessions(actor, decision.policyHash, params.personId),
    }),
    'invitation.begin': ({ body, caller }) => invitations.begin(body.invitation, body.password, caller),
    'invitation.finish': async ({ body, caller }) => {
      await invitations.finish(body.ticket, body.code, caller)
      return done
    },
  } as const satisfies RouteHandlers
}
