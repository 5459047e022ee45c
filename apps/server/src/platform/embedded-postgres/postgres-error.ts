/** Everything that can go wrong while an embedded PostgreSQL is prepared, started or stopped. */
export type PostgresErrorCode =
  | 'platform_unsupported'
  | 'binaries_missing'
  | 'library_missing'
  | 'disk_full'
  | 'memory_exhausted'
  | 'permission_denied'
  | 'path_not_traversable'
  | 'no_unprivileged_user'
  | 'user_unknown'
  | 'port_taken'
  | 'already_running'
  | 'password_unknown'
  | 'version_differs'
  | 'start_timeout'
  | 'start_failed'

type Sentence = (subject: string) => string

/** `subject` is what the sentence is about: a path, a package, a port, a process id. Never personal data. */
const sentences: Record<PostgresErrorCode, { readonly japanese: Sentence; readonly english: Sentence }> = {
  platform_unsupported: {
    japanese: (s) => `内蔵 PostgreSQL は Linux (x64, arm64, glibc) で動きます。この環境 (${s}) では使えません。`,
    english: (s) => `The embedded PostgreSQL runs on Linux (x64, arm64, glibc). This platform (${s}) is not supported.`,
  },
  binaries_missing: {
    japanese: (s) => `PostgreSQL の実行ファイルがありません: ${s}。npm ci を実行してください。`,
    english: (s) => `The PostgreSQL binaries are missing: ${s}. Run npm ci.`,
  },
  library_missing: {
    japanese: (s) => `PostgreSQL に必要なライブラリがありません: ${s} を入れてください。`,
    english: (s) => `PostgreSQL needs a library that is not installed: ${s}.`,
  },
  disk_full: {
    japanese: (s) => `ディスクの空きがありません: ${s}。空きを作ってからもう一度起動してください。`,
    english: (s) => `The disk is full: ${s}. Free some space and start again.`,
  },
  memory_exhausted: {
    japanese: (s) => `PostgreSQL が使うメモリを確保できません (${s})。`,
    english: (s) => `PostgreSQL cannot get the memory it needs (${s}).`,
  },
  permission_denied: {
    japanese: (s) => `読み書きの権限がありません: ${s}。所有者と権限を確かめてください。`,
    english: (s) => `No permission to read or write: ${s}. Check its owner and mode.`,
  },
  path_not_traversable: {
    japanese: (s) =>
      `PostgreSQL の実行ユーザーが通れないフォルダーの中にあります: ${s}。SEKISHO_DATA で別の場所を指定してください。`,
    english: (s) =>
      `PostgreSQL's user cannot pass through the folders above ${s}. Choose another place with SEKISHO_DATA.`,
  },
  no_unprivileged_user: {
    japanese: (s) => `root では PostgreSQL を動かせず、代わりに使える一般ユーザー (${s}) もありません。`,
    english: (s) => `PostgreSQL does not run as root, and there is no unprivileged user to run it as (${s}).`,
  },
  user_unknown: {
    japanese: (s) => `いまの uid (${s}) が /etc/passwd にないため、PostgreSQL を初期化できません。`,
    english: (s) => `PostgreSQL cannot be initialised because uid ${s} has no entry in /etc/passwd.`,
  },
  port_taken: {
    japanese: (s) => `PostgreSQL のポート ${s} はほかのプログラムが使っています。`,
    english: (s) => `PostgreSQL's port ${s} is used by another program.`,
  },
  already_running: {
    japanese: (s) => `このデータフォルダーの PostgreSQL はすでに動いています (プロセス ${s})。`,
    english: (s) => `The PostgreSQL of this data folder is already running (process ${s}).`,
  },
  password_unknown: {
    japanese: (s) => `PostgreSQL の管理者パスワードのファイルがありません: ${s}`,
    english: (s) => `The file with PostgreSQL's superuser password is missing: ${s}`,
  },
  version_differs: {
    japanese: (s) => `データは別の版の PostgreSQL で作られています (${s})。`,
    english: (s) => `The data was made by another major version of PostgreSQL (${s}).`,
  },
  start_timeout: {
    japanese: (s) => `PostgreSQL が時間内に起動しませんでした。ログ: ${s}`,
    english: (s) => `PostgreSQL did not become ready in time. Log: ${s}`,
  },
  start_failed: {
    japanese: (s) => `PostgreSQL を起動できませんでした。${s}`,
    english: (s) => `PostgreSQL could not be started. ${s}`,
  },
}

/** An error of the embedded PostgreSQL: a code for programs, a Japanese and an English sentence for people. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode
  readonly subject: string
  readonly japanese: string
  readonly english: string

  constructor(code: PostgresErrorCode, subject: string, options?: ErrorOptions) {
    super(`${code}: ${sentences[code].english(subject)}`, options)
    this.name = 'PostgresError'
    this.code = code
    this.subject = subject
    this.japanese = sentences[code].japanese(subject)
    this.english = sentences[code].english(subject)
  }
}

/** Debian's package for each system library that the binaries do not bring along. */
const debianPackageOf: Readonly<Record<string, string>> = {
  'libc.so.6': 'libc6',
  'libm.so.6': 'libc6',
  'libdl.so.2': 'libc6',
  'librt.so.1': 'libc6',
  'libpthread.so.0': 'libc6',
  'libxml2.so.2': 'libxml2',
  'libz.so.1': 'zlib1g',
  'liblzma.so.5': 'liblzma5',
}

/**
 * Names what a failed `initdb` or `postgres` complained about.
 *
 * @param output  its messages; `LC_ALL=C` keeps them English
 * @param place   path or port to name when the message is about the place
 */
export function explainOutput(output: string, place: { readonly path: string; readonly port: number }): PostgresError {
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(output)?.[1]
  if (library !== undefined) {
    const debian = debianPackageOf[library]
    return new PostgresError(
      'library_missing',
      debian === undefined ? library : `${library} (Debian: apt-get install ${debian})`,
    )
  }
  if (/version `GLIBC_[\d.]+' not found/.test(output))
    return new PostgresError('platform_unsupported', 'glibc is too old')
  if (/No space left on device|Disk quota exceeded/i.test(output)) return new PostgresError('disk_full', place.path)
  if (/Address already in use/i.test(output)) return new PostgresError('port_taken', String(place.port))
  if (/could not look up effective user ID/i.test(output))
    return new PostgresError('user_unknown', String(process.getuid?.() ?? '?'))
  if (/Cannot allocate memory|could not map anonymous shared memory|could not create shared memory/i.test(output))
    return new PostgresError('memory_exhausted', place.path)
  if (/Permission denied|Operation not permitted|Read-only file system/i.test(output))
    return new PostgresError('permission_denied', place.path)
  const running = /Is another postmaster \(PID (\d+)\) running/.exec(output)?.[1]
  if (running !== undefined) return new PostgresError('already_running', running)
  return new PostgresError('start_failed', lastLines(output, 3))
}

/** Wraps an error of node:fs as one of ours, where the reason is known. */
export function explainFileError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PostgresError('disk_full', path, { cause: error })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new PostgresError('permission_denied', path, { cause: error })
  return error
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join(' / ')
}
