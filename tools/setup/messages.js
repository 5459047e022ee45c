/** A problem that a person can solve: one plain sentence in Japanese and one in English, no stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} japanese
   * @param {string} english
   */
  constructor(japanese, english) {
    super(english)
    this.name = 'SetupError'
    this.japanese = japanese
    this.english = english
  }
}

/**
 * Prints one line of progress, Japanese first.
 *
 * @param {string} japanese
 * @param {string} [english]
 */
export function say(japanese, english) {
  process.stdout.write(english === undefined ? `${japanese}\n` : `${japanese}  /  ${english}\n`)
}

/**
 * Prints why something did not work: sentences where the error carries them, the stack where it is a fault of ours.
 *
 * @param {unknown} error
 */
export function complain(error) {
  if (error instanceof Error && 'japanese' in error && 'english' in error) {
    process.stderr.write(`\n${String(error.japanese)}\n${String(error.english)}\n`)
    return
  }
  const plain = explainSystemError(error)
  if (plain !== undefined) {
    process.stderr.write(`\n${plain.japanese}\n${plain.english}\n`)
    return
  }
  process.stderr.write(`\n思いがけないエラーで止まりました。 / Stopped by an unexpected error.\n`)
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

/**
 * Sentences for the errors of the operating system that people meet.
 *
 * @param {unknown} error
 * @returns {SetupError | undefined}
 */
export function explainSystemError(error) {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const path = 'path' in error ? String(error.path) : ''
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new SetupError(
      `ディスクの空きがありません${path === '' ? '' : ` (${path})`}。空きを作ってからもう一度実行してください。`,
      `The disk is full${path === '' ? '' : ` (${path})`}. Free some space and try again.`,
    )
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS')
    return new SetupError(
      `書き込む権限がありません: ${path}。所有者と権限を確かめてください。`,
      `No permission to write: ${path}. Check its owner and mode.`,
    )
  return undefined
}
