import type { CallOutput } from './call.ts'
import { buildPath } from './path.ts'
import { CallProblem, problemFromBody } from './problem.ts'

export interface UploadProgress {
  readonly sentBytes: number
  readonly bytesPerSecond: number
}

export interface RunningUpload {
  readonly done: Promise<CallOutput<'uploads.create'>>
  readonly abort: () => void
}

/**
 * Sends a file as it is. XMLHttpRequest, because fetch tells nothing about bytes on their way; the declared size lets
 * the server tell a truncated file from a whole one.
 *
 * @throws  CallProblem  from `done`: the server's words, `offline` when the way broke or it was aborted
 */
export function uploadFile(
  tenantId: string,
  file: File,
  onProgress: (progress: UploadProgress) => void,
): RunningUpload {
  const request = new XMLHttpRequest()
  const begunAt = performance.now()
  const done = new Promise<CallOutput<'uploads.create'>>((resolve, reject) => {
    request.open('POST', buildPath('/api/tenants/:tenantId/uploads', { tenantId }, { bytes: file.size }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded }) => {
      const seconds = Math.max((performance.now() - begunAt) / 1000, 0.001)
      onProgress({ sentBytes: loaded, bytesPerSecond: loaded / seconds })
    })
    request.addEventListener('load', () => {
      const body: unknown = request.response
      if (request.status < 200 || request.status > 299) reject(problemFromBody(request.status, body))
      else if (typeof body !== 'object' || body === null) reject(new CallProblem('unexpected'))
      else resolve(body as CallOutput<'uploads.create'>)
    })
    request.addEventListener('error', () => reject(new CallProblem('offline')))
    request.addEventListener('abort', () => reject(new CallProblem('offline')))
    request.send(file)
  })
  return { done, abort: () => request.abort() }
}
