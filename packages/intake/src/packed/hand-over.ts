/** Hands pieces from a writer that is called to a reader that asks, one at a time: the writer waits until it was taken. */
export interface HandOver<T> {
  put(piece: T): Promise<void>
  end(): void
  fail(error: unknown): void
  /** Undefined at the end. @throws what the writer failed with */
  take(): Promise<T | undefined>
}

export function handOver<T>(): HandOver<T> {
  let piece: T | undefined
  let state: 'open' | 'ended' | { readonly error: unknown } = 'open'
  let taken = (): void => undefined
  let given = (): void => undefined

  return {
    put(next) {
      piece = next
      given()
      return new Promise((resolve) => {
        taken = resolve
      })
    },
    end() {
      if (state === 'open') state = 'ended'
      given()
    },
    fail(error) {
      if (state === 'open') state = { error }
      given()
    },
    async take() {
      for (;;) {
        if (piece !== undefined) {
          const next = piece
          piece = undefined
          taken()
          return next
        }
        if (state === 'ended') return undefined
        if (state !== 'open') throw state.error
        await new Promise<void>((resolve) => {
          given = resolve
        })
      }
    },
  }
}
