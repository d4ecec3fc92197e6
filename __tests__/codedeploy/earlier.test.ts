import { describe, expect, test } from '@jest/globals'
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { describeDeployment, findEarlier } from '../../src/codedeploy/start.ts'

/** Whether the last deployment of a group is one that an earlier attempt of this run created with the same content. */

const about = { runId: '77', runAttempt: 2, environment: 'production', id: 'api', content: `sha256:${'ab'.repeat(32)}` }
const request = { application: 'shop', group: 'production', description: describeDeployment(about) }
const ours = describeDeployment({ ...about, runAttempt: 1 }).attempt
const info = (more: Partial<DeploymentInfo>): DeploymentInfo => ({
  applicationName: 'shop',
  deploymentGroupName: 'production',
  description: ours,
  status: 'Succeeded',
  createTime: new Date('2026-11-22T10:00:00Z'),
  ...more,
})

async function found(...deployments: readonly Partial<DeploymentInfo>[]): Promise<string | undefined> {
  const codedeploy = {
    listDeployments: () =>
      Promise.resolve({ $metadata: {}, deployments: deployments.map((_, index) => `d-${index}`).toReversed() }),
    getDeployment: ({ deploymentId = '' }: { deploymentId: string | undefined }) =>
      Promise.resolve({
        $metadata: {},
        deploymentInfo: info({ ...deployments[Number(deploymentId.slice(2))], deploymentId }),
      }),
  }
  return (await findEarlier(codedeploy, request, new Date(0)))?.id
}
const later = { createTime: new Date('2026-11-22T11:00:00Z') }

describe('a deployment of an earlier attempt of this run', () => {
  test('is found where it is the last one, whether it is running or succeeded', async () => {
    expect(await found({})).toBe('d-0')
    expect(await found({ status: 'InProgress' })).toBe('d-0')
    expect(await found({ status: 'Failed' }, later)).toBe('d-1')
  })

  test('does not count where it failed, was stopped, or its status is not known', async () => {
    expect(await found({ status: 'Failed' })).toBeUndefined()
    expect(await found({ status: 'Stopped' })).toBeUndefined()
  })

  test('does not count where another one came after it, or it was rolled back', async () => {
    expect(await found({}, { ...later, description: 'by hand' })).toBeUndefined()
    expect(await found({}, { ...later, description: '' })).toBeUndefined()
    expect(await found({}, { ...later, rollbackInfo: { rollbackTriggeringDeploymentId: 'd-0' } })).toBeUndefined()
  })

  test.each([
    ['another run', { ...about, runId: '78', runAttempt: 1 }],
    ['a run whose number has the same prefix', { ...about, runId: '771', runAttempt: 1 }],
    ['another content', { ...about, content: `sha256:${'cd'.repeat(32)}`, runAttempt: 1 }],
    ['another deployment of the configuration', { ...about, id: 'web', runAttempt: 1 }],
    ['another environment', { ...about, environment: 'preprod', runAttempt: 1 }],
  ])('is never one of %s', async (_, other) => {
    expect(await found({ description: describeDeployment(other).attempt })).toBeUndefined()
  })

  test('is never one of another application or group', async () => {
    expect(await found({ applicationName: 'other' })).toBeUndefined()
    expect(await found({ deploymentGroupName: 'other' })).toBeUndefined()
  })
})
