import { describe, expect, test } from '@jest/globals'
import { parseAppSpec } from '../../../src/codedeploy/appspec/parse.ts'
import { decodeAsAgent } from '../../../src/codedeploy/appspec/yaml.ts'
import type { AgentVersion, AppSpecProblem, ServerAppSpec } from '../../../src/codedeploy/appspec/types.ts'

const HEAD = 'version: 0.0\nos: linux\n'

function specOf(text: string, agent: AgentVersion = '1.8'): ServerAppSpec {
  const parsed = parseAppSpec(text, { file: 'appspec.yml', platform: 'server', agent })
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return parsed.spec
}

function problems(text: string, agent: AgentVersion = '1.8'): readonly AppSpecProblem[] {
  const parsed = parseAppSpec(text, { file: 'appspec.yml', platform: 'server', agent })
  return parsed.ok ? [] : parsed.problems
}

describe('what the agent accepts', () => {
  test.each([
    ['a minimal file', HEAD],
    ['an integer as version', 'version: 0\nos: linux\n'],
    ['base 60, which is a number in YAML 1.1', 'version: 0:0\nos: linux\n'],
    ['JSON', '{"version": 0.0, "os": "linux", "files": []}'],
    ['Windows line ends', 'version: 0.0\r\nos: linux\r\n'],
    ['sections without a value', `${HEAD}files:\npermissions:\nhooks:\n`],
    ['sections that are false', `${HEAD}files: false\nhooks: no\n`],
    ['unknown keys', `${HEAD}colour: blue\n`],
    ['a merged map', '<<: {version: 0.0, os: linux}\n'],
    ['a second document, which is ignored', `${HEAD}---\nfoo: [\n`],
    ['the last of two keys', `version: 1.0\n${HEAD}`],
    ['text left of the first key, which is ignored', '  version: 0.0\n  os: linux\nhooks: nonsense\n'],
    ['a symbol', `${HEAD}note: :abc\n`],
    ['an empty map where a list belongs', `${HEAD}files: {}\n`],
    ['a bracket that closes left of its item', `${HEAD}permissions:\n  - object: /b\n    type: [\n      file\n    ]\n`],
  ])('%s', (_, text) => {
    expect(problems(text)).toEqual([])
  })
})

describe('what the agent refuses', () => {
  test.each([
    ['nothing', '', 'was empty'],
    ['a word', 'hello', 'invalid version value ()'],
    ['a number', '42', 'String into Integer'],
    ['a text as version', 'version: "0.0"\nos: linux\n', 'invalid version value (0.0)'],
    ['another version', 'version: 1.0\nos: linux\n', 'invalid version value (1.0)'],
    ['a capital in os', 'version: 0.0\nos: Linux\n', 'unsupported operating system (Linux)'],
    ['a byte order mark before the first key', `\uFEFF${HEAD}`, 'unsupported operating system ()'],
    ['an alias', `${HEAD}a: &x 1\nb: *x\n`, 'Unknown alias: x'],
    ['a date', `${HEAD}note: 2024-01-01\n`, 'unspecified class: Date'],
    ['a time', `${HEAD}note: 2024-01-01 10:00:00\n`, 'unspecified class: Time'],
    ['a tab', `${HEAD}hooks:\n\tAfterInstall:\n`, 'Tabs'],
    ['a quote without an end', `${HEAD}files: "src\n`, 'quote'],
    ['a bracket without an end', `${HEAD}files: [src`, 'never closed'],
    ['an entry without source', `${HEAD}files: [{destination: /a}]`, 'no source file'],
    ['an entry without destination', `${HEAD}files: [{source: a}]`, 'only a source file (a)'],
    ['files as a map', `${HEAD}files: {source: a, destination: /b}`, 'String into Integer'],
    [
      'lower case in file_exists_behavior',
      `${HEAD}file_exists_behavior: overwrite`,
      'file_exists_behavior value (overwrite)',
    ],
    ['hooks as a list', `${HEAD}hooks: [{AfterInstall: a.sh}]`, 'each_pair'],
    ['a script without location', `${HEAD}hooks: {AfterInstall: [{timeout: 1}]}`, 'no location value'],
    ['a timeout without a value', `${HEAD}hooks: {AfterInstall: [{location: a, timeout: 0.9}]}`, 'invalid timeout'],
    ['an unquoted 0755', `${HEAD}permissions: [{object: /a, mode: 0755}]`, 'mode (493)'],
    [
      'a mode of five digits',
      `${HEAD}permissions: [{object: /a, mode: "00644"}]`,
      'length of a permissions mode (00644)',
    ],
    ['a type as a word', `${HEAD}permissions: [{object: /a, type: file}]`, "undefined method `each'"],
    ['a type as a map', `${HEAD}permissions: [{object: /a, type: {file: 1}}]`, '(["file", 1])'],
    ['an unlimited timeout', `${HEAD}hooks: {AfterInstall: [{location: a, timeout: .inf}]}`, 'Infinity'],
    [
      'an acl for the owner',
      `${HEAD}permissions: [{object: /a, acls: ["u::rw"]}]`,
      'Use mode to set the base acl entry',
    ],
    ['an acl of five parts', `${HEAD}permissions: [{object: /a, acls: ["d:u:a:b:rw"]}]`, 'Invalid acl entry'],
    ['a context without type', `${HEAD}permissions: [{object: /a, context: {range: s0}}]`, 'invalid context type'],
    [
      'a category that does not exist',
      `${HEAD}permissions: [{object: /a, context: {type: t, range: "s0:c1024"}}]`,
      'invalid category c1024',
    ],
    [
      'categories twice',
      `${HEAD}permissions: [{object: /a, context: {type: t, range: "s0:c1,c0.c2"}}]`,
      'duplicate categories',
    ],
    ['a descending range', `${HEAD}permissions: [{object: /a, context: {type: t, range: s2-s1}}]`, 'SELinux range'],
  ])('%s', (_, text, message) => {
    expect(problems(text)[0]?.message).toContain(message)
  })

  test('all errors are reported at once, each with its place, the read value and the allowed ones', () => {
    const found = problems(
      'version: 1.0\nos: linux\nfiles:\n  - source: src\nhooks:\n  AfterInstall:\n    - location: a.sh\n      timeout: -1\n',
    )
    expect(found.map(({ line, column, read }) => [line, column, read])).toEqual([
      [1, 10, '1.0'],
      [8, 16, '-1'],
      [4, 5, 'nothing'],
    ])
    expect(found[1]?.allowed).toBe('a number of seconds above 0')
  })
})

test('bytes that are not UTF-8 are refused with their place', () => {
  const [problem] = problems(decodeAsAgent(Buffer.concat([Buffer.from(`${HEAD}note: `), Buffer.from([0xe9])])))
  expect(problem).toMatchObject({ line: 3, column: 7, raises: 'SyntaxError' })
})

describe("the agent's interpretation", () => {
  const permission = (mode: string): string | undefined =>
    specOf(`${HEAD}permissions: [{object: /a, mode: ${mode}}]`).permissions[0]?.mode

  test.each([
    ['644', '644'],
    ['"0644"', '0644'],
    ['0644', '420'],
    ['7', '007'],
    ['4755', '4755'],
    ['0o17', undefined],
  ])('mode %s becomes %s', (written, applied) => {
    if (applied === undefined) expect(() => permission(written)).toThrow('invalid character')
    else expect(permission(written)).toBe(applied)
  })

  test.each([
    ['10', 10],
    ['1.9', 1],
    ['300s', 300],
    ['"60"', 60],
    ['1_000', 1000],
    ['', 3600],
    ['false', 3600],
    ['1:30', 5400],
  ])('timeout %s is %s seconds', (written, seconds) => {
    const spec = specOf(`${HEAD}hooks: {AfterInstall: [{location: a.sh, timeout: ${written}}]}`)
    expect(spec.hooks[0]?.scripts[0]?.timeout).toBe(seconds)
  })

  test('acls are completed and ranges normalised', () => {
    const { permissions } = specOf(
      `${HEAD}permissions: [{object: /a, acls: ["d:u:daemon:6", "m::rx", "g:adm:r"], context: {name: u, type: t, range: "s0-s0:c5,c1.c3,c0"}}]`,
    )
    expect(permissions[0]?.acls).toEqual([
      { isDefault: true, kind: 'user', name: 'daemon', allows: 'rw-' },
      { isDefault: false, kind: 'mask', name: '', allows: 'r-x' },
      { isDefault: false, kind: 'group', name: 'adm', allows: 'r--' },
    ])
    expect(permissions[0]?.context).toEqual({ user: 'u', type: 't', range: 's0:c0.c3,c5' })
  })

  test('exceptions as a map pass the parser and fail in Install', () => {
    const [entry] = specOf(`${HEAD}permissions: [{object: /a, except: {b: c}}]`).permissions
    expect([entry?.except, entry?.fault]).toEqual([['["b", "c"]'], 'undefined method `chars\' for ["b", "c"]:Array'])
  })

  test('a list as source is concatenated, as in Ruby', () => {
    const { files } = specOf(`${HEAD}files: [{source: [build, [app]], destination: /a}]`)
    expect(files).toMatchObject([{ source: 'build/app', destination: '/a' }])
    expect(specOf(`${HEAD}files: [{source: [5], destination: /a}]`).files[0]?.fault).toContain('Array into String')
  })

  test('a number as source passes the parser and fails in Install', () => {
    expect(specOf(`${HEAD}files: [{source: 5, destination: /a}]`).files[0]?.fault).toContain('Integer into String')
  })
})

describe('agent 2', () => {
  test.each([
    ['refuses a timeout with a unit', `${HEAD}hooks: {AfterInstall: [{location: a, timeout: 300s}]}`],
    ['refuses an empty source', `${HEAD}files: [{source: "", destination: /a}]`],
  ])('%s, which 1.8 accepts', (_, text) => {
    expect(problems(text)).toEqual([])
    expect(problems(text, '2.x')).toHaveLength(1)
  })

  test('reads an unquoted mode as it is written and ignores a blank runas', () => {
    const spec = specOf(
      `${HEAD}permissions: [{object: /a, mode: 0755}]\nhooks: {AfterInstall: [{location: a, runas: ''}]}`,
      '2.x',
    )
    expect(spec.permissions[0]?.mode).toBe('0755')
    expect(spec.hooks[0]?.scripts[0]?.runas).toBeUndefined()
  })
})

describe('Lambda and ECS', () => {
  const lambda = (properties: string, rest = ''): string =>
    `version: 0.0\nResources:\n  - fn:\n      Type: AWS::Lambda::Function\n      Properties: ${properties}\n${rest}`

  test('a Lambda function is read', () => {
    const parsed = parseAppSpec(
      lambda(
        '{Name: fn, Alias: live, CurrentVersion: "1", TargetVersion: "2"}',
        'Hooks:\n  - BeforeAllowTraffic: check\n',
      ),
      { file: 'appspec.yml', platform: 'lambda' },
    )
    expect(parsed.ok && parsed.spec).toMatchObject({
      alias: 'live',
      targetVersion: '2',
      hooks: [{ event: 'BeforeAllowTraffic', function: 'check', line: 7 }],
    })
  })

  test.each([
    ['{Alias: live, CurrentVersion: "1", TargetVersion: "2"}', 'Name is missing.'],
    [
      '{Name: fn, Alias: live, CurrentVersion: "1", TargetVersion: "$LATEST"}',
      'TargetVersion is not a positive whole number.',
    ],
  ])('%s is refused', (properties, message) => {
    const parsed = parseAppSpec(lambda(properties), { file: 'appspec.yml', platform: 'lambda' })
    expect(!parsed.ok && parsed.problems[0]?.message).toBe(message)
  })

  test('values that the guide leaves open are inconclusive', () => {
    const parsed = parseAppSpec(lambda('{Name: fn, Alias: live, CurrentVersion: 1, TargetVersion: 2}'), {
      file: 'a',
      platform: 'lambda',
    })
    expect(parsed.ok && parsed.spec.unclear).toHaveLength(2)
  })

  test('an ECS service needs its container port as a number and a complete network', () => {
    const parsed = parseAppSpec(
      JSON.stringify({
        version: 0,
        Resources: [
          {
            TargetService: {
              Type: 'AWS::ECS::Service',
              Properties: {
                TaskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:1',
                LoadBalancerInfo: { ContainerName: 'web', ContainerPort: '80' },
                NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
              },
            },
          },
        ],
      }),
      { file: 'appspec.json', platform: 'ecs' },
    )
    expect(!parsed.ok && parsed.problems.map(({ message }) => message)).toEqual([
      'ContainerPort is not a port.',
      'SecurityGroups is not a list of ids.',
      'AssignPublicIp is not right.',
    ])
  })
})
