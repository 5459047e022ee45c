import type { PersonId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../platform/database/test-database.ts'
import { newId } from '../platform/new-id.ts'
import { createAccounts } from './accounts.ts'

let test: TestDatabase
let now = Date.now()
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

async function account(): Promise<{ personId: PersonId; accounts: ReturnType<typeof createAccounts> }> {
  const [personId, companyId] = [newId<PersonId>(), newId()]
  await test.superuser.query(`insert into house.companies (company_id, name, kind) values ($1, '架空', 'vendor')`, [
    companyId,
  ])
  await test.superuser.query(
    `insert into house.persons (person_id, login, display_name, company_id) values ($1, $2, '架空', $3)`,
    [personId, `login-${personId}`, companyId],
  )
  await test.superuser.query(`insert into house.password_credentials (person_id, argon2id) values ($1, 'x')`, [
    personId,
  ])
  const clock = { now: () => now, setTimer: () => () => undefined }
  return { personId, accounts: createAccounts({ database: test.database, clock }) }
}

describe('counted tries', () => {
  it('that come at the same moment do not slip past the lock', async () => {
    const { personId, accounts } = await account()
    const tries = await Promise.all(Array.from({ length: 40 }, () => accounts.reserveTry(personId)))
    expect(tries.filter((reserved) => reserved !== null)).toHaveLength(5)
  })

  it('of a right password are taken back without opening the lock that guessed codes set', async () => {
    const { personId, accounts } = await account()
    let codes = 0
    for (let round = 0; round < 20; round++) {
      const password = await accounts.reserveTry(personId)
      // while the password is still being checked, the guesser tries a code with an earlier ticket
      if ((await accounts.reserveTry(personId)) !== null) codes += 1
      if (password !== null) await accounts.takeBackTry(personId, password)
    }
    expect(codes).toBeLessThanOrEqual(5)
  })

  it('let the owner in after a lock: a right password takes back the lock it set itself', async () => {
    const { personId, accounts } = await account()
    for (let count = 0; count < 5; count++) await accounts.reserveTry(personId)
    expect(await accounts.reserveTry(personId)).toBeNull()
    now += 31_000
    const password = await accounts.reserveTry(personId)
    expect(password).not.toBeNull()
    if (password !== null) await accounts.takeBackTry(personId, password)
    expect(await accounts.reserveTry(personId)).not.toBeNull()
  })
})
