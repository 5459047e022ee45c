import { describe, expect, it } from 'vitest'
import { PostgresError, explainFileError, explainOutput } from './postgres-error.ts'

const place = { path: '/data', port: 5432 }

describe('errors of the embedded PostgreSQL', () => {
  it.each([
    ['initdb: error: could not write to file: No space left on device', 'disk_full', '/data'],
    ['FATAL:  could not create lock file: Permission denied', 'permission_denied', '/data'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port_taken', '5432'],
    [
      'initdb: error: could not look up effective user ID 4711: user does not exist',
      'user_unknown',
      String(process.getuid?.()),
    ],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'memory_exhausted', '/data'],
    ['HINT:  Is another postmaster (PID 77) running in data directory', 'already_running', '77'],
    ["/lib/libm.so.6: version `GLIBC_2.27' not found", 'platform_unsupported', 'glibc is too old'],
    ['something new', 'start_failed', 'something new'],
  ])('reads %j as %s', (output, code, subject) => {
    expect(explainOutput(output, place)).toMatchObject({ code, subject })
  })

  it("names Debian's package of a missing library", () => {
    const error = explainOutput(
      'postgres: error while loading shared libraries: libz.so.1: cannot open shared object file',
      place,
    )
    expect(error.code).toBe('library_missing')
    expect(error.japanese).toContain('apt-get install zlib1g')
    expect(error.english).toContain('apt-get install zlib1g')
  })

  it('knows full disks and missing rights from node:fs, and passes other errors on', () => {
    const withCode = (code: string) => Object.assign(new Error(code), { code })
    expect(explainFileError(withCode('ENOSPC'), '/data')).toMatchObject({ code: 'disk_full' })
    expect(explainFileError(withCode('EROFS'), '/data')).toMatchObject({ code: 'permission_denied' })
    const other = withCode('EIO')
    expect(explainFileError(other, '/data')).toBe(other)
    expect(explainFileError(other, '/data')).not.toBeInstanceOf(PostgresError)
  })
})
