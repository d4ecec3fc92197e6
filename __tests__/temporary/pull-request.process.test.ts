import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import { KEYS, openSourceWorld, type PrecheckWorld } from '../dist/support/precheck-world.ts'

/** `pull-request.yml`, executed job by job: the jobs that an event starts, and the effect of their steps. */

const REPOSITORY = 'acme/shop'
const PATH = '.github/workflows/pull-request.yml'
const SHIPPED = readFileSync(join(import.meta.dirname, '../..', PATH), 'utf8')

interface Shipped {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly environment?: string
        readonly permissions?: Readonly<Record<string, 'read' | 'write'>>
        readonly steps: readonly {
          readonly uses?: string
          readonly with?: Readonly<Record<string, string | boolean>>
          readonly run?: string
        }[]
      }
    >
  >
}
const { jobs } = parse(SHIPPED) as Shipped

const FILES = {
  '.github/test-deployments.yml': `version: 1
environments:
  preprod: { approval: { none: a test }, temporary: { name: "pr-{pull-request}", url: "{stack.web.outputs.Url}" } }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
`,
  'web.yml': `Resources: { Topic: { Type: AWS::SNS::Topic } }
Outputs: { Url: { Value: !Sub "https://\${Topic.TopicName}.example.com" } }
`,
  [PATH]: SHIPPED,
}

let world: PrecheckWorld
let variables: Readonly<Record<string, string>>
let number: number
beforeEach(async () => {
  variables = {}
  world = await openSourceWorld(
    { github: { repository: REPOSITORY, files: FILES, environments: { temporary: {} } } },
    { env: () => variables },
  )
  const { github } = world.sandbox
  github.commit(REPOSITORY, 'base', FILES)
  github.commit(REPOSITORY, 'next', FILES, 'ada', { branch: 'feature' })
  number = github.openPull(REPOSITORY, { title: 'a change', head: 'feature', base: 'main', user: 'ada' }).number
})
afterEach(() => world.close())

type Played = Awaited<ReturnType<PrecheckWorld['sandbox']['github']['playWorkflow']>>

function event(action: string, from = REPOSITORY): Promise<Played> {
  const { github } = world.sandbox
  const payload = { action, number, pull_request: { head: { sha: '1', repo: { full_name: from } } } }
  writeFileSync(join(world.folder, 'event.json'), JSON.stringify(payload))
  const sha = github.commit(REPOSITORY, action, FILES)
  return github.playWorkflow({ repository: REPOSITORY, sha, path: PATH, actor: 'ada', event: 'pull_request', payload })
}

/** A job of the workflow, in a run of its own: its step, with the permissions in the file. */
async function act(name: string, more: Readonly<Record<string, string>> = {}) {
  const { github } = world.sandbox
  const { environment, permissions = {}, steps } = jobs[name] ?? { steps: [] }
  const run = github.startRun({ repository: REPOSITORY, sha: github.commit(REPOSITORY, name, FILES), actor: 'ada' })
  const job = run.startJob({ name, permissions, ...(environment !== undefined && { environment: 'temporary' }) })
  await job.started
  variables = {
    ...job.variables(),
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_PATH: join(world.folder, 'event.json'),
    GITHUB_EVENT_NAME: 'pull_request',
    ...more,
  }
  const given = steps.find(({ uses }) => uses === '$/.github/actions/step')?.with ?? {}
  const inputs = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, String(value).includes('${{') ? '' : String(value)]),
  )
  return world.step({ ...inputs, 'github-token': job.token })
}

/** Runs the script of the comment. */
async function comment(given: Readonly<Record<string, string>>): Promise<void> {
  const { github } = world.sandbox
  const { permissions = {}, steps } = jobs['comment'] ?? { steps: [] }
  const run = github.startRun({
    repository: REPOSITORY,
    sha: github.commit(REPOSITORY, 'comment', FILES),
    actor: 'ada',
  })
  const job = run.startJob({ name: 'comment', permissions })
  await job.started
  const env = {
    PATH: process.env['PATH'],
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.example.com',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ID: '7',
    GITHUB_TOKEN: job.token,
    RUNNER_TEMP: world.folder,
    NUMBER: String(number),
    ...given,
  }
  await new Promise<void>((done, failed) => {
    const script = spawn('bash', ['-eo', 'pipefail', '-c', steps[0]?.run ?? ''], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [script.stdout, script.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()))
    script.on('close', (status) => (status === 0 ? done() : failed(new Error(`${status}: ${output}`))))
  })
}
const comments = () => world.sandbox.github.world.repositories.get(REPOSITORY)?.comments.map(({ body }) => body) ?? []
const codes = ({ evidence }: Awaited<ReturnType<typeof act>>, group: string): string[] =>
  evidence.findings.filter(({ code }) => code.startsWith(group)).map(({ code, outcome }) => `${outcome} ${code}`)

describe('an event starts', () => {
  test('the offline part, and precheck, deployment, tests and comment for a branch', async () => {
    const played = await event('opened')
    expect(played.failure).toBeUndefined()
    const started = { offline: 'active', precheck: 'active', deploy: 'blocked', verify: 'blocked' }
    expect(played.states()).toMatchObject({ ...started, teardown: 'skipped' })
    played.finish('precheck', 'failure')
    expect(played.states()).toMatchObject({ deploy: 'skipped', verify: 'skipped', comment: 'active' })
  })

  test('the offline part alone for a fork', async () => {
    const { offline, ...others } = (await event('opened', 'eve/shop')).states()
    expect(offline).toBe('active')
    expect(new Set(Object.values(others))).toEqual(new Set(['skipped']))
  })

  test('the teardown alone when the pull request is closed, after its deployment', async () => {
    const opened = await event('synchronize')
    opened.finish('precheck', 'success')
    expect(opened.states()).toMatchObject({ deploy: 'active' })
    const closed = await event('closed')
    expect(closed.states()).toMatchObject({
      offline: 'skipped',
      precheck: 'skipped',
      comment: 'skipped',
      teardown: 'pending',
    })
    opened.finish('deploy', 'success')
    expect(closed.states()).toMatchObject({ teardown: 'active' })
  })

  test('a precheck that replaces an older one, and a deployment that waits', async () => {
    const [first, second] = [await event('opened'), await event('synchronize')]
    expect(first.states()).toMatchObject({ precheck: 'cancelled' })
    expect(second.states()).toMatchObject({ precheck: 'active' })
  })
})

describe('the jobs', () => {
  test('plan, create an environment, comment, and remove it without leaving a change set', async () => {
    await event('opened')
    const offline = await act('offline')
    expect(codes(offline, 'temporary/')).toEqual(['pass temporary/parallel-safe'])
    const precheck = await act('precheck')
    expect(precheck.evidence.slot).toEqual({ command: 'precheck-temporary', environment: 'temporary' })
    expect(precheck.result.outputs.get('plan')).toBe('preprod: 1 add; production: 1 add')
    expect(await world.left()).toEqual([])
    const deploy = await act('deploy')
    expect(deploy.evidence.slot).toEqual({ command: 'deploy-temporary', environment: 'temporary' })
    expect(codes(deploy, 'temporary/')).toEqual(['pass temporary/parallel-safe', 'pass temporary/deployed'])
    const { outputs, summary } = deploy.result
    expect(outputs.get('temporary')).toBe(`pr-${number}`)
    expect(summary).toContain(`Temporary environment \`pr-${number}\` at \`${outputs.get('url')}\``)
    expect(await world.left()).toEqual([`shop-pr-${number} CREATE_COMPLETE`])

    const reported = { PRECHECK: 'pass', DEPLOY: 'pass', VERIFY: 'skipped', PLAN: 'preprod: 1 add' }
    await comment({ ...reported, NAME: `pr-${number}`, URL: 'https://a.example.com', EXPIRES: '2026-11-20T18:00:00Z' })
    expect(comments()).toEqual([
      expect.stringContaining(`\`pr-${number}\` at <https://a.example.com>, expires at 2026`),
    ])
    // An output's text that is not a URL is not shown.
    await comment({ ...reported, NAME: '', URL: 'https://x) [y](javascript:', EXPIRES: '' })
    expect(comments()).toEqual([expect.not.stringContaining('javascript')])
    expect(comments()[0]).toContain('No temporary environment.')

    await event('closed')
    expect(codes(await act('teardown'), 'temporary/')).toEqual(['pass temporary/removed'])
    expect(await world.left()).toEqual([])
  })

  test('remove the change sets that a killed precheck left, and no others', async () => {
    await event('opened')
    const client = new CloudFormation({ region: 'eu-west-1', endpoint: world.sandbox.awsUrl, credentials: KEYS })
    const make = (ChangeSetName: string, Description: string) =>
      client.createChangeSet({
        StackName: 'shop-preprod',
        ChangeSetName,
        Description,
        ChangeSetType: 'CREATE',
        TemplateBody: FILES['web.yml'],
      })
    await make('td-precheck-preprod-5-1-a', `test-deployments, run 5, attempt 1, pull request ${number}`)
    await make('td-precheck-preprod-6-1-a', `test-deployments, run 6, attempt 1, pull request ${number}0`)
    await make('td-precheck-preprod-7-1-a', 'test-deployments, run 7, attempt 1')
    await world.sandbox.clock.wait(60_000)
    await act('precheck')
    const left = ['shop-preprod REVIEW_IN_PROGRESS td-precheck-preprod-7-1-a td-precheck-preprod-6-1-a']
    expect((await world.left()).map((line) => line.split(' ').toSorted())).toEqual(
      left.map((line) => line.split(' ').toSorted()),
    )
    await make('td-precheck-preprod-8-1-a', `test-deployments, run 8, attempt 1, pull request ${number}`)
    await event('closed')
    expect(codes(await act('teardown'), 'temporary/')).toEqual(['pass temporary/absent'])
    expect((await world.left())[0]).not.toContain('td-precheck-preprod-8')
    client.destroy()
  })

  test('of a fork call no account', async () => {
    await event('opened', 'eve/shop')
    const before = world.asked.length
    await act('offline')
    expect(world.asked).toHaveLength(before)
  })
})
