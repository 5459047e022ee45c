import { type RouteHandlers, openApiDocument } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { IdentityParts } from './identity.ts'
import { cookies } from './secrets.ts'

const done = { done: true } as const

export function identityHandlers({ config }: IdentityDependencies, parts: IdentityParts) {
  const { signIn, passkeySignIn, setUp, invitations, confirmations, people, own, ownCredentials, proofs, devices } =
    parts
  const apiDocument = openApiDocument()
  return {
    'health.read': async () => ({ product: 'sekisho', ok: true, isTrial: config.isTrial }),
    'openApi.read': async () => apiDocument,
    'setUp.read': async () => ({ needed: await setUp.isNeeded(), isDemo: config.isDemo, isTrial: config.isTrial }),
    'setUp.begin': ({ body, caller }) => setUp.begin(body, caller),
    'setUp.finish': async ({ body, caller }) => {
      await setUp.finish(body.ticket, body.proof, caller)
      return done
    },
    'signIn.password': ({ body, caller }) => signIn.password(body.login, body.password, caller),
    'signIn.totp': ({ body, caller }) => signIn.totp(body.ticket, body.code, caller),
    'signIn.passkeyOptions': ({ body, caller }) => passkeySignIn.options(body.ticket, caller),
    'signIn.passkey': ({ body, caller }) => passkeySignIn.signIn(body.ticket, body.response, caller),
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
    'me.account': ({ actor }) => own.account(actor),
    'me.prove': async ({ actor, body, caller }) => {
      await proofs.byPassword(actor, body.password, body.code, caller)
      return done
    },
    'me.proofOptions': ({ actor, caller }) => proofs.passkeyOptions(actor, caller),
    'me.proveByPasskey': async ({ actor, body, caller }) => {
      await proofs.byPasskey(actor, body.ticket, body.response, caller)
      return done
    },
    'me.changePassword': async ({ actor, body }) => {
      await ownCredentials.changePassword(actor, body.password)
      return done
    },
    'me.beginTotp': ({ actor, caller }) => ownCredentials.beginTotp(actor, caller),
    'me.finishTotp': async ({ actor, body, caller }) => {
      await ownCredentials.finishTotp(actor, body.ticket, body.code, caller)
      return done
    },
    'me.passkeyOptions': ({ actor, caller }) => ownCredentials.passkeyOptions(actor, caller),
    'me.addPasskey': async ({ actor, body, caller }) => {
      await ownCredentials.addPasskey(actor, body.ticket, body.label, body.response, caller)
      return done
    },
    'me.removePasskey': async ({ actor, params }) => {
      await ownCredentials.removePasskey(actor, params.passkeyId)
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
    'people.resetCredentials': async ({ actor, decision, params }) => ({
      invitation: await people.resetCredentials(actor, decision.policyHash, params.personId),
    }),
    'people.devices': async ({ actor, params }) => ({ devices: await devices.ofPerson(actor, params.personId) }),
    'devices.withdraw': async ({ actor, decision, params }) => ({
      ended: await devices.withdraw(actor, decision.policyHash, params.deviceId),
    }),
    'invitation.begin': ({ body, caller }) => invitations.begin(body.invitation, body.credential, caller),
    'invitation.finish': async ({ body, caller }) => ({
      confirmation: await invitations.finish(body.ticket, body.proof, caller),
    }),
    'confirmations.read': ({ actor, decision, body }) => confirmations.read(actor, decision.policyHash, body),
    'confirmations.confirm': async ({ actor, decision, body }) => {
      await confirmations.confirm(actor, decision.policyHash, body)
      return done
    },
  } as const satisfies RouteHandlers
}
