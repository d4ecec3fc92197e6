import { expect, test } from '@jest/globals'
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { referencesInTaskDefinition } from '../../src/references/of-task-definition.ts'

type Given = Partial<RegisterTaskDefinitionCommandInput>

/** `secrets[0].valueFrom parameter /shop/key`, without the place of the container. */
function found(given: Given): string[] {
  return referencesInTaskDefinition(given, 'task.json').map(({ property, kind, target }) => {
    const place = property.replace('containerDefinitions[0].', '')
    return `${place} ${kind} ${target?.id ?? 'open'}${target?.region === undefined ? '' : ` in ${target.region}`}`
  })
}
const container = (members: object): Given => ({ containerDefinitions: [{ name: 'web', ...members }] })
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf'
const awslogs = (options: Readonly<Record<string, string>>) => ({ logConfiguration: { logDriver: 'awslogs', options } })

test.each<[string, Given, string[]]>([
  ['nothing', container({ image: 'nginx:1', environment: [{ name: 'A', value: '/shop/key' }] }), []],
  [
    'a parameter by name',
    container({ secrets: [{ name: 'A', valueFrom: '/shop/key' }] }),
    ['secrets[0].valueFrom parameter /shop/key'],
  ],
  [
    'a key of a secret',
    container({ secrets: [{ name: 'A', valueFrom: `${SECRET}:password::` }] }),
    [`secrets[0].valueFrom secret ${SECRET} in eu-west-1`],
  ],
  [
    'an output that does not exist yet',
    container({ secrets: [{ name: 'A', valueFrom: '{stack.base.outputs.Key}' }] }),
    ['secrets[0].valueFrom parameter open'],
  ],
  [
    'options of a log driver that are secret',
    container({ logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 't', valueFrom: '/shop/token' }] } }),
    ['logConfiguration.secretOptions[0].valueFrom parameter /shop/token'],
  ],
  [
    'a log group of another region',
    container(awslogs({ 'awslogs-group': '/shop', 'awslogs-region': 'us-east-1' })),
    ['logConfiguration.options.awslogs-group log-group /shop in us-east-1'],
  ],
  [
    'a log group that ECS creates',
    container(awslogs({ 'awslogs-group': '/shop', 'awslogs-create-group': 'true' })),
    [],
  ],
  [
    'a file with variables',
    container({ environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::conf/web/app.env' }] }),
    ['environmentFiles[0].value s3-object s3://conf/web/app.env'],
  ],
  [
    'credentials of a registry by name',
    container({ repositoryCredentials: { credentialsParameter: 'hub' } }),
    ['repositoryCredentials.credentialsParameter secret hub'],
  ],
  [
    'roles, by ARN and by name',
    { executionRoleArn: 'arn:aws:iam::111111111111:role/pull', taskRoleArn: 'run' },
    ['executionRoleArn role arn:aws:iam::111111111111:role/pull', 'taskRoleArn role run'],
  ],
])('a task definition refers to %s', (_, given, expected) => {
  expect(found(given)).toEqual(expected)
})
