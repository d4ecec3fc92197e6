import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import type { ScenarioInput } from '../sandbox/scenario.ts'
import { digestOf } from '../src/evidence/digest.ts'
import type { Evidence } from '../src/evidence/document.ts'
import type { Keeper } from './output/keep.ts'
import { accountAt, type Account } from './installed.ts'
import type { Played, StepRecord } from './play.ts'
import { readAction } from './runner/action.ts'
import { Masks } from './runner/masks.ts'
import { runStep } from './runner/step.ts'
import { plain, type Terminal } from './output/terminal.ts'
import { showBlocking, verdictWord } from './output/view.ts'

/** Three pull requests with an environment each, one closed and one expired, and the command that removes each. */

const REPOSITORY = 'org/shop'
const ACCOUNT = '111111111111'
const REGION = 'eu-west-1'
const HOUR_MS = 3_600_000
const PULLS = [1, 2, 3] as const
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
environments:
  preprod:
    region: ${REGION}
    plan-role: ${role('shop-plan')}
    temporary:
      name: 'pr-{pull-request}'
      expires-after: 8h
      url: '{stack.web.outputs.Url}'
      deploy-role: ${role('shop-temporary')}
      service-role: ${role('shop-temporary-cloudformation')}
  production: { region: ${REGION}, plan-role: ${role('shop-plan')} }
stacks:
  - { id: base, name: 'shop-{environment}', template: base.yml, role: '${role('shop-cloudformation')}' }
  - id: web
    name: shop-{environment}-web
    template: web.yml
    parameters: { Base: 'shop-{environment}' }
    role: ${role('shop-cloudformation')}
    depends-on: [base]
`,
  'base.yml': `Resources:
  Orders: { Type: AWS::SQS::Queue }
  Receipts: { Type: AWS::S3::Bucket }
Outputs:
  Receipts: { Value: !Ref Receipts }
  Orders: { Value: !GetAtt Orders.QueueName, Export: { Name: !Sub '\${AWS::StackName}-orders' } }
`,
  'web.yml': `Parameters: { Base: { Type: String } }
Resources:
  Setting:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: { 'Fn::ImportValue': !Sub '\${Base}-orders' } }
Outputs: { Url: { Value: !Sub 'https://\${Setting}.shop.example' } }
`,
}

interface Things {
  readonly project: string
  readonly terminal: Terminal
  readonly keeper: Keeper
  readonly cancelled: AbortSignal
}

/** Creates three environments, closes the third, extends the second, lets the first expire, and sweeps. */
export async function rehearseTemporary(things: Things): Promise<{ played: Played; traffic: readonly object[] }> {
  const { terminal } = things
  const traffic: object[] = []
  const sandbox = await startSandbox({
    scenario: scenarioOf(things.project),
    record: (exchange) => traffic.push(exchange),
    complain: (text) => terminal.line(terminal.paint('red', `  sandbox: ${text}`)),
  })
  const root = mkdtempSync(join(tmpdir(), 'rehearsal-'))
  const steps: StepRecord[] = []
  const failures: string[] = []
  const account = accountAt(sandbox, REGION, 'preprod', ACCOUNT)
  const expect = (statement: string, holds: boolean): void => {
    terminal.line(`  ${verdictWord(terminal, holds ? 'pass' : 'fail')}  ${statement}`)
    if (!holds) failures.push(statement)
  }
  const play = async (title: string, inputs: Readonly<Record<string, string>>, pull?: number): Promise<Evidence> => {
    things.cancelled.throwIfAborted()
    terminal.heading(`${steps.length + 1} ${title}`)
    const { record, evidence } = await step(things, sandbox, { root, title, inputs, pull })
    steps.push(record)
    things.keeper.step(steps.length, record.job, {})
    for (const { outcome, title: text } of evidence.findings) terminal.line(`    ${outcome}  ${plain(text)}`)
    showBlocking(terminal, evidence)
    return evidence
  }
  try {
    for (const pull of PULLS) {
      const made = await play(
        `pull request ${pull} gets its environment`,
        { command: 'deploy-preprod', temporary: 'true' },
        pull,
      )
      expect(`pr-${pull} has this release`, made.verdict === 'pass')
      await writeReceipt(account, pull)
    }
    const others = [1, 2]
    const before = await contents(account, others)
    await play('pull request 3 is closed', { command: 'teardown', temporary: 'true' }, 3)
    const after = await contents(account, others)
    terminal.line(`    what pr-1 and pr-2 are made of: ${digestOf(before)} before, ${digestOf(after)} after`)
    expect(
      'nothing of pr-3 is left',
      (await stacksOf(account)).every((name) => !name.startsWith('shop-pr-3')),
    )
    expect('pr-1 and pr-2 are byte for byte as before', before === after)

    await sandbox.clock.wait(5 * HOUR_MS)
    await play('5 h later pull request 2 gets another commit', { command: 'deploy-preprod', temporary: 'true' }, 2)
    await sandbox.clock.wait(4 * HOUR_MS)
    const second = await contents(account, [2])
    await play('4 h later a schedule lists what has expired', { command: 'teardown', expired: 'true' })
    expect('a sweep without `apply` removes nothing', (await stacksOf(account)).length === 4)
    const swept = await play('a schedule removes what has expired', {
      command: 'teardown',
      expired: 'true',
      apply: 'true',
    })
    // A resource with objects is not deleted, and is reported.
    expect(
      'the bucket with a receipt of pr-1 holds its stack, and is named',
      swept.findings.some(({ code, title }) => code === 'temporary/delete-failed' && title.includes('receipts/1.txt')),
    )
    await account.s3.deleteObject({ Bucket: await bucketOf(account, 1), Key: 'receipts/1.txt' })
    await play('the receipt is deleted, and the sweep repeated', {
      command: 'teardown',
      expired: 'true',
      apply: 'true',
    })
    expect(
      'nothing of pr-1 is left',
      (await stacksOf(account)).every((name) => name.startsWith('shop-pr-2')),
    )
    expect('pr-2 is byte for byte as before', second === (await contents(account, [2])))
  } finally {
    await Promise.allSettled([sandbox.close()])
    rmSync(root, { recursive: true, force: true })
  }
  const [ended] = failures
  const verdict = ended === undefined ? 'pass' : 'fail'
  const other = { what: 'three temporary environments', verdict } as const
  return {
    played: { steps, notRun: [], other, ...(ended !== undefined && { ended: `it is not true that ${ended}` }) },
    traffic,
  }
}

function scenarioOf(project: string): ScenarioInput {
  const policy = (name: string): never => JSON.parse(readFileSync(join(project, 'docs/iam', name), 'utf8')) as never
  return {
    pace: 'skip',
    strangers: ACCOUNT,
    roles: [
      { arn: role('shop-plan'), trust: { repository: REPOSITORY }, policy: policy('plan-role.json') },
      {
        arn: role('shop-temporary'),
        trust: { repository: REPOSITORY, environment: 'temporary' },
        policy: policy('temporary-role.json'),
      },
      {
        arn: role('shop-temporary-cloudformation'),
        trust: policy('service-role-trust-policy.json'),
        policy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['s3:*', 'sqs:*', 'ssm:*'], Resource: '*' }],
        },
      },
    ],
    github: { user: 'ada', repository: REPOSITORY, files: FILES, environments: { temporary: {} } },
  }
}

async function step(
  { project, terminal, cancelled }: Things,
  sandbox: Sandbox,
  given: {
    readonly root: string
    readonly title: string
    readonly inputs: Readonly<Record<string, string>>
    readonly pull: number | undefined
  },
): Promise<{ readonly record: StepRecord; readonly evidence: Evidence }> {
  const { github } = sandbox
  const { command = '' } = given.inputs
  const folder = mkdtempSync(join(given.root, 'job-'))
  const [workspace, temp] = [join(folder, 'work'), join(folder, 'temp')]
  mkdirSync(temp)
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true })
    writeFileSync(join(workspace, name), text)
  }
  const event = given.pull === undefined ? {} : { number: given.pull, pull_request: { number: given.pull } }
  writeFileSync(join(temp, 'event.json'), JSON.stringify(event))
  const run = github.startRun({
    repository: REPOSITORY,
    sha: github.commit(REPOSITORY, given.title, FILES),
    actor: 'ada',
  })
  const permissions = { contents: 'read', actions: 'read', 'id-token': 'write' } as const
  const job = run.startJob({ name: command, permissions, environment: 'temporary' })
  await job.started
  const masks = new Masks()
  masks.add(job.token)
  const env = {
    ...job.variables(),
    ...sandbox.clientVariables,
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
    RUNNER_TEMP: temp,
  }
  const result = await runStep(
    readAction(project),
    { ...given.inputs, 'github-token': job.token },
    { workspace, temp, token: job.token, masks, env },
    { show: (line) => terminal.aside(plain(line)), cancelled },
  )
  job.finish(result.status === 0 ? 'success' : 'failure', {})
  const evidence = JSON.parse(readFileSync(result.outputs.get('evidence') ?? '', 'utf8')) as Evidence
  const record = {
    job: `${command} ${given.pull === undefined ? 'expired' : `pr-${given.pull}`}`,
    command,
    environment: evidence.slot.environment,
    verdict: evidence.verdict,
    ms: result.ms,
    codes: [],
    cancelled: result.cancelled,
    summary: result.summary,
    evidence,
  }
  return { record, evidence }
}

async function stacksOf({ cloudformation }: Account): Promise<string[]> {
  const { Stacks = [] } = await cloudformation.describeStacks({})
  return Stacks.map(({ StackName = '' }) => StackName).toSorted()
}

async function bucketOf({ cloudformation }: Account, pull: number): Promise<string> {
  const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName: `shop-pr-${pull}` })
  return stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'Receipts')?.OutputValue ?? ''
}

async function writeReceipt(account: Account, pull: number): Promise<void> {
  // The third one is closed with an empty bucket.
  if (pull === 3) return
  await account.s3.putObject({
    Bucket: await bucketOf(account, pull),
    Key: `receipts/${pull}.txt`,
    Body: `tea for ${pull}`,
  })
}

/** Stacks, resources, templates, numbers of events and objects of environments, as one text. */
async function contents(account: Account, pulls: readonly number[]): Promise<string> {
  const { cloudformation, s3 } = account
  const found: object[] = []
  for (const StackName of pulls.flatMap((pull) => [`shop-pr-${pull}`, `shop-pr-${pull}-web`])) {
    const { Stacks } = await cloudformation.describeStacks({ StackName })
    const { StackResourceSummaries } = await cloudformation.listStackResources({ StackName })
    const { TemplateBody } = await cloudformation.getTemplate({ StackName })
    const { StackEvents = [] } = await cloudformation.describeStackEvents({ StackName })
    found.push({ Stacks, StackResourceSummaries, TemplateBody, events: StackEvents.length })
  }
  for (const pull of pulls) {
    const Bucket = await bucketOf(account, pull)
    const { Body } = await s3.getObject({ Bucket, Key: `receipts/${pull}.txt` })
    found.push({ Bucket, receipt: (await buffer(Body as Readable)).toString('hex') })
  }
  return JSON.stringify(found)
}
