import { lstatSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { collectRevisionFacts, lintRevision } from '../../../src/codedeploy/appspec/index.ts'
import { deployRevision } from '../../../src/codedeploy/agent/index.ts'
import type { AgentResult } from '../../../src/codedeploy/agent/index.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { Scratch, write } from '../revisions.ts'
import type { Content } from '../revisions.ts'
import { treeOf } from './support.ts'

/** A small number here; `npm run check:agent:property` runs 10,000. */
const RUNS = Number(process.env['RUNS'] ?? 150)
/** A run that takes longer counts as a hang, in ms. */
const PATIENCE = 60_000

const scratch = new Scratch()
afterAll(() => scratch.remove())

const names = fc.constantFrom(
  'a',
  'b.txt',
  'd/e',
  'd/f/g',
  'x y',
  'two\nlines',
  'é',
  '..b',
  '-n',
  ' blank ',
  'conf.yml',
)
/**
 * Stands for the absolute path of a case's own folder beside its host: tests run as root, and links may be followed.
 */
const OUTSIDE = '/OUTSIDE'
const KEPT = `${OUTSIDE}/keep/me`
const targets = fc.constantFrom(
  'a',
  'd',
  '.',
  '..',
  '../..',
  '../outside',
  'nope',
  OUTSIDE,
  `${OUTSIDE}/keep`,
  KEPT,
  `${OUTSIDE}/nowhere`,
)
const contents: fc.Arbitrary<Content> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Content>('1', '', ['x', 0o4755], ['y', 0o400]) },
  { weight: 1, arbitrary: targets.map((link) => ({ link })) },
)
const trees = fc.dictionary(names, contents, { maxKeys: 6 })

/** Values that the parser accepts, and rarely one that it rejects: most runs should reach Install. */
function mostly(good: readonly unknown[], bad: readonly unknown[] = [null]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  )
}

const sources = mostly(
  ['a', 'a', 'd', 'd', '/', '', '.', './d/'],
  ['nope', 'd/e', '../outside', '/../../outside', 5, null],
)
const destinations = mostly(
  ['/srv', '/srv/app', '/srv/app', '/', '/srv/a', '/srv/app/d', '/srv/../../../outside', '/in', '/x y'],
  ['rel', '../outside', '', 7, null],
)
const patterns = mostly(['**', '*', '*.txt', 'd', ''], [5])
const permissions = fc.record(
  {
    object: mostly(['/srv', '/srv/app', '/srv/app/a', '/', '../outside'], ['', null]),
    pattern: patterns,
    except: fc.oneof(
      { weight: 12, arbitrary: fc.array(patterns, { maxLength: 2 }) },
      { weight: 1, arbitrary: patterns },
    ),
    type: mostly([['file'], ['directory'], ['file', 'directory'], []], ['file', ['link']]),
    mode: mostly([644, '0600', 4755, 0], ['9', 'rwx', 77777]),
    owner: mostly(['root'], ['nobody-here', 0, '']),
    acls: mostly([[]], [['u:root:rw'], ['d:u:root:r'], ['x'], 'x']),
    context: mostly([null], [{ type: 't' }, { type: 't', range: 's0' }, {}, 'x']),
  },
  { requiredKeys: ['object'] },
)
const scripts = fc.record(
  {
    location: mostly(['h.sh'], ['fail.sh', 'nope', 'd', '../outside/o.sh', ' ']),
    timeout: mostly([5, '5s', 1.5, null], [0, -1, true]),
    runas: mostly([null], ['nobody-here', '']),
  },
  { requiredKeys: ['location'] },
)
const events = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('BeforeInstall', 'AfterInstall', 'ApplicationStop', 'ApplicationStart', 'Install'),
  },
  { weight: 1, arbitrary: fc.constantFrom('nonsense', '') },
)
function section(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() })
}
const specs = fc.record(
  {
    version: mostly([0], ['0.0', 1]),
    os: mostly(['linux'], ['windows']),
    files: section(fc.array(fc.record({ source: sources, destination: destinations }), { maxLength: 3 })),
    permissions: section(fc.array(permissions, { maxLength: 2 })),
    hooks: section(fc.dictionary(events, fc.array(scripts, { maxLength: 1 }), { maxKeys: 2 })),
    file_exists_behavior: mostly(['DISALLOW', 'OVERWRITE', 'RETAIN', null], ['overwrite']),
  },
  { requiredKeys: ['version', 'os'] },
)

const typos = fc.tuple(
  fc.nat(400),
  fc.constantFrom('\t', '"', ': ', '[', '&a ', '*a', '\0', '\uFEFF', '- ', '\n', '---\n', '<<: '),
)

/** Mostly a valid AppSpec, sometimes with inserted characters. */
const texts = fc
  .tuple(specs, fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: typos }))
  .map(([spec, typo]) => {
    const text = JSON.stringify(spec, null, 1)
    return typo ? `${text.slice(0, typo[0])}${typo[1]}${text.slice(typo[0])}` : text
  })

const revisions = fc.record({ text: texts, files: trees })
/** Valid except for the targets of its links, so that every run reaches its permissions. */
const linkedRevisions = fc.record({
  text: fc
    .record({ mode: fc.constantFrom('0600', '4755', '0000'), pattern: fc.constantFrom('**', '*') })
    .map((permission) =>
      JSON.stringify({
        version: 0,
        os: 'linux',
        files: [{ source: 'app', destination: '/srv/app' }],
        permissions: [{ object: '/srv/app', type: ['file', 'directory'], ...permission }],
        file_exists_behavior: 'OVERWRITE',
      }),
    ),
  files: fc.dictionary(
    fc.constantFrom('app/a', 'app/b', 'app/d/e'),
    fc.constantFrom<Content>('1', { link: KEPT }, { link: 'a' }),
    { minKeys: 1 },
  ),
})

const surroundings = {
  before: fc.dictionary(fc.constantFrom('srv/app/a', 'srv/a', 'rel/a', 'in/x'), contents, { maxKeys: 2 }),
  agentCompatible: fc.constantFrom(false, true, 'codedeploy-local' as const),
  agentVersion: fc.constantFrom('1.8' as const, '2.x' as const),
  dryRun: fc.boolean(),
}
const worldsOf = (all: typeof linkedRevisions) => fc.record({ first: all, second: all, ...surroundings })
type World = ReturnType<typeof worldsOf> extends fc.Arbitrary<infer T> ? T : never

test.each([
  ['anything', revisions, RUNS],
  ['links and permissions', linkedRevisions, Math.ceil(RUNS / 3)],
])(
  'no crash, no hang, no change outside: %s',
  async (_, kind, numRuns) => {
    const seed = process.env['SEED']
    await fc.assert(fc.asyncProperty(worldsOf(kind), play), {
      numRuns,
      endOnFailure: true,
      ...(seed !== undefined && { seed: Number(seed) }),
    })
  },
  Math.max(120_000, RUNS * 500),
)

async function play(world: World): Promise<void> {
  const base = scratch.folder()
  const [host, outside] = [join(base, 'host'), join(base, 'outside')]
  const put = (folder: string, files: Files): void => write(folder, leadingTo(outside, files))
  const treesOutside = (): string[] => [...[scratch.path, base, outside].map(modeOf), ...treeOf(outside)]
  write(outside, { 'o.sh': '#!/bin/sh\nexit 0\n', 'keep/me': 'x' })
  mkdirSync(host)
  put(host, world.before)
  for (const [number, { text, files }] of [world.first, world.second].entries()) {
    const revision = join(base, `revision-${number}`)
    mkdirSync(revision)
    put(revision, files)
    writeFileSync(join(revision, 'appspec.yml'), text)
    write(revision, { 'h.sh': '#!/bin/sh\necho "$LIFECYCLE_EVENT"\n', 'fail.sh': '#!/bin/sh\nexit 4\n' })
    const [hostBefore, aroundBefore, revisionBefore] = [treeOf(host), treesOutside(), treeOf(revision)]
    for (const finding of lintRevision(await collectRevisionFacts(revision, { host: true })))
      expect(finding.title).not.toBe('')
    const dryRun = world.dryRun && number === 0
    const signal = AbortSignal.timeout(PATIENCE)
    const result = await deployRevision({
      revision,
      root: join(base, 'agent'),
      applicationName: 'shop',
      deploymentGroupName: 'group',
      deploymentGroupId: 'group',
      deploymentId: `d-${number}`,
      destinationRoot: host,
      agentCompatible: world.agentCompatible,
      agentVersion: world.agentVersion,
      dryRun,
      signal,
    }).catch((error: unknown) => {
      if (error instanceof ActionError && error.kind === 'configuration') return undefined
      throw error
    })
    expect(signal.aborted).toBe(false)
    expect(treesOutside()).toEqual(aroundBefore)
    expect(treeOf(revision)).toEqual(revisionBefore)
    if (dryRun) expect(treeOf(host)).toEqual(hostBefore)
    else if (result) expectHonest(result, hostBefore, treeOf(host), world.agentCompatible === false)
  }
}

type Files = Readonly<Record<string, Content>>

/** The same files, with the links out of the host into this folder. */
function leadingTo(outside: string, files: Files): Files {
  const led = (content: Content): Content =>
    typeof content === 'object' && 'link' in content ? { link: content.link.replace(OUTSIDE, outside) } : content
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, led(content)]))
}

function modeOf(folder: string): string {
  return `${folder} ${(lstatSync(folder).mode & 0o7777).toString(8)}`
}

/**
 * A failure reports its cause, and where Install fails either nothing was changed or the remaining files are reported.
 */
function expectHonest(
  result: AgentResult,
  before: readonly string[],
  after: readonly string[],
  careful: boolean,
): void {
  expect(['succeeded', 'failed']).toContain(result.outcome)
  if (result.outcome === 'succeeded') return
  expect(result.failed?.diagnostics?.message).toEqual(expect.stringMatching(/\S/))
  if (careful && result.failed?.event === 'Install' && !result.remains) expect(after).toEqual(before)
}
