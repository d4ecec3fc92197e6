import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { checksOf, runChecks } from '../../../src/checks/engine/run-checks.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/** Checks through Systems Manager with the role of docs/iam/verify-role-hosts.json, which reaches hosts of pre-prod only. */

let roles: RoleWorld
beforeAll(async () => {
  roles = await startRoles({ pace: 'skip' })
  const { sandbox, account, region } = roles.world
  for (const Value of ['preprod', 'production'])
    await sandbox.aws.hosts.launch({ account, region }, [{ Key: 'Environment', Value }], sandbox.clock.now())
})
afterAll(() => roles.world.close())

async function check(environment: string, entry: string, aborter = new AbortController()): Promise<string> {
  const tags = `on: hosts, through: ssm, tags: { Environment: '{environment}' }`
  const { verify } = readConfig(`version: 1\nverify:\n  - { name: it, ${entry}, ${tags} }\n`, 'file')
  const surroundings = {
    environment,
    access: { region: roles.world.region, session: 'test', role: arnOf('verify-hosts') },
    deployed: undefined,
    hosts: 'unreachable' as const,
    variables: {},
  }
  const record = { measure: () => undefined, happened: () => undefined }
  const ports = await roles.job(aborter)
  const [found] = await runChecks(
    { ports, record, surroundings, outputs: {} },
    checksOf(verify, ['after-deployment'], { environment }),
  )
  return `${found?.outcome} ${found?.title}`
}

test('the role allows the calls for a command', async () => {
  const aborter = new AbortController()
  const slow = check('preprod', 'file: { path: /none }, count: 2, failures: 2, every: 5m', aborter)
  const ended = expect(slow).rejects.toThrow('cancelled')
  while (!roles.used('verify-hosts').includes('ssm:ListCommands')) await new Promise((go) => setTimeout(go, 20))
  aborter.abort(new Error('cancelled'))
  await ended
  expect(roles.used('verify-hosts')).toContain('ssm:CancelCommand')
})

test('and the checks on hosts of pre-prod', async () => {
  expect(await check('preprod', 'file: { path: /none, exists: false }')).toMatch(/^pass it: passed on 1 of 1 host/)
  expect(roles.refused).toEqual([])
})

test('and nothing in production', async () => {
  expect(await check('production', 'file: { path: /none, exists: false }')).toMatch(/^error it: .*ssm:SendCommand/)
  expect(roles.refused).toEqual(['ssm:SendCommand'])
  expect(roles.used('verify-hosts').toSorted()).toEqual([...new Set(actionsOf('verify-role-hosts'))])
})
