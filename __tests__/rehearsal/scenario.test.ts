import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { notesOn, refuseThisMachine } from '../../rehearsal/repository/notes.ts'
import { ROLES, scenarioOf } from '../../rehearsal/repository/scenario.ts'
import { asList, decide, policyDocument } from '../../sandbox/aws/identity/policy.ts'
import { readConfig } from '../../src/config/schema/file.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'checkout-'))
afterAll(() => rmSync(FOLDER, { recursive: true }))

const ACCOUNT = '111111111111'
const role = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`
const CONFIG = readConfig(
  `version: 1
environments:
  preprod: { region: eu-west-1, plan-role: '${role('reader')}', deploy-role: '${role('releases')}' }
  production: { region: eu-west-1, deploy-role: '${role('releases', '222222222222')}' }
stacks: [{ id: web, name: 'warehouse-{environment}', template: web.yml, role: '${role('service-of-stacks')}' }]
`,
  'config',
)

describe('without a file of roles, the roles of the configuration', () => {
  const { roles = [] } = scenarioOf(FOLDER, CONFIG, 'acme/checkout')
  const decision = (name: string, action: string, resource: string, context = {}): string => {
    const { policy = [] } = roles.find(({ arn }) => arn === role(name)) ?? {}
    const documents = asList(policy as object).map((each) => policyDocument.parse(each))
    return decide(documents, { action, resource, context })
  }
  const inAccount = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`

  test.each([
    ['reader', 'cloudformation:GetTemplate', inAccount('cloudformation', 'stack/warehouse-preprod/0a1b')],
    ['reader', 'codedeploy:GetDeploymentGroup', inAccount('codedeploy', 'deploymentgroup:Stock/blue group')],
    ['reader', 'sns:GetTopicAttributes', inAccount('sns', 'Alarms')],
    ['reader', 'logs:FilterLogEvents', inAccount('logs', 'log-group:stock')],
    ['releases', 'cloudformation:ExecuteChangeSet', inAccount('cloudformation', 'stack/warehouse-preprod/0a1b')],
    ['releases', 'codedeploy:CreateDeployment', inAccount('codedeploy', 'deploymentgroup:Stock/blue group')],
    ['releases', 's3:PutObject', 'arn:aws:s3:::any-bucket/test-deployments/app.zip'],
    ['releases', 'ecs:UpdateService', inAccount('ecs', 'service/main/prices')],
  ])('%s may do %s on %s', (...question) => expect(decision(...question)).toBe('allowed'))

  test('may pass the role of a stack of any name to CloudFormation, and to nothing else', () => {
    const passed = (service: string) =>
      decision('releases', 'iam:PassRole', role('service-of-stacks'), { 'iam:passedtoservice': service })
    expect(passed('cloudformation.amazonaws.com')).toBe('allowed')
    expect(passed('lambda.amazonaws.com')).toBe('not allowed')
  })

  test.each([
    ['reader', 'cloudformation:ExecuteChangeSet', inAccount('cloudformation', 'stack/warehouse-preprod/0a1b')],
    ['releases', 's3:PutObject', 'arn:aws:s3:::any-bucket/other/app.zip'],
    ['releases', 'iam:CreateRole', role('other')],
  ])('%s may not do what docs/iam does not allow: %s on %s', (...question) =>
    expect(decision(...question)).toBe('not allowed'),
  )
})

describe('the notes on a rehearsal', () => {
  const deployment = '{ platform: server, application: stock, group: web, revision: { directory: app, bucket: b } }'
  const servers = readConfig(`version: 1\ndeployments: [${deployment}]\n`, 'config')
  const notes = (files: Readonly<Record<string, string>>, config = servers): string => {
    const folder = mkdtempSync(join(FOLDER, 'notes-'))
    for (const each of ['.github', 'app/scripts']) mkdirSync(join(folder, each), { recursive: true })
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
    return notesOn(folder, config).join('\n')
  }

  test('report that permissions are not rehearsed where no file says what the roles allow', () => {
    expect(notes({}, CONFIG)).toMatch(/^The repository has no \.github\/test-deployments-roles\.yml: /)
    expect(notes({ [ROLES]: '' }, CONFIG)).toBe('')
  })

  test('report scripts of servers that look for their files below the root of this machine', () => {
    expect(notes({ [ROLES]: '', 'app/scripts/start.sh': 'cd /opt/stock && ./serve' })).toContain(
      'No file of app names DESTDIR',
    )
    expect(notes({ [ROLES]: '', 'app/scripts/start.sh': 'cd "${DESTDIR:-}/opt/stock"' })).toBe('')
  })

  test('say nothing about a revision that a build makes', () => {
    const built = readConfig(
      `version: 1\ndeployments: [${deployment.replace('directory: app', 'directory: out')}]\n`,
      'config',
    )
    expect(notes({ [ROLES]: '' }, built)).toBe('')
  })
})

describe('a deployment to the host of the job', () => {
  const local = (more: string) =>
    readConfig(`version: 1\ndeployments: [{ platform: local, revision: { directory: app }${more} }]\n`, 'config')

  test.each([
    '',
    ', destination-root: /',
    ', destination-root: /srv/host',
    ', destination-root: ../host',
    ', destination-root: host/../..',
  ])('is not rehearsed where it would install files outside of its job%s', (more) =>
    expect(() => refuseThisMachine(local(more))).toThrow('Set `destination-root: ./host`'),
  )

  test.each(['./host', 'host', 'out/host/'])('is rehearsed below %s', (root) =>
    expect(() => refuseThisMachine(local(`, destination-root: ${root}`))).not.toThrow(),
  )
})
