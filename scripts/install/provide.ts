import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CargoPackage, Installed, NpmPackage, PythonPackage } from '../check/engines/contract.ts'

/** An engine that is not available, and the reason. */
export interface Skipped {
  readonly engine: string
  readonly skipped: string
}

interface Ran {
  readonly status: number
  readonly output: string
}

const PROBE_MS = 15_000
/** Without a network, a registry's client must not try for minutes. */
const NO_RETRIES = ['--retries', '0', '--timeout', '5', '--disable-pip-version-check']
const VERSION = 'import sys, importlib.metadata as m; print(*sys.version_info[:2], m.version(sys.argv[1]))'

/** The available programs, and the folder of their installation. */
export interface Wanted {
  readonly name: string
  readonly package: PythonPackage | CargoPackage | NpmPackage
  readonly folder: string
}

/** Engines and clients are installed below such a folder, outside the repository. */
export function cacheFolder(kind: 'engines' | 'clients' | 'browser' | 'shells'): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), `test-deployments-${kind}`)
}

/** Finds a package on this machine, or installs it within the limit in milliseconds. */
export async function provide(
  { name, package: wanted, folder }: Wanted,
  limit: number,
  cancelled: AbortSignal,
): Promise<Installed | Skipped> {
  const how = wayOf(wanted, folder)
  const found = await how.find(cancelled)
  if (found) return { engine: name, ...found }
  mkdirSync(folder, { recursive: true })
  const started = performance.now()
  const why = await how.install(AbortSignal.any([cancelled, AbortSignal.timeout(limit)]))
  const installed = why === undefined ? await how.find(cancelled) : undefined
  if (!installed) return { engine: name, skipped: why ?? 'it was installed, and is not found' }
  return { engine: name, ...installed, installedIn: Math.round(performance.now() - started) }
}

function wayOf(wanted: Wanted['package'], folder: string): Way {
  if (wanted.registry === 'pypi') return python(wanted, folder)
  return wanted.registry === 'npm' ? npm(wanted, folder) : cargo(wanted, folder)
}

type Found = Pick<Installed, 'version' | 'program' | 'args'>

interface Way {
  find(signal: AbortSignal): Promise<Found | undefined>
  /** @returns why it could not be installed */
  install(signal: AbortSignal): Promise<string | undefined>
}

function python({ name, requirements, module, leastPython }: PythonPackage, folder: string): Way {
  const own = join(folder, 'bin/python')
  const given = process.env['ENGINES_PYTHON']
  const candidates = [...(given ? [given] : []), 'python3', 'python3.14', 'python3.13', 'python3.12']
  return {
    async find(signal) {
      for (const program of [own, ...candidates]) {
        const { status, output } = await run(program, ['-c', VERSION, name], signal)
        const [major = 0, minor = 0, version = ''] = output.trim().split(' ')
        if (status !== 0 || !isAtLeast([Number(major), Number(minor)], leastPython)) continue
        return { version, program, args: ['-m', module] }
      }
      return undefined
    },
    async install(signal) {
      const base = await firstPython(candidates, leastPython, signal)
      if (base === undefined) return `there is no Python ${leastPython.join('.')} or newer; ENGINES_PYTHON can name one`
      const probe = await run(base, ['-m', 'pip', 'index', 'versions', name, ...NO_RETRIES], brief(signal))
      if (probe.status !== 0) return `PyPI cannot be reached, or has no ${name}`
      const venv = await run(base, ['-m', 'venv', folder], signal)
      if (venv.status !== 0) return failed(venv, signal, 'python -m venv')
      const pip = await run(own, ['-m', 'pip', 'install', '--quiet', ...requirements], signal)
      return pip.status === 0 ? undefined : failed(pip, signal, 'pip install')
    },
  }
}

async function firstPython(
  candidates: readonly string[],
  least: readonly [number, number],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const program of candidates) {
    const { status, output } = await run(program, ['-c', 'import sys; print(*sys.version_info[:2])'], signal)
    const [major = 0, minor = 0] = output.trim().split(' ').map(Number)
    if (status === 0 && isAtLeast([major, minor], least)) return program
  }
  return undefined
}

function isAtLeast([major, minor]: readonly [number, number], least: readonly [number, number]): boolean {
  return major > least[0] || (major === least[0] && minor >= least[1])
}

function npm({ name, requirements, bin }: NpmPackage, folder: string): Way {
  const own = join(folder, 'node_modules', name)
  return {
    find() {
      const manifest = join(own, 'package.json')
      if (!existsSync(manifest)) return Promise.resolve(undefined)
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
      return Promise.resolve({ version, program: process.execPath, args: [join(own, bin)] })
    },
    async install(signal) {
      const probe = await run('npm', ['view', name, 'version', '--fetch-retries', '0'], brief(signal))
      if (probe.status !== 0) return `the npm registry cannot be reached, or has no ${name}`
      const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder]
      const installed = await run('npm', ['install', ...options, ...requirements], signal)
      return installed.status === 0 ? undefined : failed(installed, signal, 'npm install')
    },
  }
}

function cargo({ name, version }: CargoPackage, folder: string): Way {
  const own = join(folder, 'bin', name)
  return {
    async find(signal) {
      for (const program of [...(existsSync(own) ? [own] : []), name]) {
        const { status, output } = await run(program, ['--version'], signal)
        if (status === 0) return { version: output.trim().split(' ').at(-1) ?? '', program, args: [] }
      }
      return undefined
    },
    async install(signal) {
      if ((await run('cargo', ['--version'], signal)).status !== 0) return 'there is no cargo'
      const probe = await run('cargo', ['info', `${name}@${version}`], brief(signal), { CARGO_NET_RETRY: '0' })
      if (probe.status !== 0) return `crates.io cannot be reached, or has no ${name} ${version}`
      // Files that were built until the limit are kept, and the next run continues from there.
      const target = { CARGO_TARGET_DIR: join(folder, 'target') }
      const args = ['install', '--quiet', '--locked', '--debug', '--root', folder, `${name}@${version}`]
      const built = await run('cargo', args, signal, target)
      return built.status === 0 ? undefined : failed(built, signal, 'cargo install')
    },
  }
}

const brief = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)])

function failed({ output }: Ran, signal: AbortSignal, command: string): string {
  if (signal.aborted) return `${command} did not end within its time`
  return `${command} failed: ${output.trim().split('\n').at(-1) ?? ''}`
}

/** Runs a program to its end. Its process group is killed when the signal aborts. */
function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ status: 1, output: '' })
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const end = (): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'))
    signal.addEventListener('abort', end, { once: true })
    child.once('error', (error) => resolve({ status: 127, output: String(error) }))
    child.once('close', (status) => {
      signal.removeEventListener('abort', end)
      resolve({ status: status ?? 1, output })
    })
  })
}
