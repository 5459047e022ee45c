import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from './test-database.ts'

describe('databases for tests', () => {
  const made: FreshDatabase[] = []
  afterAll(async () => {
    for (const database of made) await database.drop()
  })

  it('builds one template for callers that come at the same time, and gives each its own copy', async () => {
    let builds = 0
    const template = {
      content: `test-database.test ${process.pid}`,
      migrate: async (client: Client) => {
        builds += 1
        await client.query('create table greeting (text text); insert into greeting values ($$hello$$)')
      },
    }
    const databases = await Promise.all([freshDatabase(template), freshDatabase(template), freshDatabase(template)])
    made.push(...databases)
    expect(builds).toBe(1)
    expect(new Set(databases.map((database) => database.connection.database)).size).toBe(3)
    for (const [index, database] of databases.entries()) {
      const client = new Client(database.connection)
      await client.connect()
      await client.query('insert into greeting values ($1)', [String(index)])
      const { rows } = await client.query<{ text: string }>('select text from greeting order by text desc')
      expect(rows.map((row) => row.text)).toEqual(['hello', String(index)])
      await client.end()
    }
  })

  it('ends connections that are still open when it is dropped', async () => {
    const database = await freshDatabase()
    const client = new Client(database.connection)
    const ended = new Promise<string>((resolve) => client.on('error', (error) => resolve(error.message)))
    await client.connect()
    await database.drop()
    expect(await ended).toMatch(/terminat/)
    await expect(new Client(database.connection).connect()).rejects.toThrow(/does not exist/)
  })
})
