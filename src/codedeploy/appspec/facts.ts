/** Collects facts about a revision before any change; `lint/` judges them. */
import {
  existsSync,
  lstatSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { basename, join, posix } from 'node:path'
import type { Readable } from 'node:stream'
import { findGroup, findUser } from '../../support/accounts.ts'
import { messageOf } from '../../support/errors.ts'
import { findProgram, interpreterIn } from '../programs.ts'
import { parseAppSpec } from './parse.ts'
import { decodeText } from '../../support/text/decode.ts'
import { decodeAsAgent } from './yaml.ts'
import type {
  HostFacts,
  OperatingSystem,
  Parsed,
  ParseOptions,
  Platform,
  RevisionFacts,
  RevisionFile,
} from './types.ts'

/** Maximum size of an AppSpec; a larger file is not read. */
const MAX_APPSPEC = 1024 * 1024
/** The part of a first line that the kernel reads. */
const HEAD = 256
const TOOLS = ['setfacl', 'semanage', 'restorecon', 'sudo', 'su']

export interface FactsOptions extends Pick<ParseOptions, 'supplied' | 'words'> {
  /** Default `appspec.yml`. */
  readonly appSpecFile?: string
  /** Default `server`. For lambda and ecs the revision is the AppSpec itself. */
  readonly platform?: Platform
  /** Also collect facts of this host, for a local deployment. */
  readonly host?: boolean
}

/**
 * Reads a folder, an archive, or for Lambda and ECS a single AppSpec file. Never rejects for what is in it:
 * `unreadable` says why nothing more is known.
 */
export async function collectRevisionFacts(revision: string, options: FactsOptions = {}): Promise<RevisionFacts> {
  const appSpecFile = options.appSpecFile ?? 'appspec.yml'
  const platform = options.platform ?? 'server'
  const none = { name: revision, appSpecFile, platform, files: new Map<string, RevisionFile>() }
  try {
    if (platform !== 'server') {
      const file = statSync(revision).isDirectory() ? join(revision, appSpecFile) : revision
      const text = decodeText(checkSize(file, readFileSync(file)))
      return {
        ...none,
        appSpecFile: basename(file),
        text,
        parsed: parseAppSpec(text, { ...options, file: basename(file), platform }),
      }
    }
    const found = await readRevision(revision, appSpecFile)
    // This host is Linux; the operating system of instances is in their AppSpec.
    const systems: readonly OperatingSystem[] = options.host ? ['linux'] : ['linux', 'windows']
    const parse = (agent: '1.8' | '2.x'): Parsed | undefined =>
      found.text === undefined ? undefined : parseAppSpec(found.text, { file: appSpecFile, platform, agent, systems })
    const [parsed, parsed2] = [parse('1.8'), parse('2.x')]
    return {
      ...none,
      files: found.files,
      bundle: found.bundle,
      ...(found.text !== undefined && { text: found.text }),
      ...(parsed && { parsed }),
      ...(parsed2 && { parsed2 }),
      ...(options.host && { host: hostFacts(found.files, [parsed, parsed2]) }),
    }
  } catch (error) {
    const said = messageOf(error)
    const known = `the revision ${revision} cannot be used: `
    return { ...none, unreadable: said.startsWith(known) ? said.slice(known.length) : said }
  }
}

interface Contents {
  readonly bundle: NonNullable<RevisionFacts['bundle']>
  readonly files: Map<string, RevisionFile>
  readonly text?: string
}

async function readRevision(revision: string, appSpecFile: string): Promise<Contents> {
  const { detectBundleType } = await import('../revision/archive.ts')
  const type = detectBundleType(revision)
  return type === 'directory' ? readFolder(revision, appSpecFile) : readArchive(revision, type, appSpecFile)
}

function readFolder(revision: string, appSpecFile: string): Contents {
  const files = new Map<string, RevisionFile>()
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(revision, folder)).toSorted()) {
      const path = folder === '' ? name : `${folder}/${name}`
      const here = join(revision, path)
      const stat = lstatSync(here)
      const common = { path, mode: stat.mode & 0o7777, size: stat.size }
      if (stat.isDirectory()) {
        files.set(path, { ...common, type: 'directory' })
        walk(path)
      } else if (stat.isSymbolicLink()) files.set(path, { ...common, type: 'symlink', target: readlinkSync(here) })
      else if (stat.isFile()) files.set(path, { ...common, type: 'file', ...firstLine(readHead(here)) })
      else files.set(path, { ...common, type: 'other' })
    }
  }
  walk('')
  const appSpec = join(revision, appSpecFile)
  return { bundle: 'directory', files, ...(existsSync(appSpec) && { text: readLimited(appSpec) }) }
}

async function readArchive(revision: string, type: 'zip' | 'tar' | 'tgz', appSpecFile: string): Promise<Contents> {
  const { walkArchive } = await import('../revision/archive.ts')
  const files = new Map<string, RevisionFile>()
  const texts = new Map<string, string>()
  await walkArchive(revision, type, async (entry, content) => {
    const { path, mode = 0o644, size, target } = entry
    const common = { path, mode, size, ...(target !== undefined && { target }) }
    if (entry.type !== 'file' || entry.hardlink) {
      files.set(path, { ...common, type: entry.type })
      return
    }
    const wanted = posix.basename(path) === posix.basename(appSpecFile)
    const head = await readStart(await content(), wanted ? MAX_APPSPEC + 1 : HEAD)
    if (wanted) texts.set(path, decodeAsAgent(checkSize(path, head)))
    files.set(path, { ...common, type: 'file', ...firstLine(head.subarray(0, HEAD)) })
  })
  addImpliedFolders(files)
  const top = topFolder(files)
  const text = texts.get(top + appSpecFile)
  const stripped = new Map<string, RevisionFile>()
  for (const [path, file] of files) {
    if (path.startsWith(top) && path !== top)
      stripped.set(path.slice(top.length), { ...file, path: path.slice(top.length) })
  }
  return { bundle: type, files: stripped, ...(text !== undefined && { text }) }
}

/** Archives need not name the folders of their files. */
function addImpliedFolders(files: Map<string, RevisionFile>): void {
  for (const path of files.keys()) {
    for (let folder = posix.dirname(path); folder !== '.' && !files.has(folder); folder = posix.dirname(folder)) {
      files.set(folder, { path: folder, type: 'directory', mode: 0o755, size: 0 })
    }
  }
}

/** `name/` where an archive has one folder at its top and an AppSpec in it: the agent takes it away. */
function topFolder(files: ReadonlyMap<string, RevisionFile>): string {
  const tops = new Set([...files.keys()].map((path) => path.split('/', 1)[0] ?? ''))
  const [top, second] = tops
  if (top === undefined || second !== undefined) return ''
  const holds = [...files.keys()].some((path) => {
    const [first, name, deeper] = path.split('/')
    return first === top && name !== undefined && deeper === undefined && /appspec/i.test(name)
  })
  return holds ? `${top}/` : ''
}

async function readStart(stream: Readable, length: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // To its end, although only the start is kept: a tar goes on behind it, and a zip is checked by it.
  for await (const chunk of stream) {
    if (size < length) chunks.push((chunk as Buffer).subarray(0, length - size))
    size += (chunk as Buffer).length
  }
  return Buffer.concat(chunks)
}

function readHead(path: string): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD)
    return buffer.subarray(0, readSync(descriptor, buffer, 0, HEAD, 0))
  } finally {
    closeSync(descriptor)
  }
}

function readLimited(path: string): string {
  return decodeAsAgent(checkSize(path, readFileSync(path)))
}

function checkSize(path: string, content: Buffer): Buffer {
  if (content.length > MAX_APPSPEC)
    throw new Error(`${path} is larger than ${MAX_APPSPEC} bytes: that is not an AppSpec`)
  return content
}

function firstLine(head: Buffer): Pick<RevisionFile, 'firstLine' | 'crlf'> {
  const line = head.toString('latin1').split('\n', 1)[0] ?? ''
  return { firstLine: line.replace(/\r$/, ''), crlf: line.endsWith('\r') }
}

function hostFacts(files: ReadonlyMap<string, RevisionFile>, parsed: readonly (Parsed | undefined)[]): HostFacts {
  const specs = parsed.flatMap((each) => (each?.ok && each.spec.platform === 'server' ? [each.spec] : []))
  const permissions = specs.flatMap((spec) => spec.permissions)
  const scripts = specs.flatMap((spec) => spec.hooks.flatMap((hook) => hook.scripts))
  const users = [...permissions.map(({ owner }) => owner), ...scripts.map(({ runas }) => runas)]
  const groups = permissions.map(({ group }) => group)
  const interpreters = [...files.values()].flatMap((file) => interpreterIn(file.firstLine ?? '') ?? [])
  return {
    isRoot: userInfo().uid === 0,
    users: accountsOf(users, findUser),
    groups: accountsOf(groups, findGroup),
    tools: new Map(
      TOOLS.flatMap((tool) => {
        const path = findProgram(tool)
        return path === undefined ? [] : [[tool, path] as const]
      }),
    ),
    interpreters: new Map(interpreters.map((path) => [path, existsSync(path)])),
  }
}

function accountsOf<T>(names: readonly (string | undefined)[], find: (name: string) => T | undefined): Map<string, T> {
  const asked = new Set(names.filter((name) => name !== undefined))
  return new Map(
    [...asked].flatMap((name) => {
      const account = find(name)
      return account === undefined ? [] : [[name, account] as const]
    }),
  )
}
