import { normalize, resolve } from 'node:path'
import { z } from 'zod'
import { lazy } from '../support/lazy.ts'
import { mode, oneOrMore, pattern, text } from '../support/option-types.ts'
import { ActionError } from '../support/errors.ts'
import { inspectFile, isOutside, type FileFacts } from '../support/files/files.ts'
import { hasMatch } from '../support/text/matching.ts'
import { followBelow } from '../support/files/rooted-path.ts'
import { oneLine } from '../support/text/text.ts'
import { kindOfPath } from '../support/files/tree.ts'
import { defineCheck, type CheckContext, type HostCall, type Judgement } from './contract.ts'
import { contentWords, notOnHosts } from './hosts/words.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const SHOWN_LENGTH = 160
/** Stands for what was not read; no text has it. */
const NOT_THE_END = '\uFFFF'
const KIND_WORDS = {
  file: 'a file',
  directory: 'a folder',
  link: 'a link that leads nowhere',
  other: 'neither file nor folder',
} as const

const CONTENT = ['contains', 'matches', 'sha256'] as const
const STATED = [...CONTENT, 'mode', 'owner', 'group'] as const

const details = lazy(() =>
  z
    .strictObject({
      path: z.string().startsWith('/', { error: 'expected an absolute path such as /etc/shop/config.json' }),
      root: text
        .optional()
        .describe(
          'Folder in which / of the host is, such as the DESTDIR of a deployment: absolute links begin there, and nothing outside it is read. Only for `on: runner`.',
        ),
      exists: z.boolean().default(true).describe('False: nothing may be there.'),
      type: z.enum(['file', 'directory']).default('file'),
      mode: mode.optional(),
      owner: text.optional().describe('Name or number.'),
      group: text.optional().describe('Name or number.'),
      contains: oneOrMore(text).optional(),
      matches: oneOrMore(pattern).optional(),
      sha256: z
        .string()
        .regex(/^(sha256:)?[0-9a-f]{64}$/, { error: 'expected 64 hexadecimal digits' })
        .optional(),
    })
    .refine((file) => file.exists || STATED.every((name) => file[name] === undefined), {
      error: `expected nothing beside \`exists: false\` that only a file can have`,
    })
    .refine((file) => file.type === 'file' || CONTENT.every((name) => file[name] === undefined), {
      error: 'expected a file: a folder has no content',
    }),
)

interface Options {
  readonly file: z.output<ReturnType<typeof details>>
}

interface Facts {
  readonly on: 'runner' | 'hosts'
  readonly read: readonly FileRead[]
}

interface FileRead {
  readonly host: string
  readonly found?: FileFacts
  /** Why it could not be read. */
  readonly problem?: string
}

export const check = defineCheck({
  meta: {
    name: 'file',
    title: 'A file has the expected state',
    docs: 'Examines a path on this runner, or on every host of the deployments. Where the hosts cannot be reached from the job, the result is inconclusive.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({ file: details() }),
  nameOf: ({ file }: Options) => (file.exists ? `${file.path} is in place` : `${file.path} is not there`),
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
  onHost,
})

async function observe({ file }: Options, { on, hosts, ports }: CheckContext): Promise<Facts> {
  if (on === 'runner') {
    const root = resolve(ports.place.workspace, file.root ?? '/')
    return { on, read: [await look(file.path, 'this runner', root)] }
  }
  if (hosts === 'unreachable') return { on, read: [] }
  return { on, read: await Promise.all(hosts.map(({ name, root }) => look(file.path, name, root))) }
}

async function look(path: string, host: string, root: string): Promise<FileRead> {
  const inside = normalize(path).slice(1)
  if (isOutside(inside))
    throw new ActionError('config/reference', { message: `${path} leads out of the root`, observed: path })
  try {
    if (root !== '/' && (await kindOfPath(root)) !== 'directory')
      return { host, problem: `the root ${root} is not a folder` }
    // Of the host itself, the system follows links, also those of /proc, which name no path.
    const place = root === '/' ? { path: `/${inside}`, dangling: false } : await followBelow(root, inside)
    const found = place && (await inspectFile(place.path, { follow: !place.dangling }))
    return { host, ...(found && { found }) }
  } catch (error) {
    return { host, problem: error instanceof Error ? error.message : String(error) }
  }
}

function judge({ file }: Options, { on, read: looked }: Facts): Judgement {
  const expected = expectation(file)
  if (looked.length === 0) {
    return {
      outcome: 'inconclusive',
      title: on === 'hosts' ? 'no host of the deployments can be reached from this job' : 'no host was examined',
      expected,
      observed: 'no host',
      advice:
        'Let hosts with certain tags make the check (`through: ssm`), or let the job run on the host and use `on: runner`.',
    }
  }
  const judged = looked.map((one) => ({
    host: one.host,
    problem: one.problem,
    wrong: one.problem === undefined ? problemsOf(file, one.found) : [],
  }))
  const wrong = judged
    .map(({ host, wrong: all }) => ({ host, wrong: all.filter(({ unknown }) => !unknown).map(({ what }) => what) }))
    .filter((one) => one.wrong.length > 0)
  if (wrong.length > 0) {
    return {
      outcome: 'fail',
      title: `${file.path} on ${wrong.map(({ host }) => host).join(', ')}: ${wrong[0]?.wrong.join('; ') ?? ''}`,
      expected,
      observed: wrong.map((one) => `${one.host}: ${one.wrong.join('; ')}`).join('\n'),
      advice: 'Correct `files` and `permissions` of the AppSpec, or the hook that writes the file, and deploy again.',
    }
  }
  const unseen = judged.filter(({ problem }) => problem !== undefined)
  if (unseen.length > 0) {
    return {
      outcome: 'error',
      title: `${file.path} could not be read: ${unseen[0]?.problem ?? ''}`,
      expected,
      observed: unseen.map(({ host, problem }) => `${host}: ${problem ?? ''}`).join('\n'),
      advice: 'Let the job read the file, or check it on the host in a hook.',
    }
  }
  const partly = judged.filter((one) => one.wrong.length > 0)
  if (partly.length > 0) {
    return {
      outcome: 'inconclusive',
      title: `${file.path} on ${partly.map(({ host }) => host).join(', ')}: ${partly[0]?.wrong[0]?.what ?? ''}, and the rest was not read`,
      expected,
      observed: partly.map((one) => `${one.host}: ${one.wrong.map(({ what }) => what).join('; ')}`).join('\n'),
      advice: 'Compare the `sha256` of the whole file, or check a smaller file.',
    }
  }
  const on1 = looked.map(({ host }) => host).join(', ')
  return {
    outcome: 'pass',
    title: `as expected on ${on1}`,
    expected,
    observed: `${file.path} on ${on1}: ${describe(looked[0]?.found)}`,
  }
}

interface Problem {
  readonly what: string
  /** True: it is not known. */
  readonly unknown?: boolean
}

function problemsOf(file: Options['file'], found: FileFacts | undefined): Problem[] {
  if (!file.exists) return found ? [{ what: `${KIND_WORDS[found.kind]} is there` }] : []
  if (!found) return [{ what: 'nothing is there' }]
  if (found.kind !== file.type) return [{ what: `it is ${KIND_WORDS[found.kind]}, not ${KIND_WORDS[file.type]}` }]
  const problems: Problem[] = []
  if (file.mode !== undefined && found.mode !== Number.parseInt(file.mode, 8))
    problems.push({ what: `mode ${octal(found.mode)}, not ${octal(Number.parseInt(file.mode, 8))}` })
  if (file.owner !== undefined && file.owner !== found.owner && file.owner !== String(found.uid))
    problems.push({ what: `owner ${found.owner ?? found.uid}, not ${file.owner}` })
  if (file.group !== undefined && file.group !== found.group && file.group !== String(found.gid))
    problems.push({ what: `group ${found.group ?? found.gid}, not ${file.group}` })
  const sha256 = file.sha256?.replace(/^sha256:/, '')
  if (sha256 !== undefined && sha256 !== found.sha256)
    problems.push({ what: `sha256 ${found.sha256 ?? 'unknown'}, not ${sha256}` })
  return [...problems, ...contentProblems(file, found)]
}

function contentProblems(file: Options['file'], found: FileFacts): Problem[] {
  const { content } = found
  // A folder has none, and what was cut off may have been what was looked for.
  const unknown = content === undefined || found.contentIsWhole !== true
  const extent = content === undefined ? '' : unknown ? ` in its first ${Buffer.byteLength(content)} bytes` : ''
  const lacking = (file.contains ?? []).filter((part) => content?.includes(part) !== true)
  // The end of the part that was read is not the end of a line.
  const read = unknown ? `${content ?? ''}${NOT_THE_END}` : content
  const unmatched = (file.matches ?? []).filter((source) => !hasMatch(source, read))
  return [
    ...lacking.map((part) => `it does not contain ${JSON.stringify(oneLine(part, SHOWN_LENGTH))}${extent}`),
    ...unmatched.map((source) => `it does not match /${source}/${extent}`),
  ].map((what) => ({ what, unknown }))
}

function expectation(file: Options['file']): string {
  if (!file.exists) return `nothing at ${file.path}`
  const parts = [
    `${KIND_WORDS[file.type]} ${file.path}`,
    file.mode !== undefined && `mode ${file.mode}`,
    file.owner !== undefined && `owner ${file.owner}`,
    file.group !== undefined && `group ${file.group}`,
    file.sha256 !== undefined && `sha256 ${file.sha256}`,
    file.contains && `with ${file.contains.map((part) => JSON.stringify(oneLine(part, SHOWN_LENGTH))).join(', ')}`,
    file.matches && `matching ${file.matches.map((source) => `/${source}/`).join(', ')}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function describe(found: FileFacts | undefined): string {
  if (!found) return 'nothing there'
  return `mode ${octal(found.mode)}, ${found.owner ?? found.uid}:${found.group ?? found.gid}, ${found.size} bytes`
}

/** The same check by the function `file_check` of the script. */
function onHost({ file }: Options): HostCall {
  if (file.root !== undefined)
    throw notOnHosts('file', '`file.root`', 'Remove `root`: on a host, the root is that of the host.')
  const [bits, sha256] = [file.mode?.replace(/^0+(?=.)/, ''), file.sha256?.replace(/^sha256:/, '')]
  return {
    words: [
      'file_check',
      file.path,
      file.exists ? file.type : 'none',
      ...[bits, file.owner, file.group, sha256].map((value) => value ?? ''),
      ...contentWords(file),
    ],
    expected: expectation(file),
  }
}

function octal(bits: number): string {
  return bits.toString(8).padStart(4, '0')
}
