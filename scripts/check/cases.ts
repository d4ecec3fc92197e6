/**
 * Inputs that this product got wrong once, after public reports: each is played through dist/, and ends as it should.
 *
 *   npm run check:cases -- FOLDER [--only NAME]
 *
 * FOLDER has `worlds/*.yml` (scenarios of the sandbox), `local/` (revisions for this host) and `junit/` (reports). Exits 1
 * where a case ends otherwise, where one has no expected end here, and where one that is expected is missing. Needs a built
 * dist/.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { openBench } from '../../__tests__/dist/support/harness.ts'
import { openWorld } from '../../__tests__/dist/support/precheck-world.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { REPOSITORY } from './kill/shop.ts'
import { openKillWorld } from './kill/world.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { blocks } from '../../src/evidence/verdict.ts'

/** The verdict, and what its blocking findings have: codes and subjects, or a part of the advice. */
interface Expected {
  readonly verdict: string
  readonly blockers: readonly string[]
  /** A part of the advice of a blocking finding. */
  readonly advice?: string
}

const pass: Expected = { verdict: 'pass', blockers: [] }
const fails = (...found: readonly string[]): Expected => ({
  verdict: 'fail',
  blockers: found.map((each) => `fail ${each}`),
})

const WORLDS: Readonly<Record<string, Expected>> = {
  'a-export-in-use': fails('exports/in-use stack/net/export/production-topic'),
  'b-cleanup-fails': {
    ...fails('stack/left-behind stack/web/resource/Old'),
    advice: 'aws cloudcontrol delete-resource',
  },
  'c-lambda-version': fails('change/no-effect stack/fn/resource/Fn/effect/Live'),
  'g-drift-order': {
    verdict: 'inconclusive',
    blockers: ['inconclusive drift/reordered stack/web/resource/Cdn/property/DistributionConfig/Origins'],
  },
  'h-td-exported': pass,
  'h-td-placeholder': fails('task-definition/placeholder deployment/web/task-definition'),
  'h-td-strings': fails('task-definition/invalid deployment/web/task-definition'),
  'h-td-strmem': fails('task-definition/invalid deployment/web/task-definition'),
  'm-environment-name': pass,
  'n-nested-local': {
    verdict: 'error',
    blockers: ['error config/template template/root.yml'],
    advice: '`asset-bucket: BUCKET`',
  },
  'p-module': pass,
  'q-missing-export': fails('imports/missing stack/web/imports/production-topic'),
  's-cdk': fails('reference/missing stack/app/resource/handler2/property/Code'),
  'w-windows': pass,
  'y-iam-drift': fails(
    'drift/undeclared stack/web/resource/Role/property/ManagedPolicyArns/arn:aws:iam::aws:policy/AdministratorAccess',
  ),
}
/** Repositories with their world. */
const REPOSITORIES: Readonly<Record<string, Expected>> = {
  'code-asset': fails('reference/missing stack/stack/resource/Fn/property/Code'),
}
const REVISIONS: Readonly<Record<string, Expected>> = {
  'except-with-slash': fails('appspec/except-unused deployment/app/appspec/permissions/srv/shop'),
}
const REPORTS: Readonly<Record<string, Expected>> = { doctypetext: pass, 'mocha-green': pass }

/** Worlds that fail while they are deployed. */
const DEPLOYED = ['b-cleanup-fails']
const CONFIG = '.github/test-deployments.yml'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } })
const [folder = ''] = positionals
if (!existsSync(folder)) {
  process.stdout.write(`skipped: there is no folder of cases at ${folder || '(none named)'}\n`)
} else {
  let wrong = 0
  let played = 0
  for (const [kind, expected, play] of [
    ['worlds', WORLDS, playWorld],
    ['', REPOSITORIES, playRepository],
    ['local', REVISIONS, playRevision],
    ['junit', REPORTS, playReport],
  ] as const) {
    const found = readdirSync(join(folder, kind))
      .filter((name) => kind !== '' || existsSync(join(folder, name, 'world.yml')))
      .map((name) => name.replace(/\.\w+$/, ''))
    for (const name of new Set([...found, ...Object.keys(expected)])) {
      if (values.only !== undefined && values.only !== name) continue
      played += 1
      const why = await judge(expected[name], found.includes(name) ? () => play(join(folder, kind), name) : undefined)
      if (why !== undefined) wrong += 1
      process.stdout.write(
        `${why === undefined ? 'ok' : 'WRONG'}  ${join(kind, name)}${why === undefined ? '' : `: ${why}`}\n`,
      )
    }
  }
  process.stdout.write(`${played} cases, ${wrong} wrong\n`)
  process.exitCode = wrong === 0 ? 0 : 1
}

type End = Pick<Evidence, 'verdict' | 'findings'>

async function judge(
  expected: Expected | undefined,
  play: (() => Promise<End>) | undefined,
): Promise<string | undefined> {
  if (expected === undefined) return 'it has no expected end here'
  if (play === undefined) return 'there is no such case'
  const { verdict, findings } = await play()
  const own = findings.filter(blocks)
  const told = [...new Set(own.map(({ outcome, code, subject }) => `${outcome} ${code} ${subject}`))].toSorted()
  const same = verdict === expected.verdict && JSON.stringify(told) === JSON.stringify(expected.blockers.toSorted())
  if (!same) return `${verdict} ${JSON.stringify(told)}`
  const { advice } = expected
  return advice === undefined || own.some((finding: Finding) => finding.advice?.includes(advice))
    ? undefined
    : 'its advice is another one'
}

async function playWorld(from: string, name: string): Promise<End> {
  const scenario = parse(readFileSync(join(from, `${name}.yml`), 'utf8'), { merge: true }) as ScenarioInput
  if (DEPLOYED.includes(name)) return deploy(scenario)
  const world = await openWorld(scenario)
  try {
    return (await world.precheck()).evidence
  } finally {
    await world.close()
  }
}

/** Precheck and the deployment to pre-prod, of which nobody has to approve. */
async function deploy(scenario: ScenarioInput): Promise<End> {
  const given = scenario.github?.files as Readonly<Record<string, string>>
  const unapproved = 'environments: { preprod: { approval: { none: played without a person } } }\n'
  const files = { ...given, [CONFIG]: `${given[CONFIG] ?? ''}${unapproved}` }
  const github = { repository: REPOSITORY, files, environments: { production: { reviewers: ['grace'] } } }
  const world = await openKillWorld({ files, scenario: { ...scenario, pace: 'skip', github } })
  try {
    await world.step('precheck', { inputs: { environment: 'preprod' } })
    const { evidence, log } = await world.step('deploy-preprod')
    if (evidence === undefined) throw new Error(log)
    return evidence
  } finally {
    await world.close()
  }
}

/** Precheck of a repository, with its roles and its own token. */
async function playRepository(from: string, name: string): Promise<End> {
  const root = join(from, name)
  const own = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = own.map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const files = Object.fromEntries(
    paths.filter((path) => path !== 'world.yml').map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
  const world = readFileSync(join(root, 'world.yml'), 'utf8').replaceAll('acme/billing', REPOSITORY)
  const scenario = parse(world, { merge: true }) as ScenarioInput
  const made = await openKillWorld({
    files,
    scenario: { ...scenario, pace: 'skip', github: { ...scenario.github, files } },
  })
  try {
    const { evidence, log } = await made.step('precheck')
    if (evidence === undefined) throw new Error(log)
    return evidence
  } finally {
    await made.close()
  }
}

async function playRevision(from: string, name: string): Promise<End> {
  const bench = await openBench()
  try {
    cpSync(join(from, name), bench.workspace, { recursive: true })
    const { evidence } = await bench.step({ command: 'precheck', config: 'local.yml' })
    if (evidence === undefined) throw new Error('no evidence was written')
    return evidence
  } finally {
    await bench.close()
  }
}

async function playReport(from: string, name: string): Promise<End> {
  const bench = await openBench()
  try {
    mkdirSync(join(bench.workspace, 'made'))
    cpSync(join(from, `${name}.xml`), join(bench.workspace, 'made', 'report.xml'))
    writeFileSync(
      join(bench.workspace, 'tests.yml'),
      'version: 1\nverify: [{ run: "mkdir reports && cp made/report.xml reports/", junit: "reports/*.xml" }]\n',
    )
    const { evidence } = await bench.step({ command: 'verify', config: 'tests.yml' })
    if (evidence === undefined) throw new Error('no evidence was written')
    return evidence
  } finally {
    await bench.close()
  }
}
