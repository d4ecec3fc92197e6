import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parseDocument } from 'yaml'
import { readAction } from '../../rehearsal/runner/action.ts'
import { COMMAND_NAMES } from '../../src/config/model/command-names.ts'
import { PROJECT } from '../dist/support/harness.ts'

/**
 * The published workflows and those in the examples: their references exist, and their jobs have the needed permissions
 * only.
 */

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly needs?: string | readonly string[]
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string | { readonly name: string; readonly url: string }
  readonly concurrency?: { readonly group: string; readonly queue?: string; readonly 'cancel-in-progress': boolean }
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly on: Readonly<Record<string, { readonly inputs?: Readonly<Record<string, unknown>> } | null>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const OURS = 'org/test-deployments'
const SHARED = '.github/workflows/release.yml'
const PREPROD = '.github/workflows/preprod.yml'
/** References of the workflows to files of their own repository: at their own commit. */
const OWN = '$/'
const STEP = '.github/actions/step'

function read(name: string, text = readFileSync(join(PROJECT, name), 'utf8')): Workflow & { readonly text: string } {
  const document = parseDocument(text, { uniqueKeys: true, strict: true })
  if (document.errors.length > 0) throw new Error(`${name}: ${document.errors.join('\n')}`)
  return { ...(document.toJS() as Workflow), text }
}

const files = ['.github/workflows', 'examples/shop/.github/workflows'].flatMap((folder) =>
  readdirSync(join(PROJECT, folder)).map((name) => `${folder}/${name}`),
)
/** The README's workflow, as a user copies it. */
const [, shown = ''] =
  /```yaml\n((?:#.*\n)?on: [\s\S]*?)\n```/.exec(readFileSync(join(PROJECT, 'README.md'), 'utf8')) ?? []
const workflows = [
  ...files.map((name) => [name, read(name)] as const),
  ['README.md', read('README.md', shown)] as const,
]

const needsOf = ({ needs = [] }: Job): string[] => [needs].flat()
const expressionsOf = (text: string): string[] =>
  [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inside = '']) => inside)
/** Names after `inputs.`, `needs.` and so on, wherever an expression uses them. */
const usedOf = (text: string, context: string): string[] =>
  expressionsOf(text).flatMap((inside) =>
    [...inside.matchAll(new RegExp(`(?<![\\w.])${context}\\.([\\w-]+)`, 'g'))].map(([, name = '']) => name),
  )

describe.each(workflows)('%s', (_, workflow) => {
  const jobs = Object.entries(workflow.jobs)

  test('needs only existing jobs, and no job that waits for itself', () => {
    const done = new Set<string>()
    for (let left = jobs; left.length > 0;) {
      const ready = left.filter(([, job]) => needsOf(job).every((name) => done.has(name)))
      expect(ready.map(([name]) => name)).not.toEqual([])
      for (const [name] of ready) done.add(name)
      left = left.filter(([name]) => !done.has(name))
    }
  })

  test('uses only existing inputs, jobs and steps', () => {
    const inputs = Object.values(workflow.on).flatMap((event) => Object.keys(event?.inputs ?? {}))
    expect(usedOf(workflow.text, 'inputs').filter((name) => !inputs.includes(name))).toEqual([])
    expect(usedOf(workflow.text, 'jobs').filter((name) => !(name in workflow.jobs))).toEqual([])
    for (const [, job] of jobs) {
      const ids = (job.steps ?? []).flatMap(({ id }) => id ?? [])
      expect(usedOf(JSON.stringify(job), 'steps').filter((id) => !ids.includes(id))).toEqual([])
    }
  })

  test('inserts no outside text into a script', () => {
    const scripts = jobs.flatMap(([, { steps = [] }]) => steps.flatMap(({ run }) => run ?? []))
    const foreign = scripts.flatMap(expressionsOf).filter((inside) => !/^ *(matrix|runner)\./.test(inside))
    expect(foreign).toEqual([])
  })

  test('gives this action and the shared workflow only inputs that they accept', () => {
    const { inputs } = readAction(PROJECT)
    for (const [, job] of jobs) {
      if (job.uses !== undefined) {
        const path = job.uses.startsWith(OWN)
          ? job.uses.slice(OWN.length)
          : (new RegExp(`^${OURS}/(.*)@v1$`).exec(job.uses)?.[1] ?? '')
        expect(existsSync(join(PROJECT, path))).toBe(true)
        const taken = Object.keys(read(path).on['workflow_call']?.inputs ?? {})
        expect(Object.keys(job.with ?? {}).filter((name) => !taken.includes(name))).toEqual([])
      }
      for (const step of job.steps ?? []) {
        if (step.uses !== `${OURS}@v1` && step.uses !== `${OWN}${STEP}`) continue
        const given = Object.keys(step.with ?? {})
        expect(given.filter((name) => !inputs.some((input) => input.name === name))).toEqual([])
        expect(COMMAND_NAMES).toContain(step.with?.['command'])
      }
    }
  })

  test('declares the permissions of its jobs', () => {
    expect(workflow.permissions ?? jobs.every(([, job]) => job.permissions !== undefined)).toBeTruthy()
    for (const [, job] of jobs) expect(Object.values(job.permissions ?? {})).not.toContain('write-all')
  })
})

describe('the shared workflow', () => {
  const release = read(SHARED)
  const preprod = read(PREPROD)
  const text = release.text + preprod.text
  const jobs: Workflow['jobs'] = { ...release.jobs, ...preprod.jobs }
  const caller = release.jobs['preprod'] ?? {}
  const asks = (job: Job): boolean => job.permissions?.['id-token'] === 'write'

  test('gives an identity only to jobs that need one, and to no job that runs tests', () => {
    const named = Object.entries(jobs).map(([name, job]) => [name, asks(job)])
    expect(Object.fromEntries(named)).toEqual({
      build: false,
      precheck: true,
      preprod: true,
      'deploy-preprod': true,
      'verify-aws': true,
      'verify-tests': false,
      gate: true,
      'deploy-production': true,
    })
    for (const { permissions = {} } of Object.values(jobs)) {
      const rights = Object.entries(permissions).filter(([scope]) => scope !== 'id-token')
      expect(rights.filter(([, level]) => level !== 'read')).toEqual([])
    }
  })

  test('builds once, before any other job, where the build has no permissions', () => {
    const building = Object.entries(jobs).filter(([, job]) => JSON.stringify(job).includes('inputs.build'))
    expect(building.map(([name]) => name)).toEqual(['build'])
    expect(jobs['build']).toMatchObject({ permissions: { contents: 'read' } })
    expect(jobs['build']?.needs).toBeUndefined()
    expect(needsOf(jobs['precheck'] ?? {})).toEqual(['build'])
    expect(text).not.toContain('secrets.')
  })

  test('deploys in the GitHub environments, one release of a configuration at a time, without cancelling a running one', () => {
    for (const [environment, deploying, holding] of [
      ['preprod', jobs['deploy-preprod'], caller],
      ['production', jobs['deploy-production'], jobs['deploy-production']],
    ] as const) {
      expect(deploying?.environment).toEqual({
        name: `\${{ inputs.${environment} }}`,
        url: '${{ steps.step.outputs.url }}',
      })
      expect(holding?.concurrency).toEqual({
        group: `test-deployments-${environment}-\${{ inputs.${environment} }}-\${{ inputs.config }}`,
        queue: 'max',
        'cancel-in-progress': false,
      })
    }
    // GitHub cancels a job that waits for the group of the job that calls it.
    expect(Object.values(preprod.jobs).filter(({ concurrency }) => concurrency)).toEqual([])
  })

  test('passes on the outputs of the action, and each digest', () => {
    const { outputs } = readAction(PROJECT)
    const used = [...text.matchAll(/steps\.step\.outputs\.([\w-]+)/g)].map(([, name = '']) => name)
    expect(used.filter((name) => !outputs.includes(name))).toEqual([])
    for (const job of Object.values(jobs)) {
      if (job.uses === undefined) expect(Object.keys(job.outputs ?? {})).toEqual(['verdict', 'digest'])
    }
    const named = [...preprod.text.matchAll(/jobs\.([\w-]+)\.outputs\.digest/g)].map(([, job]) => job)
    expect(named).toEqual(Object.keys(preprod.jobs))
  })

  test('gives the called workflow all inputs that both have', () => {
    const inputs = Object.keys(preprod.on['workflow_call']?.inputs ?? {})
    expect(Object.keys(caller.with ?? {}).toSorted()).toEqual(inputs.toSorted())
    for (const name of inputs.filter((each) => each !== 'needs')) {
      expect(caller.with?.[name]).toBe(`\${{ inputs.${name} }}`)
      expect(release.on['workflow_call']?.inputs?.[name]).toEqual(preprod.on['workflow_call']?.inputs?.[name])
    }
  })

  test('uses its own files at its own commit and actions of others by commit, and stores no token', () => {
    const steps = workflows
      .filter(([name]) => /workflows\/(release|preprod|pull-request)\.yml$/.test(name) && !name.startsWith('examples'))
      .flatMap(([, each]) => Object.values(each.jobs).flatMap((job) => job.steps ?? []))
    const foreign = steps.filter(({ uses }) => uses !== undefined && uses !== `${OWN}${STEP}`)
    expect(foreign.filter(({ uses = '' }) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([])
    for (const step of foreign.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false })
    }
    expect(caller.uses).toBe(`${OWN}${PREPROD}`)
  })

  test('contains a copy of the action at the root', () => {
    const [root, own] = [readAction(PROJECT), readAction(join(PROJECT, STEP))]
    expect(own).toEqual(root)
    const outputs = (folder: string): string =>
      /^outputs:\n[^]*?(?=^runs:)/m.exec(readFileSync(join(PROJECT, folder, 'action.yml'), 'utf8'))?.[0] ?? folder
    expect(outputs(STEP)).toBe(outputs('.'))
  })

  test('requests no other permissions: a nested job that requests more stops its callers at their start', () => {
    const wanted = Object.values(jobs).flatMap(({ permissions = {} }) => Object.entries(permissions))
    expect(new Set(wanted.map(([scope, level]) => `${scope}: ${level}`))).toEqual(
      new Set(['contents: read', 'id-token: write', 'actions: read']),
    )
  })

  test('is called with the permissions that its jobs request', () => {
    const wanted = Object.values(jobs).flatMap(({ permissions = {} }) => Object.entries(permissions))
    const callers = workflows
      .flatMap(([, { jobs: all }]) => Object.values(all))
      .filter(({ uses }) => uses?.includes(SHARED))
    expect(callers).toHaveLength(2)
    for (const { permissions = {} } of [...callers, caller]) {
      for (const [scope, level] of wanted) expect([level, 'write']).toContain(permissions[scope])
    }
  })
})
