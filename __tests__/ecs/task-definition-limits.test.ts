import { describe, expect, test } from '@jest/globals'
import { readTaskDefinition } from '../../src/ecs/task-definition/index.ts'

/** Definitions that ECS rejects for other reasons than types, or that could never start. */

const about = { file: 'task.json', subject: 'deployment/web/task-definition', words: (text: string) => text }
const CONTAINER = { name: 'web', image: 'shop/web:2', memory: 128 }
const ROLE = 'arn:aws:iam::111111111111:role/tasks'
const task = (container: object, more: object = {}) => ({
  family: 'web',
  containerDefinitions: [{ ...CONTAINER, ...container }],
  ...more,
})
const FARGATE = {
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: ROLE,
}
const onFargate = (container: object, more: object = {}) => task(container, { ...FARGATE, ...more })
const beside = (container: object, other: object) => ({
  family: 'web',
  containerDefinitions: [
    { ...CONTAINER, ...container },
    { name: 'side', image: 'shop/side:1', memory: 64, ...other },
  ],
})
const needs = (condition: string) => ({ dependsOn: [{ containerName: 'side', condition }] })
const faults = async (value: unknown): Promise<string[]> =>
  (await readTaskDefinition(JSON.stringify(value), about)).faults.map(({ outcome, title }) => `${outcome}: ${title}`)

describe('an image has a name that registries accept', () => {
  test.each([
    'web',
    'shop/web:2',
    'shop/web:TAG-1',
    'acme/todo:1',
    'acme/placeholder-service:1',
    'localhost/web',
    'registry:5000/shop/web',
    'Registry.example.com/web:1',
    'public.ecr.aws/nginx/nginx:1.27',
    'a__b/c--d/e.f_g:1',
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1',
    '111111111111.dkr.ecr-fips.us-gov-west-1.amazonaws.com/web',
    '111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/web',
    // An output that is not known yet is filled with 1.
    '1.dkr.ecr.1.amazonaws.com/web:1',
    `shop/web:2@sha256:${'a'.repeat(64)}`,
  ])('%s', async (image) => expect(await faults(task({ image }))).toEqual([]))

  test.each([
    ['IMAGE_PLACEHOLDER', 'capitals'],
    ['REPLACE_ME', 'capitals'],
    ['IMAGE', 'capitals'],
    ['shop/Web:1', 'capitals'],
    ['docker.io/Library/nginx', 'capitals'],
    ['Shop/web:1', 'which is not a host'],
    ['https://shop/web:1', 'begins with https://'],
    ['shop/web:', 'a tag that is none'],
    [':latest', 'in its repository'],
    ['shop//web', 'in its repository'],
    ['shop/web@sha256:abc', 'a digest that is none'],
    ['ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com/web:1', 'which is not a host'],
    ['ACCOUNT.dkr.ecr.eu-west-1.amazonaws.com/web:1', 'which ECR does not have'],
    ['your-account.dkr.ecr.eu-west-1.amazonaws.com/web:1', 'which ECR does not have'],
    ['111111111111.dkr.ecr.region.amazonaws.com/web:1', 'which ECR does not have'],
    ['__IMAGE__', 'the placeholder __IMAGE__'],
    ['#{IMAGE}#', 'the placeholder #{IMAGE}#'],
  ])('and %s is refused', async (image, why) =>
    expect(await faults(task({ image }))).toEqual([expect.stringContaining(why)]),
  )

  test.each(['shop/web:REPLACE_ME', 'shop/web:IMAGE_TAG', 'shop/web:TAG', 'image-placeholder'])(
    'and %s is inconclusive',
    async (image) =>
      expect(await faults(task({ image }))).toEqual([expect.stringMatching(/^inconclusive: .* looks like/)]),
  )
})

describe('an environment variable that is only a placeholder is inconclusive', () => {
  test.each(['${DB_URL}', '__DB_URL__', 'REPLACE_ME', 'DB_PLACEHOLDER', '#{Url}#', '%DB_URL%'])('%s', async (value) =>
    expect(await faults(task({ environment: [{ name: 'A', value }] }))).toEqual([
      `inconclusive: containerDefinitions[0].environment[0].value is ${value}, which looks like a placeholder`,
    ]),
  )
  test.each(['${HOME}/data', '{{message}}', 'TODO: nothing', '50%', '__init__'])(
    'and %s may be intended',
    async (value) => expect(await faults(task({ environment: [{ name: 'A', value }] }))).toEqual([]),
  )
})

describe('sizes of Fargate', () => {
  test.each([
    ['256', '512'],
    ['256', '2048'],
    ['.25 vCPU', '2 GB'],
    ['1 vCPU', '8GB'],
    ['4096', '30720'],
    ['8192', '20480'],
    ['1', '1'],
  ])('%s and %s', async (cpu, memory) => expect(await faults(onFargate({}, { cpu, memory }))).toEqual([]))
  test.each([
    ['256', '4096'],
    ['256', '1536'],
    ['512', '512'],
    ['1 vCPU', '1GB'],
    ['8192', '17408'],
  ])('%s and %s are invalid', async (cpu, memory) =>
    expect(await faults(onFargate({}, { cpu, memory }))).toEqual([
      `fail: Fargate has no task with cpu ${cpu} and memory ${memory}`,
    ]),
  )
  test('that this version does not know are inconclusive', async () =>
    expect(await faults(onFargate({}, { cpu: '32768', memory: '65536' }))).toEqual([
      'inconclusive: cpu 32768 is not among the sizes of Fargate',
    ]))
})

const GROUP = { 'awslogs-group': '/shop', 'awslogs-region': 'eu-west-1' }
const logs = (logDriver: string, options: object = GROUP) => ({ logConfiguration: { logDriver, options } })

test.each<[string, unknown]>([
  ['Fargate does not have the log driver syslog', onFargate(logs('syslog', {}))],
  ['Fargate does not take containerDefinitions[0].privileged', onFargate({ privileged: true })],
  [
    'Fargate does not take containerDefinitions[0].extraHosts',
    onFargate({ extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1' }] }),
  ],
  [
    'Fargate does not take volumes[0].host.sourcePath',
    onFargate({}, { volumes: [{ name: 'a', host: { sourcePath: '/a' } }] }),
  ],
  [
    'Fargate adds the capability SYS_PTRACE only',
    onFargate({ linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } }),
  ],
  [
    'a task on Fargate needs executionRoleArn for the log driver awslogs',
    onFargate(logs('awslogs'), { executionRoleArn: undefined }),
  ],
  [
    'a task on Fargate needs executionRoleArn for images of ECR',
    onFargate({ image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1' }, { executionRoleArn: undefined }),
  ],
  ['the log driver awslogs of containerDefinitions[0] has no group', task(logs('awslogs', {}))],
  ['no container of the task definition is essential', task({ essential: false })],
  ['containerDefinitions[0] has 4 MiB of memory', task({ memory: 4 })],
  ['containerDefinitions[0] reserves more memory than it may have', task({ memoryReservation: 256 })],
  ['the containers reserve more memory than the task has', task({ memory: 1024 }, { memory: '512' })],
  ['the containers reserve more cpu than the task has', onFargate({ cpu: 512 })],
  [
    'the soft limit nofile is above the hard limit',
    task({ ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }),
  ],
  ['containerDefinitions[0].environment[0] has no name', task({ environment: [{ value: 'a' }] })],
  [
    'TOKEN is a secret and a variable of one container',
    task(
      { environment: [{ name: 'TOKEN', value: 'a' }], secrets: [{ name: 'TOKEN', valueFrom: '/a' }] },
      { executionRoleArn: ROLE },
    ),
  ],
  [
    'containerDefinitions[0] has secrets, and the task has no executionRoleArn',
    task({ secrets: [{ name: 'TOKEN', valueFrom: '/a' }] }),
  ],
  [
    'containerDefinitions[0].portMappings[0].containerPort is 0, which is not a port',
    task({ portMappings: [{ containerPort: 0 }] }),
  ],
  [
    'containerDefinitions[0].portMappings[0].hostPort is 70000, which is not a port',
    task({ portMappings: [{ containerPort: 80, hostPort: 70_000 }] }),
  ],
  [
    'in the network mode awsvpc the port of the host is that of the container',
    task({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }, { networkMode: 'awsvpc' }),
  ],
  ['the network mode awsvpc has no links', { ...beside({ links: ['side'] }, {}), networkMode: 'awsvpc' }],
  [
    'the health check of containerDefinitions[0] does not begin with CMD or CMD-SHELL',
    task({ healthCheck: { command: ['curl localhost'] } }),
  ],
  ['interval of a health check is 1', task({ healthCheck: { command: ['CMD', 'a'], interval: 1 } })],
  ['containerDefinitions[0] waits until side is healthy, which has no health check', beside(needs('HEALTHY'), {})],
  [
    'containerDefinitions[0] waits for the end of side, which is essential: its end ends the task',
    beside(needs('SUCCESS'), {}),
  ],
  [
    'the container web waits for itself',
    beside(needs('START'), { dependsOn: [{ containerName: 'web', condition: 'START' }] }),
  ],
  [
    'taskRoleArn is "arn:aws:iam::ACCOUNT:role/web", which ECS does not accept',
    task({}, { taskRoleArn: 'arn:aws:iam::ACCOUNT:role/web' }),
  ],
])('%s', async (title, value) => expect(await faults(value)).toEqual([`fail: ${title}`]))

test.each<[string, unknown]>([
  ['a role by its name', task({}, { taskRoleArn: 'web' })],
  [
    'what DescribeTaskDefinition writes for nothing',
    onFargate(
      { links: [], privileged: false, extraHosts: [], portMappings: [{ containerPort: 80, hostPort: 0 }] },
      { placementConstraints: [], volumes: [{ name: 'a', host: {} }] },
    ),
  ],
  ['an init container', beside(needs('SUCCESS'), { essential: false })],
  ['a healthy one', beside(needs('HEALTHY'), { healthCheck: { command: ['CMD-SHELL', 'a'] } })],
  ['logs of Fargate', onFargate(logs('awslogs'))],
  ['a hard limit of none', task({ ulimits: [{ name: 'core', softLimit: 1, hardLimit: -1 }] })],
])('%s is accepted', async (_, value) => expect(await faults(value)).toEqual([]))
