import { openAsBlob } from 'node:fs'
import { type RouteDeclaration, type RouteName, routeTable, type TenantId } from '@sekisho/contract'

export interface CallParts {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
}

/** A signed-in person's browser, as far as its requests are concerned. */
export interface HttpDoor {
  /** @throws Error with the status and the answer, unless it is a success */
  call(name: RouteName, parts?: CallParts): Promise<unknown>
  /** Sends a file and gives the id of its upload. */
  upload(path: string, bytes: number): Promise<string>
}

export function openDoor(place: {
  readonly origin: string
  readonly tenantId: TenantId
  readonly cookie: string
}): HttpDoor {
  const { origin, tenantId, cookie } = place
  return {
    async call(name, { params = {}, query = {}, body } = {}) {
      const { method, path }: RouteDeclaration = routeTable[name]
      const given: Record<string, string> = { tenantId, ...params }
      const filled = path.replaceAll(/:([A-Za-z]+)/g, (_all, key: string) => given[key] ?? '')
      const search = new URLSearchParams(query).toString()
      const answer = await fetch(`${origin}${filled}${search === '' ? '' : `?${search}`}`, {
        method,
        headers: { cookie, ...(method === 'GET' ? {} : { origin, 'content-type': 'application/json' }) },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text}`)
      return JSON.parse(text) as unknown
    },
    async upload(path, bytes) {
      const answer = await fetch(`${origin}/api/tenants/${tenantId}/uploads?bytes=${bytes}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/octet-stream' },
        body: await openAsBlob(path),
      })
      if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`)
      return ((await answer.json()) as { uploadId: string }).uploadId
    },
  }
}
