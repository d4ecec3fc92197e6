import { describe, expect, test } from '@jest/globals'
import { lintTaskDefinition, readTaskDefinition, registrable } from '../../src/ecs/task-definition/index.ts'

const about = {
  file: 'ecs/task.json',
  subject: 'deployment/web/task-definition',
  words: (text: string) => text.replace('{environment}', 'preprod'),
}
const read = (value: unknown) => readTaskDefinition(typeof value === 'string' ? value : JSON.stringify(value), about)
const input = async (value: unknown) => registrable(await read(value), about)
const faults = async (value: unknown) =>
  (await read(value)).faults.map(({ code, outcome, title }) => [code, outcome, title])
const CONTAINER = { name: 'web', image: 'shop/web:2', memory: 128, portMappings: [{ containerPort: 80 }] }
const WEB = { family: 'web-{environment}', containerDefinitions: [CONTAINER] }
const FILLED = { ...WEB, family: 'web-preprod' }
const withContainer = (more: object) => ({ ...WEB, containerDefinitions: [{ ...CONTAINER, ...more }] })

describe('a task definition', () => {
  test('has its placeholders replaced', async () => expect(await input(WEB)).toEqual(FILLED))

  test('keeps the user’s own keys', async () => {
    const more = {
      dockerLabels: { any: 'thing' },
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } },
      environment: [{ name: 'SHELL_SYNTAX', value: '${HOME} <b> {{x}}' }],
      command: ['sh', '-c', 'sort <input >$OUTPUT'],
    }
    expect((await input(withContainer(more))).containerDefinitions?.[0]).toEqual({ ...CONTAINER, ...more })
    expect(await faults(withContainer(more))).toEqual([])
  })

  test('may begin with a byte order mark', async () =>
    expect(await input(`\uFEFF${JSON.stringify(WEB)}`)).toEqual(FILLED))

  test('passes when it is valid', async () =>
    expect(await lintTaskDefinition(await read(WEB), about)).toMatchObject([
      { code: 'task-definition/valid', outcome: 'pass' },
    ]))
})

describe('the response of DescribeTaskDefinition', () => {
  const answered = {
    ...WEB,
    taskDefinitionArn: 'arn',
    revision: 3,
    status: 'ACTIVE',
    compatibilities: ['EC2'],
    requiresAttributes: [{ name: 'a' }],
    registeredAt: '2026-01-02T03:04:05+00:00',
    registeredBy: 'arn',
    deregisteredAt: 1_700_000_000.5,
    volumes: [],
    cpu: null,
  }

  test.each([
    ['without the wrapper', answered, undefined],
    ['with the wrapper', { taskDefinition: answered, tags: [] }, undefined],
    [
      'with the wrapper and tags',
      { taskDefinition: answered, tags: [{ key: 'a', value: 'b' }] },
      [{ key: 'a', value: 'b' }],
    ],
  ])('is parsed %s, without the members that cannot be registered', async (_, value, tags) => {
    expect(await faults(value)).toEqual([])
    expect(await input(value)).toEqual({ ...FILLED, volumes: [], ...(tags && { tags }) })
  })

  test('is not a task definition where it has other contents', async () =>
    expect((await faults({ taskDefinition: 'web:7' }))[0]?.[2]).toBe('the task definition has no family'))
})

describe('every member has its type', () => {
  test.each<[string, unknown, string, string]>([
    [
      'memory',
      withContainer({ memory: '128' }),
      'containerDefinitions[0].memory is "128", not an integer',
      'Write 128 without quotes.',
    ],
    [
      'a port',
      withContainer({ portMappings: [{ containerPort: '80' }] }),
      'containerDefinitions[0].portMappings[0].containerPort is "80", not an integer',
      'Write 80 without quotes.',
    ],
    [
      'essential',
      withContainer({ essential: 'true' }),
      'containerDefinitions[0].essential is "true", not true or false',
      'Write true without quotes.',
    ],
    ['cpu of the task', { ...WEB, cpu: 256 }, 'cpu is 256, not a text', 'Put the number in quotes.'],
    ['a half', withContainer({ cpu: 0.5 }), 'containerDefinitions[0].cpu is 0.5, not an integer', 'Write an integer.'],
    [
      'a command',
      withContainer({ command: 'npm start' }),
      'containerDefinitions[0].command is "npm start", not a list',
      'Put it into brackets: [ … ].',
    ],
    [
      'an item',
      withContainer({ command: ['a', null] }),
      'containerDefinitions[0].command[1] is null, not a text',
      'Write a text.',
    ],
    [
      'an environment',
      withContainer({ environment: { PASSWORD: 'hidden' } }),
      'containerDefinitions[0].environment is an object, not a list',
      'Put it into brackets: [ … ].',
    ],
    [
      'a value of the environment',
      withContainer({ environment: [{ name: 'PIN', value: 1234 }] }),
      'containerDefinitions[0].environment[0].value is a number, not a text',
      'Put the number in quotes.',
    ],
    [
      'a label',
      withContainer({ dockerLabels: { a: 1 } }),
      'containerDefinitions[0].dockerLabels.a is 1, not a text',
      'Put the number in quotes.',
    ],
    [
      'a container',
      { ...WEB, containerDefinitions: { web: {} } },
      'containerDefinitions is an object, not a list',
      'Put it into brackets: [ … ].',
    ],
  ])('%s', async (_, value, title, advice) => {
    const definition = await read(value)
    expect(definition.faults).toMatchObject([{ code: 'task-definition/invalid', outcome: 'fail', title, advice }])
    expect(JSON.stringify(definition.faults)).not.toMatch(/hidden|1234/)
    expect(() => registrable(definition, about)).toThrow(title)
  })

  test('which is reported with its place', async () => {
    const text =
      '{\n  "family": "web",\n  "containerDefinitions": [\n    { "name": "web", "image": "a",\n      "memory": "128" }\n  ]\n}'
    expect(await lintTaskDefinition(await read(text), about)).toMatchObject([
      { code: 'task-definition/invalid', source: { file: 'ecs/task.json', line: 5, column: 17 } },
    ])
    const wrapped = `{ "taskDefinition":\n${text} }`
    expect(await lintTaskDefinition(await read(wrapped), about)).toMatchObject([{ source: { line: 6 } }])
  })
})

test.each<[string, unknown]>([
  ['a task definition has no cpus: did you mean cpu?', { ...WEB, cpus: '256' }],
  ['a task definition has no containerDefinitions[0].imge: did you mean image?', withContainer({ imge: 'b' })],
  [
    'a task definition has no containerDefinitions[0].portMappings[1].port',
    withContainer({ portMappings: [{ containerPort: 1 }, { port: 2 }] }),
  ],
  ['the task definition has no family', { containerDefinitions: [CONTAINER] }],
  ['the task definition has no family', { ...WEB, family: null }],
  ['the task definition has no family', 'null'],
  [
    'the task definition has no containerDefinitions[0].ulimits[0].softLimit',
    withContainer({ ulimits: [{ name: 'core', hardLimit: 1 }] }),
  ],
  ['the task definition has no container', { family: 'web', containerDefinitions: [] }],
  ['containerDefinitions[0] has no image', withContainer({ image: '' })],
  ['containerDefinitions[0] has no memory, and neither has the task', withContainer({ memory: null })],
  [
    'a task on Fargate needs cpu at the task level',
    { ...WEB, memory: '512', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
  ],
  [
    'a task on Fargate needs the network mode awsvpc',
    { ...WEB, memory: '512', cpu: '256', requiresCompatibilities: ['FARGATE'] },
  ],
])('%s', async (title, value) => {
  const definition = await read(value)
  expect(definition.faults.map((fault) => fault.title)).toContainEqual(expect.stringContaining(title))
  expect(() => registrable(definition, about)).toThrow()
})

test('a text that is not JSON is refused', async () => {
  await expect(read('{')).rejects.toMatchObject({
    code: 'config/file',
    message: expect.stringContaining('ecs/task.json is not JSON: '),
    details: { file: 'ecs/task.json' },
  })
})

describe('placeholders that nothing replaces', () => {
  test.each(['<IMAGE1_NAME>', 'shop/web:<tag>', '${IMAGE}', '{{ image }}', 'shop/web:%TAG%', '$IMAGE', '@IMAGE@'])(
    'fail as an image: %s',
    async (image) => {
      const [fault] = await faults(withContainer({ image }))
      expect(fault?.slice(0, 2)).toEqual(['task-definition/placeholder', 'fail'])
      expect(fault?.[2]).toContain('containerDefinitions[0].image contains the placeholder')
    },
  )

  test.each([
    [{ ...WEB, family: '<FAMILY>' }, 'family contains the placeholder <FAMILY>'],
    [
      { ...WEB, executionRoleArn: 'arn:aws:iam::<ACCOUNT>:role/x' },
      'executionRoleArn contains the placeholder <ACCOUNT>',
    ],
    [
      withContainer({ secrets: [{ name: 'A', valueFrom: '${SECRET}' }] }),
      'secrets[0].valueFrom contains the placeholder',
    ],
  ])('fail in every place: %j', async (value, title) => expect((await faults(value))[0]?.[2]).toContain(title))

  test('are inconclusive where any text is allowed', async () =>
    expect(await faults(withContainer({ environment: [{ name: 'VERSION', value: '<VERSION>' }] }))).toEqual([
      [
        'task-definition/unclear',
        'inconclusive',
        'containerDefinitions[0].environment[0].value is <VERSION>, which looks like a placeholder',
      ],
    ]))

  test('are not reported in names that AWS accepts', async () => {
    const image = '012345678910.dkr.ecr.eu-west-1.amazonaws.com/shop/web@sha256:' + 'a'.repeat(64)
    expect(await faults(withContainer({ image }))).toEqual([])
    expect((await faults(withContainer({ image: 'shop web' })))[0]?.[2]).toContain('which ECS does not accept')
  })
})

test('values that AWS does not list are inconclusive', async () => {
  expect(await faults({ ...WEB, networkMode: 'awsVPC' })).toEqual([
    [
      'task-definition/unclear',
      'inconclusive',
      'networkMode is "awsVPC", which this version does not know: did you mean awsvpc?',
    ],
  ])
  expect((await faults(withContainer({ portMappings: [{ containerPort: 80, protocol: 'sctp' }] })))[0]?.[1]).toBe(
    'inconclusive',
  )
})

describe('internal references', () => {
  const sidecar = { name: 'sidecar', image: 'b', memory: 64 }
  const two = (more: object, task: object = {}) => ({
    ...WEB,
    containerDefinitions: [{ ...CONTAINER, ...more }, sidecar],
    ...task,
  })

  test.each([
    [
      two({ dependsOn: [{ containerName: 'side-car', condition: 'START' }] }),
      'container side-car, which the task definition does not have: did you mean sidecar?',
    ],
    [two({ mountPoints: [{ sourceVolume: 'data', containerPath: '/d' }] }), 'the volume data'],
    [two({ volumesFrom: [{ sourceContainer: 'other' }] }), 'the container other'],
    [two({ links: ['other:db'] }), 'the container other'],
    [
      two({}, { proxyConfiguration: { containerName: 'envoy' } }),
      'proxyConfiguration.containerName names the container envoy',
    ],
    [two({ name: 'sidecar' }), 'two containers have the name sidecar'],
  ])('%j', async (value, title) => {
    const found = await faults(value)
    expect(found).toHaveLength(1)
    expect(found[0]?.slice(0, 2)).toEqual(['task-definition/reference', 'fail'])
    expect(found[0]?.[2]).toContain(title)
  })

  test('that exist pass', async () => {
    const more = {
      dependsOn: [{ containerName: 'sidecar', condition: 'START' }],
      mountPoints: [{ sourceVolume: 'data', containerPath: '/d' }],
      links: ['sidecar:db', 'sidecar'],
    }
    expect(await faults(two(more, { volumes: [{ name: 'data' }] }))).toEqual([])
  })
})
