import { describe, expect, test } from '@jest/globals'
import { readTaskDefinition } from '../../src/codedeploy/task-definition.ts'

const about = {
  file: 'ecs/task.json',
  subject: 'deployment/web/task-definition',
  words: (text: string) => text.replace('{environment}', 'preprod'),
}
const read = (value: unknown) => readTaskDefinition(typeof value === 'string' ? value : JSON.stringify(value), about)
const WEB = {
  family: 'web-{environment}',
  containerDefinitions: [{ name: 'web', portMappings: [{ containerPort: 80 }] }],
}

describe('a task definition', () => {
  test('has its words filled', async () => expect(await read(WEB)).toMatchObject({ family: 'web-preprod' }))

  test('may be what DescribeTaskDefinition answered', async () => {
    const answered = { ...WEB, taskDefinitionArn: 'arn', revision: 3, status: 'ACTIVE', compatibilities: ['EC2'] }
    expect(await read(answered)).toEqual({ ...WEB, family: 'web-preprod' })
  })

  test('keeps the keys that are the user’s own', async () => {
    const containerDefinitions = [
      {
        name: 'web',
        dockerLabels: { any: 'thing' },
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } },
      },
    ]
    expect(await read({ ...WEB, containerDefinitions })).toMatchObject({ containerDefinitions })
  })

  test.each([
    ['a task definition has no cpus', { ...WEB, cpus: '256' }],
    [
      'a task definition has no containerDefinitions[0].imge',
      { ...WEB, containerDefinitions: [{ name: 'a', imge: 'b' }] },
    ],
    [
      'a task definition has no containerDefinitions[0].portMappings[1].port',
      { ...WEB, containerDefinitions: [{ portMappings: [{ containerPort: 1 }, { port: 2 }] }] },
    ],
    ['the task definition has no family', { containerDefinitions: [] }],
    ['the task definition has no family', 'null'],
    ['ecs/task.json is not JSON: ', '{'],
  ])('%s', async (message, value) => {
    await expect(read(value)).rejects.toMatchObject({
      code: 'config/file',
      message: expect.stringContaining(message),
      details: { file: 'ecs/task.json' },
    })
  })
})
