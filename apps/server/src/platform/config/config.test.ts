import { describe, expect, it } from 'vitest'
import { readConfig } from './index.ts'

const trial = { SEKISHO_PUBLIC_ORIGIN: 'http://localhost:4700', SEKISHO_TRIAL: 'yes' }

describe('the configuration', () => {
  it('of a trial on localhost is taken', () => {
    expect(readConfig({ ...trial, SEKISHO_DEMO: 'yes', OTHER: 'x' })).toMatchObject({
      publicOrigin: 'http://localhost:4700',
      relyingPartyId: 'localhost',
      listenHost: '127.0.0.1',
      listenPort: 4700,
      isDemo: true,
    })
  })

  it.each([
    ['without an origin', {}, /SEKISHO_PUBLIC_ORIGIN/],
    ['on a bare address, where passkeys do not work', { SEKISHO_PUBLIC_ORIGIN: 'https://192.0.2.7' }, /host name/],
    ['without TLS on a named host', { SEKISHO_PUBLIC_ORIGIN: 'http://sekisho.example' }, /https/],
    ['of a demo that is no trial', { SEKISHO_PUBLIC_ORIGIN: 'https://sekisho.example', SEKISHO_DEMO: 'yes' }, /trial/],
    ['of a trial in production', { ...trial, SEKISHO_PRODUCTION: 'yes' }, /exclude/],
    ['of a demo in whose network nobody knows who answers', { ...trial, SEKISHO_DEMO_NETWORK: 'x' }, /DEMO_NETWORK/],
    ['of a trial that others can reach', { ...trial, SEKISHO_LISTEN_HOST: '0.0.0.0' }, /own machine/],
  ])('%s is refused in words', (_name, environment, words) => {
    expect(() => readConfig(environment)).toThrow(words)
  })
})
