import { type Readable, Transform } from 'node:stream'
import { maxUploadBytes, ProblemError } from '@sekisho/contract'

/** Passes bytes on and fails with ProblemError `too_large` past the limit; a sender who breaks off makes it fail, too. */
export function cappedStream(source: Readable, limitBytes = maxUploadBytes): Readable {
  let bytes = 0
  const cap = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength
      if (bytes > limitBytes) done(new ProblemError('too_large'))
      else done(null, chunk)
    },
  })
  // whoever reads meets the error; when nobody reads any more, it must not end the process
  cap.on('error', () => undefined)
  source.on('error', () => cap.destroy(new ProblemError('upload_incomplete')))
  source.on('aborted', () => cap.destroy(new ProblemError('upload_incomplete')))
  return source.pipe(cap)
}
