import { join, normalize, resolve } from 'node:path'
import { z } from 'zod'
import { mode, oneOrMore, pattern, text } from '../config/scalars.ts'
import { ActionError } from '../support/errors.ts'
import { inspectFile, isOutside, type FileFacts } from '../support/files.ts'
import { hasMatch } from '../support/matching.ts'
import { oneLine } from '../support/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const SHOWN_LENGTH = 160
const KIND_WORDS = {
  file: 'a file',
  directory: 'a folder',
  link: 'a link that leads nowhere',
  other: 'neither file nor folder',
} as const

const details = z.strictObject({
  path: z.string().startsWith('/', { error: 'expected an absolute path such as /etc/shop/config.json' }),
  root: text
    .optional()
    .describe('Folder in which / of the host is, such as the DESTDIR of a deployment. Only for `on: runner`.'),
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

interface Options {
  readonly file: z.output<typeof details>
  readonly on: 'runner' | 'hosts'
}

interface Looked {
  readonly host: string
  readonly found?: FileFacts
  /** It could not be looked at, and why. */
  readonly problem?: string
}

export const check = defineCheck({
  meta: {
    name: 'file',
    title: 'A file is as it should be',
    docs: 'Looks at a path on this runner, or on every host of the deployments. Where the hosts cannot be reached from the job, the result is inconclusive.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: { file: details, on: z.enum(['runner', 'hosts']).default('runner') },
  nameOf: ({ file }: Options) => (file.exists ? `${file.path} is in place` : `${file.path} is not there`),
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

async function observe({ file, on }: Options, { hosts, ports }: CheckContext): Promise<readonly Looked[]> {
  if (on === 'runner') {
    const root = resolve(ports.place.workspace, file.root ?? '/')
    return [await look(file.path, 'this runner', root)]
  }
  if (hosts === 'unreachable') return []
  return await Promise.all(hosts.map(({ name, root }) => look(file.path, name, root)))
}

async function look(path: string, host: string, root: string): Promise<Looked> {
  const inside = normalize(path).slice(1)
  if (isOutside(inside))
    throw new ActionError('config/reference', { message: `${path} leads out of the root`, observed: path })
  try {
    const found = await inspectFile(join(root, inside))
    return { host, ...(found && { found }) }
  } catch (error) {
    return { host, problem: error instanceof Error ? error.message : String(error) }
  }
}

function judge({ file, on }: Options, looked: readonly Looked[]): Judgement {
  const expected = expectation(file)
  if (looked.length === 0) {
    return {
      outcome: 'inconclusive',
      title: on === 'hosts' ? 'no host of the deployments can be reached from this job' : 'nothing was looked at',
      expected,
      observed: 'no host',
      advice:
        'Check the file on the host itself with a `run` in a ValidateService hook, or let the job run on the host and use `on: runner`.',
    }
  }
  const judged = looked.map((one) => ({
    host: one.host,
    problem: one.problem,
    wrong: one.problem === undefined ? problemsOf(file, one.found) : [],
  }))
  const wrong = judged.filter((one) => one.wrong.length > 0)
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
  const on1 = looked.map(({ host }) => host).join(', ')
  return {
    outcome: 'pass',
    title: `as expected on ${on1}`,
    expected,
    observed: `${file.path} on ${on1}: ${describe(looked[0]?.found)}`,
  }
}

function problemsOf(file: Options['file'], found: FileFacts | undefined): string[] {
  if (!file.exists) return found ? [`${KIND_WORDS[found.kind]} is there`] : []
  if (!found) return ['nothing is there']
  if (found.kind !== file.type) return [`it is ${KIND_WORDS[found.kind]}, not ${KIND_WORDS[file.type]}`]
  const problems: string[] = []
  if (file.mode !== undefined && found.mode !== Number.parseInt(file.mode, 8))
    problems.push(`mode ${octal(found.mode)}, not ${octal(Number.parseInt(file.mode, 8))}`)
  if (file.owner !== undefined && file.owner !== found.owner && file.owner !== String(found.uid))
    problems.push(`owner ${found.owner ?? found.uid}, not ${file.owner}`)
  if (file.group !== undefined && file.group !== found.group && file.group !== String(found.gid))
    problems.push(`group ${found.group ?? found.gid}, not ${file.group}`)
  const sha256 = file.sha256?.replace(/^sha256:/, '')
  if (sha256 !== undefined && sha256 !== found.sha256)
    problems.push(`sha256 ${found.sha256 ?? 'unknown'}, not ${sha256}`)
  const content = found.content ?? ''
  const extent = found.contentIsWhole === false ? ' in its first part' : ''
  for (const part of file.contains ?? []) {
    if (!content.includes(part))
      problems.push(`it does not contain ${JSON.stringify(oneLine(part, SHOWN_LENGTH))}${extent}`)
  }
  for (const source of file.matches ?? []) {
    if (!hasMatch(source, content)) problems.push(`it does not match /${source}/${extent}`)
  }
  return problems
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

function octal(bits: number): string {
  return bits.toString(8).padStart(4, '0')
}
