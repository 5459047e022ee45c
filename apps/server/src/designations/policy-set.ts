import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import {
  policySetTextToParts,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs'
import type { Permission, Seat, SystemActor } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import { policySchema } from './policy-schema.ts'

/** Everything a policy can look at. Ids are not among it, so an answer may be remembered for equal facts. */
export interface PolicyFacts {
  readonly principal: 'Person' | 'Part'
  readonly resource: 'Self' | 'House' | 'Tenant'
  readonly permission: Permission
  readonly seat: Seat | 'none'
  readonly reach: 'house' | 'tenant' | 'job' | 'site' | 'none'
  /** Sorted, unique: all seats of the person anywhere. */
  readonly seats: readonly Seat[]
  readonly hasLiveCall: boolean
  readonly part: SystemActor | 'none'
}

export interface PolicySet {
  /** SHA-256 of schema and canonical policy text, hex: stands in every entry. */
  readonly hash: string
  /** What the hash is of; kept in house.policy_sets so that a hash can be read years later. */
  readonly body: string
  permits(facts: PolicyFacts): boolean
}

/**
 * V8 11 (Node 20) compiles calls from JavaScript into WebAssembly into the caller, and ends the process ("unreachable
 * code" in Deoptimizer::DoComputeBuiltinContinuation) when it has to give up such a caller. Seen after some thousand
 * requests; not once without that inlining. Cedar is our only WebAssembly, and its answers are remembered.
 */
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls')

const policyFile = fileURLToPath(new URL('./policies.cedar', import.meta.url))

/**
 * Loads, validates and prepares policies.
 *
 * Canonical text: each policy as Cedar prints it, comments and layout gone, sorted; so a comment changes no hash.
 *
 * @param text  Cedar policies; those of the product when left out
 * @throws      Error when they do not parse or do not fit the schema: the server does not start then
 */
export function loadPolicySet(text = readFileSync(policyFile, 'utf8')): PolicySet {
  const policies = { staticPolicies: text }
  const validation = validate({ schema: policySchema, policies, validationSettings: { mode: 'strict' } })
  if (validation.type === 'failure') throw new Error(`policies do not parse: ${validation.errors[0]?.message}`)
  const invalid = [...validation.validationErrors, ...validation.validationWarnings]
  if (invalid.length > 0) throw new Error(`policy ${invalid[0]?.policyId} is invalid: ${invalid[0]?.error.message}`)
  const parts = policySetTextToParts(text)
  if (parts.type === 'failure') throw new Error('policies cannot be split')

  const body = JSON.stringify({ policies: parts.policies.map(withoutComments).sort(), schema: policySchema })
  const hash = createHash('sha256').update(body).digest('hex')
  for (const answer of [preparseSchema(hash, policySchema), preparsePolicySet(hash, policies)]) {
    if (answer.type === 'failure') throw new Error(`policies cannot be prepared: ${answer.errors[0]?.message}`)
  }
  return { hash, body, permits: remembered((facts) => ask(hash, facts)) }
}

function withoutComments(policy: string): string {
  return policy
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function ask(preparsed: string, facts: PolicyFacts): boolean {
  const { principal, resource, permission, ...context } = facts
  const answer = statefulIsAuthorized({
    principal: { type: principal, id: 'actor' },
    action: { type: 'Action', id: permission },
    resource: { type: resource, id: 'resource' },
    context: { ...context, seats: [...context.seats] },
    preparsedPolicySetId: preparsed,
    preparsedSchemaName: preparsed,
    validateRequest: true,
    entities: [],
  })
  // an error while judging is a denial: Cedar skips a policy that fails, and a skipped forbid must not permit
  return (
    answer.type === 'success' && answer.response.decision === 'allow' && answer.response.diagnostics.errors.length === 0
  )
}

/** Equal facts, equal answer. The facts are small closed sets, but seats combine: the memory is bounded all the same. */
function remembered(permits: (facts: PolicyFacts) => boolean): (facts: PolicyFacts) => boolean {
  const answers = new Map<string, boolean>()
  return (facts) => {
    const { principal, resource, permission, seat, reach, seats, hasLiveCall, part } = facts
    const key = [principal, resource, permission, seat, reach, seats.join('+'), hasLiveCall, part].join(' ')
    const known = answers.get(key)
    if (known !== undefined) return known
    if (answers.size >= 20_000) answers.clear()
    const answer = permits(facts)
    answers.set(key, answer)
    return answer
  }
}

/** Keeps what was decided under, by its hash, before the first decision is entered. */
export async function recordPolicySet(
  database: Database,
  { hash, body }: Pick<PolicySet, 'hash' | 'body'>,
): Promise<void> {
  await database.transaction(systemActor('launcher'), 'house', (tx) =>
    tx.db
      .insertInto('house.policy_sets')
      .values({ policy_hash: hash, body })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}
