import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { schemaJudge } from '../../../../src/checks/engine/http/json-schema.ts'
import { SCHEMA, type Evidence } from '../../../../src/evidence/document.ts'
import { EXECUTION_STARTED } from '../../../../src/evidence/execution.ts'
import type { Finding } from '../../../../src/evidence/finding.ts'
import { Recorder } from '../../../../src/evidence/recorder.ts'
import { EVENTS, type Event } from '../../../../src/notify/message.ts'
import { notify } from '../../../../src/notify/notify.ts'
import type { Ports } from '../../../../src/ports.ts'
import { ACCOUNT, REGION, type Ended, type Stage } from '../contract.ts'

/** Messages of this project of each event, as the AWS CLI receives them from a queue behind a topic, an owner's topic and a bus. */

const PROJECT = join(import.meta.dirname, '../../../..')
const SCHEMA_FILE = 'schema/notification-v1.json'
const NAMES = { topic: 'told-releases', owner: 'told-security', bus: 'told-releases' }
const QUEUES = ['told-topic', 'told-owner', 'told-bus'] as const
const arnOf = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`

type Run = (args: readonly string[]) => Promise<Ended>

/** The steps that lead to each event: their commands and findings. */
const STEPS: Readonly<
  Record<Event, { readonly command: string; readonly environment: string; readonly findings: readonly Finding[] }>
> = {
  deployed: step('deploy-preprod', 'preprod', 'pass', 'deployment/succeeded'),
  'rolled-back': step('rollback', 'production', 'pass', 'rollback/recovered'),
  failed: step('deploy-production', 'production', 'error', 'aws/unreachable'),
  blocked: step('precheck', 'all', 'fail', 'trust/too-wide'),
  cancelled: step('deploy-production', 'production', 'error', 'cancelled'),
  'waiting-for-approval': step('gate', 'production', 'pass', 'gate/evidence-complete'),
}

function step(command: string, environment: string, outcome: Finding['outcome'], code: string) {
  const finding = { code, outcome, title: `${code} of the shop`, subject: 'deployment/app' } as Finding
  return { command, environment, findings: [finding] }
}

/** Sends a message of each event, and reads it back. */
export async function playNotifications(stage: Stage, run: Run): Promise<void> {
  await stage.step('notifications are subscribed to', () => subscribe(run))
  const judge = await schemaJudge(SCHEMA_FILE, PROJECT)
  for (const event of EVENTS) {
    await stage.step(`notification ${event}`, async () => {
      const { findings } = STEPS[event]
      const remarks = await send(stage, event)
      if (remarks.length > 0) return `it was not sent: ${remarks[0]?.observed}`
      const received = await Promise.all(QUEUES.map((queue) => receive(run, queue)))
      const [fromTopic = [], fromOwner = [], fromBus = []] = received
      const owned = findings.some(({ code }) => code.startsWith('trust/')) ? 1 : 0
      const expected = [1, owned, 1]
      if (received.some((each, at) => each.length !== expected[at]))
        return `${received.map(({ length }) => length).join(', ')} messages, expected ${expected.join(', ')}`
      const detail = (fromBus[0] as { readonly detail?: unknown } | undefined)?.detail
      for (const message of [...fromTopic, ...fromOwner, detail]) {
        const wrong = judge(message)
        if (wrong.length > 0) return `by ${SCHEMA_FILE} it is not valid: ${wrong.join('; ')}`
        if ((message as { readonly event: string }).event !== event) return `it is ${JSON.stringify(message)}`
      }
      return undefined
    })
  }
}

async function subscribe(run: Run): Promise<string | undefined> {
  const { topic, owner, bus } = NAMES
  const raw = ['--protocol', 'sqs', '--attributes', 'RawMessageDelivery=true']
  const commands: readonly (readonly string[])[] = [
    ...QUEUES.map((queue) => ['sqs', 'create-queue', '--queue-name', queue]),
    ...[topic, owner].map((name) => ['sns', 'create-topic', '--name', name]),
    [
      'sns',
      'subscribe',
      '--topic-arn',
      arnOf('sns', topic),
      '--notification-endpoint',
      arnOf('sqs', QUEUES[0]),
      ...raw,
    ],
    [
      'sns',
      'subscribe',
      '--topic-arn',
      arnOf('sns', owner),
      '--notification-endpoint',
      arnOf('sqs', QUEUES[1]),
      ...raw,
    ],
    ['events', 'create-event-bus', '--name', bus],
    [
      'events',
      'put-rule',
      '--name',
      'told',
      '--event-bus-name',
      bus,
      '--event-pattern',
      '{"source":["test-deployments"]}',
    ],
    [
      'events',
      'put-targets',
      '--rule',
      'told',
      '--event-bus-name',
      bus,
      '--targets',
      `Id=queue,Arn=${arnOf('sqs', QUEUES[2])}`,
    ],
  ]
  for (const command of commands) {
    const { status, stderr } = await run(command)
    if (status !== 0) return `${command.slice(0, 2).join(' ')}: ${stderr}`
  }
  return undefined
}

/** @returns remarks about messages that were not sent */
async function send({ url }: Stage, event: Event): Promise<readonly Finding[]> {
  const config = {
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'anything' },
  }
  const [sns, events] = [new SNSClient(config), new EventBridgeClient(config)]
  const ports = {
    place: { env: {} },
    log: { info: () => undefined },
    connect: {
      topics: async () => ({ publish: (input: never) => sns.send(new PublishCommand(input)) }),
      eventBuses: async () => ({ putEvents: (input: never) => events.send(new PutEventsCommand(input)) }),
    },
  } as unknown as Ports
  const owners = { security: arnOf('sns', NAMES.owner) }
  const input = { sns: arnOf('sns', NAMES.topic), eventbridge: NAMES.bus, owners }
  const waitsFor = event === 'waiting-for-approval' ? 'production' : undefined
  try {
    return await notify(ports, input, evidenceOf(event), { access: { region: REGION, session: 'told' }, waitsFor })
  } finally {
    sns.destroy()
    events.destroy()
  }
}

function evidenceOf(event: Event): Evidence {
  const { command, environment, findings } = STEPS[event]
  const record = new Recorder(() => new Date())
  record.happened({ at: new Date().toISOString(), subject: 'release', event: EXECUTION_STARTED })
  record.find(...findings)
  return record.document({
    schema: SCHEMA,
    slot: { command, environment },
    origin: {
      repository: 'acme/shop',
      sha: '0'.repeat(40),
      ref: 'refs/heads/main',
      runId: '7',
      runAttempt: 1,
      job: command,
      actor: 'ada',
    },
    endpoints: { aws: 'aws', github: 'github' },
    startedAt: new Date().toISOString(),
  })
}

async function receive(run: Run, queue: string): Promise<unknown[]> {
  const { stdout: found } = await run(['sqs', 'get-queue-url', '--queue-name', queue, '--output', 'json'])
  const { QueueUrl } = JSON.parse(found) as { readonly QueueUrl: string }
  const read = ['sqs', 'receive-message', '--queue-url', QueueUrl, '--max-number-of-messages', '10', '--output', 'json']
  const { stdout } = await run(read)
  const { Messages = [] } = (stdout.trim() === '' ? {} : JSON.parse(stdout)) as {
    readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[]
  }
  for (const { ReceiptHandle } of Messages)
    await run(['sqs', 'delete-message', '--queue-url', QueueUrl, '--receipt-handle', ReceiptHandle])
  return Messages.map(({ Body }) => JSON.parse(Body) as unknown)
}
