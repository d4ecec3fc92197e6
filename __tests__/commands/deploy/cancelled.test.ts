import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { until } from '../../sandbox/world.ts'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

const BEFORE = `
Resources:
  Topic: { Type: AWS::SNS::Topic }
`
const AFTER = `${BEFORE}  Slow: { Type: AWS::SNS::Topic }\n`
const CONFIG = `
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml }
`
/** Simulated: at the pace of the sandbox it does not end during a test, so nothing waits for it. */
const SLOW_MS = 10 ** 9

let world: World
beforeEach(async () => {
  world = await startWorld({ durations: { cloudformation: { resources: { Slow: SLOW_MS } } } })
})
afterEach(() => world.close())

const status = async (): Promise<string> => {
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({ StackName: 'web-preprod' })
  return Stacks[0]?.StackStatus ?? ''
}

/** Deploys, and cancels the job as soon as the slow resource is being created. */
async function cancelled(): Promise<Evidence> {
  const precheck = await world.precheck(CONFIG, { environment: 'preprod' })
  // The grace period after a cancellation is real time.
  const timely = { ...world, ports: { ...world.ports, clock: wallClock } }
  const running = deploying(timely, CONFIG, { evidence: [precheck] })
  await until(() => world.log.some((line) => /web\/Slow .*CREATE_IN_PROGRESS/.test(line)), Boolean)
  world.aborter.abort(new ActionError('cancelled', { message: 'the job was cancelled' }))
  return running
}

describe('a job that is cancelled in the middle of an update', () => {
  test('cancels the update within the grace period, and reports the rollback', async () => {
    await world.write({ 'web.yml': AFTER })
    await world.deploy('web-preprod', BEFORE)
    const evidence = await cancelled()
    expect(lines(evidence).filter((line) => !/^(pass|noted)/.test(line))).toEqual(['error cancelled action'])
    expect(evidence.handles).toContainEqual(
      expect.objectContaining({ kind: 'stack', state: 'running', advice: expect.stringContaining('rolls back') }),
    )
    world.sandbox.clock.advance(SLOW_MS)
    expect(await until(status, (now) => now.endsWith('ROLLBACK_COMPLETE'))).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  test('lets a creation continue, which only its deletion could end, and does not report it as failed', async () => {
    await world.write({ 'web.yml': AFTER })
    const evidence = await cancelled()
    expect(lines(evidence).filter((line) => line.startsWith('fail'))).toEqual([])
    expect(evidence.handles).toContainEqual(
      expect.objectContaining({ kind: 'stack', state: 'running', advice: expect.stringContaining('describe-stacks') }),
    )
    expect(await status()).toBe('CREATE_IN_PROGRESS')
  })
})
