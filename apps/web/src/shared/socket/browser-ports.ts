import { call } from '../api/call.ts'
import type { LinkPorts } from './link.ts'

/** The browser's own sockets, clock and chance; the probe asks the server's health by an ordinary request. */
export function browserPorts(path: string, tenantId: string): LinkPorts {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const url = `${scheme}://${location.host}${path}?${new URLSearchParams({ tenantId }).toString()}`
  return {
    open: () => new WebSocket(url),
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    probe: async () => {
      try {
        await call('health.read', { signal: AbortSignal.timeout(5_000) })
        return true
      } catch {
        return false
      }
    },
  }
}
