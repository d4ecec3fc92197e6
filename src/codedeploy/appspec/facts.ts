/** Collects what can be known about a revision before anything is touched; `lint/` judges it. */
import {
  accessSync,
  constants,
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
import { basename, delimiter, join, posix } from 'node:path'
import type { Readable } from 'node:stream'
import { messageOf } from '../../support/errors.ts'
import { detectBundleType, walkArchive } from '../archive.ts'
import { parseAppSpec } from './parse.ts'
import { decodeText } from './yaml.ts'
import type { HostFacts, Parsed, ParseOptions, Platform, RevisionFacts, RevisionFile } from './types.ts'

/** An AppSpec is a page of text. What is larger is not read. */
const MAX_APPSPEC = 1024 * 1024
/** The kernel reads no more of a first line. */
const HEAD = 256
const TOOLS = ['setfacl', 'semanage', 'restorecon', 'sudo', 'su']
const TOOL_FOLDERS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

export interface FactsOptions extends Pick<ParseOptions, 'supplied' | 'words'> {
  /** Default `appspec.yml`. */
  readonly appSpecFile?: string
  /** Default `server`. For lambda and ecs the revision is the AppSpec itself. */
  readonly platform?: Platform
  /** Also look at this host: the revision is to run here. */
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
      const text = readLimited(file)
      return {
        ...none,
        appSpecFile: basename(file),
        text,
        parsed: parseAppSpec(text, { ...options, file: basename(file), platform }),
      }
    }
    const found = await readRevision(revision, appSpecFile)
    const parse = (agent: '1.8' | '2.x'): Parsed | undefined =>
      found.text === undefined ? undefined : parseAppSpec(found.text, { file: appSpecFile, platform, agent })
    const [parsed, parsed2] = [parse('1.8'), parse('2.x')]
    return {
      ...none,
      files: found.files,
      ...(found.text !== undefined && { text: found.text }),
      ...(parsed && { parsed }),
      ...(parsed2 && { parsed2 }),
      ...(options.host && { host: hostFacts(found.files) }),
    }
  } catch (error) {
    const said = messageOf(error)
    const known = `the revision ${revision} cannot be used: `
    return { ...none, unreadable: said.startsWith(known) ? said.slice(known.length) : said }
  }
}

interface Contents {
  readonly files: Map<string, RevisionFile>
  readonly text?: string
}

async function readRevision(revision: string, appSpecFile: string): Promise<Contents> {
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
  return { files, ...(existsSync(appSpec) && { text: readLimited(appSpec) }) }
}

async function readArchive(revision: string, type: 'zip' | 'tar' | 'tgz', appSpecFile: string): Promise<Contents> {
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
    if (wanted) texts.set(path, decodeText(checkSize(path, head)))
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
  return { files: stripped, ...(text !== undefined && { text }) }
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
  return decodeText(checkSize(path, readFileSync(path)))
}

function checkSize(path: string, content: Buffer): Buffer {
  if (content.length > MAX_APPSPEC) throw new Error(`${path} is larger than ${MAX_APPSPEC} bytes: that is no AppSpec`)
  return content
}

function firstLine(head: Buffer): Pick<RevisionFile, 'firstLine' | 'crlf'> {
  const line = head.toString('latin1').split('\n', 1)[0] ?? ''
  return { firstLine: line.replace(/\r$/, ''), crlf: line.endsWith('\r') }
}

function hostFacts(files: ReadonlyMap<string, RevisionFile>): HostFacts {
  const rows = (path: string): string[][] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  const users = rows('/etc/passwd').map(
    ([name = '', , uid, , , , shell = '']) => [name, { uid: Number(uid), shell }] as const,
  )
  const groups = rows('/etc/group').map(([name = '', , gid]) => [name, Number(gid)] as const)
  const interpreters = [...files.values()].flatMap((file) => interpreterOf(file) ?? [])
  return {
    isRoot: userInfo().uid === 0,
    users: new Map(users),
    groups: new Map(groups),
    tools: new Map(
      TOOLS.flatMap((tool) => {
        const path = findTool(tool)
        return path === undefined ? [] : [[tool, path] as const]
      }),
    ),
    interpreters: new Map(interpreters.map((path) => [path, existsSync(path)])),
  }
}

/** The program of a first line `#!/usr/bin/env bash`: `/usr/bin/env`. */
export function interpreterOf(file: RevisionFile): string | undefined {
  return /^#![ \t]*([^ \t]+)/.exec(file.firstLine ?? '')?.[1]
}

function findTool(name: string): string | undefined {
  return TOOL_FOLDERS.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
