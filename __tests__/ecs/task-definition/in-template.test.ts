import { expect, test } from '@jest/globals'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { lintTemplate } from '../../../src/ecs/task-definition/in-template.ts'

const reported = async (properties: string, more = '') =>
  (
    await lintTemplate(
      'web',
      parseTemplate(
        `${more}Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n${properties}`,
        'web.yml',
      ),
    )
  ).map(({ code, title, source }) => `${code.split('/')[1]} ${source?.line} ${title}`)

const fargate = (more = '', container = '') => `      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: "512"
      ExecutionRoleArn: !GetAtt Role.Arn
${more}      ContainerDefinitions:
        - Name: web
          Image: !Ref Image
          Essential: "true"
          PortMappings: [{ ContainerPort: "80", HostPort: !Ref Port }]
          Environment: [{ Name: A, Value: !Sub "\${AWS::Region}" }]
${container}`

test.each<[string, string, string[]]>([
  ['a valid one with quoted numbers', fargate(), []],
  ['all values are unknown', '      ContainerDefinitions: !If [A, [], []]\n      Cpu: !Ref Cpu\n', []],
  [
    'mode, size and role are unknown',
    fargate()
      .replace('awsvpc', '!Ref Mode')
      .replace('Cpu: 256', 'Cpu: !Ref Cpu')
      .replace('!GetAtt Role.Arn', '!Ref Role'),
    [],
  ],
  ['no value', fargate('      PidMode: !Ref AWS::NoValue\n'), []],
  ['a dynamic reference', fargate('', '          Hostname: "{{resolve:ssm:/host}}"\n'), []],
  [
    'a name that refers to an unknown one',
    fargate(
      '',
      '          DependsOn: [{ ContainerName: side, Condition: START }]\n        - { Name: !Ref Side, Image: nginx }\n',
    ),
    [],
  ],
  [
    'volumes and tags as templates write them',
    fargate(
      '      Tags: [{ Key: a, Value: b }]\n      Volumes: [{ Name: v, EFSVolumeConfiguration: { FilesystemId: fs-1, AuthorizationConfig: { IAM: ENABLED } } }]\n',
    ),
    [],
  ],
  ['the port of an unknown port', fargate().replace('"80", HostPort: !Ref Port', '!Ref Port, HostPort: 80'), []],
  [
    'a placeholder',
    fargate().replace('!Ref Image', '"<IMAGE1_NAME>"'),
    [
      'placeholder 12 web.yml: Task: containerDefinitions[0].image contains the placeholder <IMAGE1_NAME>, which is not replaced',
    ],
  ],
  [
    'a size that Fargate does not have',
    fargate().replace('"512"', '777'),
    ['invalid 8 web.yml: Task: Fargate has no task with cpu 256 and memory 777'],
  ],
  [
    'no port',
    fargate().replace('HostPort: !Ref Port', 'Protocol: tcp').replace('"80"', '"80000"'),
    ['invalid 14 web.yml: Task: containerDefinitions[0].portMappings[0].containerPort is 80000, which is not a port'],
  ],
  [
    'a text for a number',
    fargate('', '          Memory: much\n'),
    ['invalid 16 web.yml: Task: containerDefinitions[0].memory is "much", not an integer'],
  ],
  [
    'a container that does not exist',
    fargate('', '          DependsOn: [{ ContainerName: sid, Condition: START }]\n'),
    [
      'reference 16 web.yml: Task: containerDefinitions[0].dependsOn[0].containerName names the container sid, which the task definition does not have',
    ],
  ],
  [
    'secrets without a role',
    fargate('', '          Secrets: [{ Name: P, ValueFrom: !Ref P }]\n').replace(
      '      ExecutionRoleArn: !GetAtt Role.Arn\n',
      '',
    ),
    ['invalid 15 web.yml: Task: containerDefinitions[0] has secrets, and the task has no executionRoleArn'],
  ],
  [
    'an invalid size beside a possible secret',
    fargate('', '          Secrets: [!If [A, { Name: P, ValueFrom: p }, !Ref AWS::NoValue]]\n').replace('"512"', '777'),
    ['invalid 8 web.yml: Task: Fargate has no task with cpu 256 and memory 777'],
  ],
  [
    'no memory',
    '      ContainerDefinitions: [{ Name: web, Image: nginx }]\n',
    ['invalid 5 web.yml: Task: containerDefinitions[0] has no memory, and neither has the task'],
  ],
])('%s', async (_, properties, expected) => {
  expect(await reported(properties)).toEqual(expected)
})

test('a macro may write any value', async () => {
  const wrong = fargate().replace('"512"', '777')
  expect(await reported(wrong, 'Transform: Own\n')).toEqual([])
  expect(await reported(wrong, 'Transform: AWS::Serverless-2016-10-31\n')).toHaveLength(1)
})
