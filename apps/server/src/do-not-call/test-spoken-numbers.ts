import { randomBytes, randomUUID } from 'node:crypto'
import { type AttemptId, ProblemError } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import type { Spine, TestContact, TestTenant } from '../test-spine.ts'
import { takeDown, type SpokenNumber, type TakeDownDependencies } from './take-down.ts'
import { contactOf } from './test-refusals.ts'

/** Somebody on the line of an operator. */
export interface Talk {
  readonly tenant: TestTenant
  readonly operator: PersonActor
  readonly contact: TestContact
  readonly attemptId: AttemptId
  /** Gives `done`, or the problem with its detail. */
  say(number: string, changes?: Partial<SpokenNumber> & { by?: PersonActor; rowScope?: RowScope }): Promise<string>
}

export async function talkWith(spine: Spine, dependencies: TakeDownDependencies, tenant?: TestTenant): Promise<Talk> {
  const here = tenant ?? (await spine.tenant())
  const operator = await spine.person(here, 'operator')
  const contact = await contactOf(spine, here, { numbers: [randomUUID()] })
  const attemptId = await spine.connect(contact, here.campaignId, operator)
  return {
    ...{ tenant: here, operator, contact, attemptId },
    async say(number, { by: actor = operator, rowScope = wholeTenant, ...changes } = {}) {
      const asking = { actor, tenantId: here.tenantId, rowScope, policyHash: '0'.repeat(64) }
      const spoken = {
        attemptId,
        commandId: randomBytes(16).toString('hex'),
        number,
        reach: 'number' as const,
        ...changes,
      }
      return takeDown(dependencies, asking, spoken).then(
        () => 'done',
        (error: unknown) => {
          if (!(error instanceof ProblemError)) throw error
          return [error.code, ...error.detail].join(' ')
        },
      )
    },
  }
}

/** What stands on a client's list, the newest last. */
export async function listed({ test }: Spine, { clientId }: TestTenant) {
  const { rows } = await test.superuser.query<{ key_index: Buffer; scope: string; job_id: string | null }>(
    'select key_index, scope, job_id from house.do_not_call where client_id = $1 order by recorded_at, entry_id',
    [clientId],
  )
  return rows
}

/** A lead whose only number is the newest on the client's list. */
export async function leadOfNewest(spine: Spine, from: TestTenant, to: TestTenant): Promise<TestContact> {
  const index = (await listed(spine, from)).at(-1)?.key_index
  const contact = await contactOf(spine, to, { numbers: [randomUUID()] })
  await spine.test.superuser.query('update tenant.contact_numbers set phone_index = $2 where contact_id = $1', [
    contact.contactId,
    index,
  ])
  return contact
}
