/**
 * Compares the AppSpec reader and the host agent with recordings of AWS's own agent.
 *
 *   npm run check:agent -- FOLDER [--only TEXT] [--verbose]
 *
 * FOLDER holds index.json (AppSpec files with verdicts), bundles.json (successive deployments) and what they name. It is
 * only read. Runs need root and umask 022, as the recordings were made. Exits 1 on any difference without a reason.
 */
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseAppSpec } from '../src/codedeploy/appspec/index.ts'
import type { Platform } from '../src/codedeploy/appspec/index.ts'
import { decodeText } from '../src/codedeploy/appspec/yaml.ts'
import { showAclEntry } from '../src/codedeploy/appspec/access.ts'
import { deployRevision, endEverything, LIFECYCLE } from '../src/codedeploy/agent/index.ts'
import type { AgentOptions, AgentResult } from '../src/codedeploy/agent/index.ts'
import { findUser } from '../src/codedeploy/agent/accounts.ts'

interface TreeEntry {
  readonly path: string
  readonly type: string
  readonly mode?: string
  readonly owner?: string
  readonly group?: string
  readonly size?: number
  readonly sha256?: string
  readonly target?: string
  readonly acl?: readonly string[]
}

interface RecordedDiagnostics {
  readonly error_code: number
  readonly script_name: string
  readonly message: string
  readonly log: string
}

interface RecordedRun {
  readonly exit_code: number
  readonly uncaught_exception: { readonly class: string; readonly message: string } | null
  readonly script_error_diagnostics: RecordedDiagnostics | null
  readonly scripts_log?: readonly string[]
  readonly state?: { readonly cleanup?: readonly string[]; readonly last_successful_install?: string }
  readonly tree: readonly TreeEntry[] | null
}

interface Case {
  readonly id: string
  readonly file: string
  readonly what: string
  readonly platform: Platform
  readonly parser?: {
    readonly result: string
    readonly error_class?: string
    readonly message?: string
    readonly parsed?: Record<string, unknown>
  }
  readonly codedeploy_local?: RecordedRun
  readonly codedeploy_local_all_classes_loaded?: RecordedRun
  readonly doc_verdict?: string
}

interface Step extends RecordedRun {
  readonly bundle: string
  readonly type: NonNullable<AgentOptions['bundleType']>
  readonly args: readonly string[]
  readonly before: string | null
  readonly hook_order: readonly string[]
  readonly cleanup?: readonly string[]
  readonly last_successful_install?: string | null
  readonly symlink_target_content?: string | null
  readonly archives_kept?: number
}

/** Ruby's own accidents: the verdict counts, not the words. */
const ACCIDENTS = ['NoMethodError', 'TypeError', 'SyntaxError', 'NameError']
/** The destination of the recordings: it stands in files of which only the hash was kept. */
const RECORDED_DEST = '/tmp/cdt'
const DEFAULT_GROUP = 'default-local-deployment-group'

/** Variables of the recording's own making, and the one that marks our hooks. */
const FOREIGN_LINES = /\[stdout\](CD_TRACE|TEST_DEPLOYMENTS_HOOK|HOME|PATH|LANG|SHLVL|OLDPWD)=/

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, verbose: { type: 'boolean', default: false } },
})
const folder = resolve(positionals[0] ?? '../shared/oracles/codedeploy-agent')
const scratch = mkdtempSync(join(tmpdir(), 'check-agent-'))
let deployments = 0
const tally = { compared: 0, agreeing: 0, excused: 0, failing: 0 }

process.umask(0o022)
// Other users run hooks, too.
chmodSync(scratch, 0o755)
try {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { cases: Case[] }
  const cases = index.cases.filter(({ id }) => !values.only || id.includes(values.only))
  for (const recorded of cases) await checkCase(recorded)
  const bundles = existsSync(join(folder, 'bundles.json'))
    ? (JSON.parse(readFileSync(join(folder, 'bundles.json'), 'utf8')) as Record<
        string,
        { what: string; steps: Step[] }
      >)
    : {}
  for (const [name, { steps }] of Object.entries(bundles)) {
    if (!values.only || name.includes(values.only)) await checkBundle(name, steps)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.log(
  `${tally.compared} comparisons: ${tally.agreeing} agree, ${tally.excused} differ with a reason, ${tally.failing} fail`,
)
process.exitCode = tally.failing > 0 || tally.compared === 0 ? 1 : 0

/** Prints and counts one comparison. `reason` excuses a difference that this host, not the agent, makes. */
function report(name: string, differences: readonly string[], reason?: string): void {
  tally.compared++
  if (differences.length === 0) {
    tally.agreeing++
    if (values.verbose) console.log(`ok      ${name}`)
    return
  }
  if (reason !== undefined) tally.excused++
  else tally.failing++
  console.log(`${reason === undefined ? 'FAIL' : 'reason'}  ${name}${reason === undefined ? '' : ` (${reason})`}`)
  for (const difference of differences) console.log(`        ${difference}`)
}

async function checkCase(recorded: Case): Promise<void> {
  const place = newPlace(recorded.id)
  const text = place.fill(decodeText(readFileSync(join(folder, recorded.file))))
  if (recorded.platform !== 'server') {
    report(`${recorded.id} verdict`, compareDocumented(recorded, text))
    return
  }
  report(`${recorded.id} parser`, compareParser(recorded, text, place.fill))
  const runs = [
    ['codedeploy-local', recorded.codedeploy_local, 'codedeploy-local'],
    ['all classes loaded', recorded.codedeploy_local_all_classes_loaded, true],
  ] as const
  for (const [name, run, compatible] of runs) {
    if (!run) continue
    const here = newPlace(`${recorded.id}-${compatible}`)
    const bundle = join(here.dest, 'bundle')
    prepareBase(bundle, here.fill)
    const bytes = readFileSync(join(folder, recorded.file), 'latin1')
    writeFileSync(join(bundle, 'appspec.yml'), Buffer.from(here.fill(bytes), 'latin1'))
    const result = await deploy(here, bundle, 'directory', [], compatible)
    const state = { cleanup: run.state?.cleanup, last: run.state?.last_successful_install }
    const differences = [
      ...compareRun(run, result, here),
      ...compareState(state, here),
      ...compareTree(run.tree ?? [], treeOf(here.dest, ['bundle'])),
      ...(run.tree ?? []).flatMap((entry) => compareAcl(entry, here)),
    ]
    const log = compareLog(run.scripts_log ?? [], result, here)
    report(`${recorded.id} run (${name})`, [...differences, ...log], excuse(text, run))
    await endEverything(here.root)
  }
}

/** What this host lacks of the one on which the recordings were made. */
function excuse(text: string, run: RecordedRun): string | undefined {
  const user = /runas:\s*(\w+)/.exec(text)?.[1]
  if (user !== undefined && !findUser(user)) return `this host has no user ${user}`
  if (/acls:/.test(text) && run.exit_code === 0 && !hasTool('setfacl')) return 'this host has no setfacl'
  return undefined
}

function hasTool(name: string): boolean {
  return !spawnSync(name, ['--version'], { stdio: 'ignore' }).error
}

function compareDocumented(recorded: Case, text: string): string[] {
  const parsed = parseAppSpec(text, { file: basename(recorded.file), platform: recorded.platform })
  const verdict = recorded.doc_verdict ?? ''
  if (verdict.startsWith('unclear')) {
    const doubts = parsed.ok && parsed.spec.platform !== 'server' ? parsed.spec.unclear.length : 0
    return parsed.ok && doubts === 0 ? ['the guide is unclear, and no doubt was told'] : []
  }
  const expected = verdict.startsWith('ok')
  return expected === parsed.ok ? [] : [`expected ${verdict}, got ${parsed.ok ? 'ok' : parsed.problems[0]?.message}`]
}

function compareParser(recorded: Case, text: string, fill: (text: string) => string): string[] {
  const parsed = parseAppSpec(text, { file: 'appspec.yml', platform: 'server' })
  const expected = recorded.parser
  if (!expected) return []
  if ((expected.result === 'ok') !== parsed.ok) {
    return [`expected ${expected.result}, got ${parsed.ok ? 'ok' : parsed.problems[0]?.message}`]
  }
  if (!parsed.ok) {
    const [first] = parsed.problems
    const raised =
      first?.raises === expected.error_class ? [] : [`raises ${expected.error_class}, got ${first?.raises}`]
    if (ACCIDENTS.includes(expected.error_class ?? '')) return raised
    const message = fill(expected.message ?? '')
    return first?.message === message ? raised : [...raised, `says ${message}, got ${first?.message}`]
  }
  const { spec } = parsed
  const hooks = spec.hooks.map(({ event, scripts }) => [
    event,
    scripts.map(({ location, timeout, runas = null }) => ({ location, timeout, runas })),
  ])
  const permissions = spec.permissions.map((permission) => ({
    object: permission.object,
    pattern: permission.pattern,
    except: permission.except,
    type: permission.types,
    owner: permission.owner ?? null,
    group: permission.group ?? null,
    mode: permission.mode ?? null,
    acls: permission.acls?.map(showAclEntry) ?? null,
    context: permission.context ? { user: null, range: null, ...permission.context } : null,
  }))
  const files = spec.files.map(({ source, destination }) => ({ source, destination }))
  const got = {
    file_exists_behavior: spec.fileExistsBehavior ?? null,
    files,
    permissions,
    hooks: Object.fromEntries(hooks),
  }
  return compareParsed(got, JSON.parse(fill(JSON.stringify(expected.parsed ?? {}))) as Record<string, unknown>)
}

/** Every part of the recorded specification, scalars as texts; `version`, `os` and `sudo` are not kept by the reader. */
function compareParsed(got: object, expected: Record<string, unknown>): string[] {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, member: unknown) => {
      if (['version', 'os', 'sudo'].includes(key)) return undefined
      if (member !== null && typeof member === 'object' && !Array.isArray(member)) {
        return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      }
      return typeof member === 'number' || typeof member === 'boolean' ? String(member) : member
    })
  return plain(got) === plain(expected) ? [] : [`read ${plain(expected)}`, `got  ${plain(got)}`]
}

interface Place {
  readonly dest: string
  readonly root: string
  readonly fill: (text: string) => string
}

/** A destination and an agent's root of their own, and what replaces their names in recordings. */
function newPlace(name: string): Place {
  const base = join(scratch, name.replaceAll(/[^\w-]/g, '_'))
  const [dest, root, agent] = [join(base, 'dest'), join(base, 'root'), join(base, 'agent')]
  for (const made of [dest, root, join(agent, 'gen')]) mkdirSync(made, { recursive: true })
  writeFileSync(join(agent, 'gen', 'outside.sh'), '#!/bin/bash\necho outside ran\n', { mode: 0o755 })
  // A location that climbs out of the revision is recorded from another depth: only its end tells where it leads.
  const upTo = `${'../'.repeat(20)}..`
  const fill = (text: string): string =>
    text
      .replaceAll(/(?:\.\.\/)+\.\.@AGENT@/g, `${upTo}${agent}`)
      .replaceAll('@DEST@', dest)
      .replaceAll(`${RECORDED_DEST.slice(1)}/`, `${dest.slice(1)}/`)
      .replaceAll('@ROOT@', root)
      .replaceAll('@AGENT@', agent)
  return { dest, root, fill }
}

function prepareBase(target: string, fill: (text: string) => string): void {
  cpSync(join(folder, 'ec2-base'), target, { recursive: true })
  normalise(target, fill)
  const half = join(target, 'src', 'b.txt')
  if (existsSync(half)) chmodSync(half, 0o640)
}

/** Version control keeps the executable bit only, and recordings name folders of their own. */
function normalise(path: string, fill: (text: string) => string): void {
  const stat = lstatSync(path)
  if (stat.isDirectory()) {
    chmodSync(path, 0o755)
    for (const name of readdirSync(path)) normalise(join(path, name), fill)
  } else if (stat.isFile()) {
    const text = readFileSync(path, 'latin1')
    chmodSync(path, stat.mode & 0o111 ? 0o755 : 0o644)
    if (text.includes('@')) writeFileSync(path, Buffer.from(fill(text), 'latin1'))
  }
}

async function deploy(
  place: Place,
  revision: string,
  bundleType: NonNullable<AgentOptions['bundleType']>,
  args: readonly string[],
  agentCompatible: AgentOptions['agentCompatible'],
): Promise<AgentResult> {
  const option = (...names: string[]): string | undefined => {
    const at = args.findIndex((argument) => names.includes(argument))
    return at === -1 ? undefined : args[at + 1]
  }
  const events = option('-e', '--events')?.split(',')
  const { HOME = '/root', PATH = '', LANG = 'C.UTF-8' } = process.env
  return deployRevision({
    revision,
    bundleType,
    root: place.root,
    applicationName: option('--application-name') ?? revision,
    deploymentGroupName: option('--deployment-group-name') ?? 'LocalFleet',
    deploymentGroupId: option('-g', '--deployment-group') ?? DEFAULT_GROUP,
    deploymentId: `d-${String(++deployments).padStart(9, '0')}-local`,
    environment: { HOME, PATH, LANG },
    workingDirectory: place.dest,
    fileExistsBehavior: option('-b', '--file-exists-behavior') ?? 'DISALLOW',
    appSpecFile: option('-A', '--appspec-filename') ?? 'appspec.yml',
    events: withRequired(events ?? LIFECYCLE),
    ...(agentCompatible !== undefined && { agentCompatible }),
  })
}

/** `codedeploy-local` adds these two where `--events` leaves them out, and puts them in order. */
function withRequired(events: readonly string[]): string[] {
  const all = [...['DownloadBundle', 'Install'].filter((event) => !events.includes(event)), ...events]
  const [download, install] = [all.indexOf('DownloadBundle'), all.indexOf('Install')]
  if (install < download) [all[install], all[download]] = ['DownloadBundle', 'Install']
  return all
}

function compareRun(recorded: RecordedRun, result: AgentResult, place: Place): string[] {
  const code = result.outcome === 'succeeded' ? 0 : 1
  const diagnostics = result.failed?.diagnostics
  if (code !== recorded.exit_code)
    return [`exit code ${recorded.exit_code}, got ${code}: ${diagnostics?.message ?? ''}`]
  const differences: string[] = []
  const thrown = recorded.uncaught_exception
  if (thrown && !ACCIDENTS.includes(thrown.class) && !/Failed command/.test(thrown.message)) {
    const expected = maskIds(place.fill(thrown.message))
    const got = maskIds(diagnostics?.message ?? '')
    if (!sameConflict(expected, got)) differences.push(`says ${expected}`, `got  ${got}`)
  }
  const script = recorded.script_error_diagnostics
  if (!script) {
    if (diagnostics && diagnostics.scriptName !== '')
      differences.push(`no script was to fail, got ${diagnostics.message}`)
    return differences
  }
  const pairs = [
    ['error code', String(script.error_code), String(diagnostics?.agentCode)],
    ['script', place.fill(script.script_name), diagnostics?.scriptName ?? ''],
    ['message', maskIds(place.fill(script.message)), maskIds(diagnostics?.message ?? '')],
    ['log', sortedLines(script.log), sortedLines(diagnostics?.logTail ?? '')],
  ] as const
  for (const [what, expected, got] of pairs) {
    if (expected !== got) differences.push(`${what}: ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
  }
  return differences
}

/** Which of several conflicting files is named depends on the order in which a folder is read: the sentence counts. */
function sameConflict(expected: string, got: string): boolean {
  const sentence = (text: string): string => text.replaceAll(/\/[^\s)"]+/g, (path) => dirname(path))
  return sentence(expected) === sentence(got)
}

/** The two outputs of a script race each other: their lines are compared without their order. */
function sortedLines(text: string): string {
  return text.split('\n').toSorted().join('\n')
}

function maskIds(text: string): string {
  return text.replaceAll(/d-[A-Z0-9]{9}-local/g, 'd-XXXXXXXXX-local')
}

function compareLog(recorded: readonly string[], result: AgentResult, place: Place): string[] {
  const written = existsSync(result.log) ? readFileSync(result.log, 'utf8').split('\n') : []
  const clean = (lines: readonly string[]): string =>
    lines
      .map((line) => maskIds(line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, '')))
      .filter((line) => line !== '' && !FOREIGN_LINES.test(line))
      .toSorted()
      .join('\n')
  const [expected, got] = [clean(recorded.map(place.fill)), clean(written)]
  return expected === got ? [] : [`log ${JSON.stringify(expected)}`, `got ${JSON.stringify(got)}`]
}

function compareState(
  recorded: { cleanup?: readonly string[] | undefined; last?: string | null | undefined },
  place: Place,
): string[] {
  const instructions = join(place.root, 'deployment-instructions')
  // Where several groups deploy to one host, the recordings hold the state of the last one by name.
  const read = (ending: string): string => {
    const name = readdirSync(instructions)
      .toSorted()
      .findLast((file) => file.endsWith(ending))
    return name === undefined ? '' : readFileSync(join(instructions, name), 'utf8')
  }
  const cleanup = read('-cleanup')
    .split('\n')
    .filter((line) => line !== '')
  const expected = (recorded.cleanup ?? []).map(place.fill)
  const differences =
    expected.toSorted().join('\n') === cleanup.toSorted().join('\n')
      ? []
      : [`cleanup ${JSON.stringify(expected)}`, `got     ${JSON.stringify(cleanup)}`]
  const last = maskIds(read('_last_successful_install'))
  const wanted = recorded.last ? maskIds(place.fill(recorded.last)) : ''
  return wanted === last ? differences : [...differences, `installed ${wanted}, got ${last}`]
}

function treeOf(dest: string, without: readonly string[]): TreeEntry[] {
  const names = { users: namesFrom('/etc/passwd'), groups: namesFrom('/etc/group') }
  const entries: TreeEntry[] = []
  const walk = (path: string): void => {
    for (const name of readdirSync(path).toSorted()) {
      const here = join(path, name)
      if (without.includes(relative(dest, here))) continue
      const stat = lstatSync(here)
      const common = {
        path: `@DEST@/${relative(dest, here)}`,
        mode: (stat.mode & 0o7777).toString(8).padStart(4, '0'),
        owner: names.users.get(stat.uid) ?? String(stat.uid),
        group: names.groups.get(stat.gid) ?? String(stat.gid),
      }
      if (stat.isSymbolicLink()) entries.push({ ...common, type: 'link', target: readlinkSync(here) })
      else if (stat.isDirectory()) {
        entries.push({ ...common, type: 'dir' })
        walk(here)
      } else {
        const content = Buffer.from(readFileSync(here, 'latin1').replaceAll(dest, RECORDED_DEST), 'latin1')
        const sha256 = createHash('sha256').update(content).digest('hex').slice(0, 16)
        entries.push({ ...common, type: 'file', size: content.length, sha256 })
      }
    }
  }
  walk(dest)
  return entries
}

function namesFrom(table: string): Map<number, string> {
  const rows = readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  return new Map(rows.map(([name = '', , id]) => [Number(id), name]))
}

function compareAcl(entry: TreeEntry, place: Place): string[] {
  if (!entry.acl || !hasTool('getfacl')) return []
  const { stdout } = spawnSync('getfacl', ['-c', '-E', '-p', place.fill(entry.path)], { encoding: 'utf8' })
  const got = stdout
    .split('\n')
    .filter((line) => line !== '')
    .toSorted()
    .join()
  return entry.acl.toSorted().join() === got ? [] : [`acl of ${entry.path}: ${entry.acl.join()}, got ${got}`]
}

function compareTree(recorded: readonly TreeEntry[], got: readonly TreeEntry[]): string[] {
  const show = ({ path, type, mode, owner, group, sha256, target }: TreeEntry): string => {
    if (type.includes('link')) return `${path} link ${target ?? ''}`
    return [path, type, mode, `${owner}:${group}`, sha256].filter((part) => part !== undefined).join(' ')
  }
  const expected = recorded.map(show).toSorted()
  const found = got.map(show).toSorted()
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `tree: expected ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `tree: got      ${line}`),
  ]
}

/** Writing through a link changes what it points to. */
function compareLinked(recorded: string | null | undefined, place: Place): string[] {
  if (recorded === null || recorded === undefined) return []
  const contents = treeOf(place.dest, [])
    .filter(({ type }) => type === 'link')
    .map(({ path }) => place.fill(path))
    .filter((path) => existsSync(path) && lstatSync(realpathSync(path)).isFile())
    .map((path) => readFileSync(path, 'utf8').trim())
  return contents.includes(place.fill(recorded).trim())
    ? []
    : [`linked content ${recorded}, got ${contents.join(', ')}`]
}

async function checkBundle(name: string, steps: readonly Step[]): Promise<void> {
  const place = newPlace(`bundle-${name}`)
  const hooks = join(place.dest, 'hooks.log')
  for (const [index, step] of steps.entries()) {
    const bundle = join(scratch, `bundles-${name}`, basename(dirname(step.bundle)), basename(step.bundle))
    if (!existsSync(bundle)) {
      mkdirSync(dirname(bundle), { recursive: true })
      cpSync(join(folder, step.bundle), bundle, { recursive: true })
      if (step.type === 'directory') normalise(bundle, place.fill)
    }
    if (step.before) spawnSync('/bin/sh', ['-c', place.fill(step.before)])
    const seen = existsSync(hooks) ? readFileSync(hooks, 'utf8').split('\n').length - 1 : 0
    const result = await deploy(place, bundle, step.type, step.args, 'codedeploy-local')
    const group = step.args.includes('-g') ? (step.args[step.args.indexOf('-g') + 1] ?? '') : DEFAULT_GROUP
    const order = existsSync(hooks) ? readFileSync(hooks, 'utf8').split('\n').slice(seen, -1) : []
    const archives = readdirSync(join(place.root, group)).length
    report(`${name} step ${index + 1}`, [
      ...compareRun(step, result, place),
      ...compareState({ cleanup: step.cleanup, last: step.last_successful_install }, place),
      ...compareTree(step.tree ?? [], treeOf(place.dest, ['hooks.log'])),
      ...compareLog(step.scripts_log ?? [], result, place),
      ...compareLinked(step.symlink_target_content, place),
      ...(order.join() === step.hook_order.join() ? [] : [`hooks ${step.hook_order.join()}, got ${order.join()}`]),
      ...(step.archives_kept === undefined || step.archives_kept === archives
        ? []
        : [`archives ${step.archives_kept}, got ${archives}`]),
    ])
    await endEverything(place.root)
  }
}
