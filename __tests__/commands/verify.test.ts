import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { run } from '../../src/commands/verify.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import { SCHEMA, type Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import type { Connections } from '../../src/ports.ts'
import { describeRelease } from '../../src/handover/release.ts'
import { ActionError } from '../../src/support/errors.ts'
import { bytesOf, document as documentOf, needsOf } from '../evidence/documents.ts'
import { serve, world, type World } from '../checks/world.ts'
import { awsError } from '../deploy/fakes.ts'

let here: World
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve((request, response) => {
    response.statusCode = request.url === '/broken' ? 500 : 200
    response.end('ok')
  })
})
afterAll(() => server.end())
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

const ORIGIN = {
  repository: 'acme/shop',
  sha: 'c'.repeat(40),
  ref: 'refs/heads/main',
  runId: '1',
  runAttempt: 1,
  job: 'verify',
  actor: 'maren',
}

async function verify(
  lines: readonly string[],
  more: { inputs?: Partial<Inputs>; connect?: Partial<Connections> } = {},
): Promise<Evidence> {
  const yaml = ['version: 1', ...lines].join('\n').replaceAll('$URL', server.url)
  const config = readConfig(yaml, 'file')
  const record = new Recorder(() => here.ports.clock.now())
  const inputs: Inputs = { command: 'verify', config: { path: 'x' }, only: [], mode: 'enforce', ...more.inputs }
  const ports = more.connect ? { ...here.ports, connect: { ...here.ports.connect, ...more.connect } } : here.ports
  await run({ ports, inputs, config, origin: ORIGIN, record })
  return record.document({
    schema: SCHEMA,
    slot: { command: 'verify', environment: 'preprod' },
    origin: ORIGIN,
    endpoints: { aws: 'aws', github: 'github' },
    startedAt: here.ports.clock.now().toISOString(),
  })
}

test('each check has a finding with its kind; without references no request is sent to AWS', async () => {
  const evidence = await verify(['verify:', '  - http: $URL/health', '  - { run: "true", kind: regression }'])
  expect(evidence.verdict).toBe('pass')
  expect(evidence.findings).toMatchObject([
    { code: 'check/http', outcome: 'pass', subject: 'check/GET /health answers 2xx', details: { kind: 'functional' } },
    { code: 'check/run', outcome: 'pass', subject: 'check/true', details: { kind: 'regression', check: 'true' } },
  ])
  expect(evidence.timeline.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['check/GET /health answers 2xx', 'pass'],
    ['check/true', 'pass'],
  ])
  expect(evidence.measurements).toMatchObject([{ name: 'response time', subject: 'check/GET /health answers 2xx' }])
})

test('a failing check does not stop the others', async () => {
  const evidence = await verify(['verify:', '  - http: $URL/broken', '  - http: $URL/health'])
  expect(evidence.verdict).toBe('fail')
  expect(evidence.findings.map(({ outcome }) => outcome)).toEqual(['fail', 'pass'])
})

test('the evidence names its release', async () => {
  const config = readConfig(
    ['version: 1', 'verify:', '  - http: $URL/'].join('\n').replaceAll('$URL', server.url),
    'file',
  )
  const { release } = await verify(['verify:', '  - http: $URL/'])
  expect(release).toEqual(await describeRelease({ config, workspace: here.workspace, sha: ORIGIN.sha }))
})

describe('a verification without checks does not pass', () => {
  test('where no check is configured', async () => {
    const evidence = await verify(['verify: []'])
    expect(evidence.verdict).toBe('inconclusive')
    expect(evidence.findings[0]).toMatchObject({ code: 'verify/no-checks', advice: expect.stringContaining('verify:') })
  })

  test('where no check of this part is', async () => {
    const evidence = await verify(['verify:', '  - http: $URL/'], { inputs: { only: ['tests'] } })
    expect(evidence.verdict).toBe('skipped')
    expect(evidence.findings[0]?.code).toBe('verify/none-selected')
  })

  test('where only dry runs are', async () => {
    expect((await verify(['verify:', '  - { http: $URL/, dry-run: true }'])).verdict).toBe('skipped')
  })
})

test('placeholders of the release are filled in, and variables of the shell are kept', async () => {
  const evidence = await verify([
    'application: shop',
    'verify:',
    '  - { run: "environment=x; test {application}-{environment}-${environment} = shop-preprod-x" }',
  ])
  expect(evidence.verdict).toBe('pass')
})

test('an unknown word in `only` is an error', async () => {
  await expect(verify(['verify:', '  - http: $URL/'], { inputs: { only: ['lod'] } })).rejects.toMatchObject({
    code: 'config/input',
  })
})

describe('references to outputs', () => {
  const stack = [
    'environments: { preprod: { region: eu-west-1 }, production: { region: eu-west-1 } }',
    'stacks: [{ id: web, name: "shop-{environment}", template: web.yml, parameters: {} }]',
    'verify:',
    '  - { http: "{stack.web.outputs.Url}/health" }',
    '  - { run: "test \\"$TEST_DEPLOYMENTS_WEB_URL\\" = \\"$SHOP\\"", env: { SHOP: "{stack.web.outputs.Url}" } }',
  ]

  test('are resolved from the stack, and given to commands', async () => {
    await writeTemplate()
    const requests: unknown[] = []
    const cloudformation = {
      describeStacks: async (input: unknown) => {
        requests.push(input)
        return {
          Stacks: [
            {
              StackName: 'shop-preprod',
              StackId: 'arn:aws:cloudformation:eu-west-1:1:stack/shop-preprod/1',
              StackStatus: 'CREATE_COMPLETE',
              CreationTime: new Date(),
              Outputs: [{ OutputKey: 'Url', OutputValue: server.url }],
            },
          ],
        }
      },
      describeStackResources: async () => ({ StackResources: [] }),
    }
    const evidence = await verify(stack, { connect: { cloudformation: async () => cloudformation as never } })
    expect(evidence.findings.map(({ outcome, title }) => [outcome, title])).toEqual([
      ['pass', expect.stringContaining('GET /health answers 2xx')],
      ['pass', expect.stringContaining('succeeded')],
    ])
    expect(requests).toEqual([expect.objectContaining({ StackName: 'shop-preprod' })])
  })

  test('that do not exist are reported with the existing ones', async () => {
    await writeTemplate()
    const cloudformation = {
      describeStacks: () => Promise.reject(awsError('ValidationError', 'Stack with id shop-preprod does not exist')),
    }
    const checking = verify(stack, { connect: { cloudformation: async () => cloudformation as never } })
    await expect(checking).rejects.toMatchObject({ code: 'config/reference', subject: 'check/GET /health answers 2xx' })
  })

  async function writeTemplate(): Promise<void> {
    const { writeFiles } = await import('../../src/support/files/scratch.ts')
    await writeFiles(here.workspace, new Map([['web.yml', Buffer.from('Resources: {}')]]))
  }
})

test('a load is compared with the last release that precheck of this run restored', async () => {
  const lines = ['verify:', '  - { load: { url: $URL/, rate: 20/s, for: 100ms }, name: orders, compare: last-release }']
  const { release } = await verify(lines)
  const basis = (await verify(lines)).measurements.find(({ name }) => name === 'p50')?.sample?.basis ?? ''
  const measured = (name: string) => ({
    name,
    unit: 'ms' as const,
    value: 1,
    subject: 'check/orders',
    sample: { basis, values: [1, 2] },
  })
  const precheck = documentOf('precheck', {
    origin: { ...ORIGIN, job: 'precheck' },
    release: release!,
    startedAt: here.ports.clock.now().toISOString(),
    finishedAt: here.ports.clock.now().toISOString(),
    lastRelease: {
      runId: '9',
      runAttempt: 1,
      sha: 'b'.repeat(40),
      source: 'evidence',
      composition: { config: 'x', environments: [], checks: [] },
      steps: [],
      measurements: [measured('p50'), measured('p95')],
    },
  })
  const { writeFiles } = await import('../../src/support/files/scratch.ts')
  await writeFiles(here.workspace, new Map([['evidence/precheck.json', bytesOf(precheck)]]))
  const needs = needsOf(precheck)
  const evidence = await verify(lines, { inputs: { needs, evidence: 'evidence' } })
  expect(evidence.findings.find(({ code }) => code === 'check/load')).toMatchObject({
    outcome: 'inconclusive',
    title: 'orders: the comparison with the last release needs 400 successful requests on both sides',
  })
})

test('a cancelled job ends the verification with that reason', async () => {
  const reason = new ActionError('cancelled', { message: 'the job was cancelled' })
  setTimeout(() => here.cancelling.abort(reason), 100)
  await expect(verify(['verify:', '  - { run: "sleep 30" }'])).rejects.toBe(reason)
})

describe('phases', () => {
  const CHECKS = [
    'verify:',
    '  - http: $URL/health',
    '  - { name: before, http: $URL/before, phase: before-traffic }',
    '  - { name: live, http: $URL/live, phase: production }',
  ]
  const names = ({ findings }: Evidence): unknown[] =>
    findings.map(({ details }) => (details as { check?: string } | undefined)?.check)

  test('verify runs the checks after the deployment, and in production also those of its own phase', async () => {
    const preprod = await verify(CHECKS)
    expect(names(preprod).filter(Boolean)).toEqual(['GET /health answers 2xx'])
    const production = await verify(CHECKS, { inputs: { environment: 'production' } })
    expect(names(production).filter(Boolean)).toEqual(['GET /health answers 2xx', 'live'])
  })

  test('checks of other phases alone verify nothing', async () => {
    const { findings, verdict } = await verify([CHECKS[0]!, CHECKS[2]!])
    expect(verdict).toBe('inconclusive')
    expect(findings).toMatchObject([{ code: 'verify/no-checks', observed: '1 check of other phases' }])
  })
})

test('checks through Systems Manager are skipped in production, and reported as skipped', async () => {
  const tags = "tags: { Environment: '{environment}' }"
  const evidence = await verify(
    ['verify:', `  - { name: it, file: { path: /a }, on: hosts, through: ssm, ${tags} }`, '  - http: $URL/health'],
    { inputs: { environment: 'production' } },
  )
  expect(evidence.findings.map(({ outcome, title }) => `${outcome} ${title}`)).toEqual([
    'skipped it: not made in production: the role that it needs is of pre-prod',
    expect.stringMatching(/^pass GET \/health answers 2xx: answered 200/),
  ])
})
