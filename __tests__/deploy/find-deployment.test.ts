import { expect, test } from '@jest/globals'
import { findDeployment } from '../../src/deploy/services/deploy-service.ts'
import { FakeClock } from './fakes.ts'

test('a deployment of an earlier attempt with the same task definition is not the requested one', async () => {
  const clock = new FakeClock()
  const listed = ['sd/1']
  const containers = {
    listServiceDeployments: async () => ({
      serviceDeployments: listed.map((serviceDeploymentArn, index) => ({
        serviceDeploymentArn,
        createdAt: new Date(index),
      })),
    }),
    describeServiceDeployments: async () => ({
      serviceDeployments: [
        { serviceDeploymentArn: 'sd/2', status: 'IN_PROGRESS', targetServiceRevision: { arn: 'revision' } },
      ],
    }),
    describeServiceRevisions: async () => ({
      serviceRevisions: [{ serviceRevisionArn: 'revision', taskDefinition: 'api:5' }],
    }),
  }
  const about = {
    context: { ports: { clock, cancelled: new AbortController().signal } },
    calls: { containers },
    deployment: { cluster: 'shop', service: 'api' },
  } as unknown as Parameters<typeof findDeployment>[0]
  clock.at(5_000, () => listed.push('sd/2'))
  expect(await findDeployment(about, 'api:5', ['sd/1'])).toBe('sd/2')
})

test('a new deployment is reported before its owner is known, which a denied call may leave open', async () => {
  const denied = new Error('denied')
  const seen: string[] = []
  const containers = {
    listServiceDeployments: async () => ({ serviceDeployments: [{ serviceDeploymentArn: 'sd/2' }] }),
    describeServiceDeployments: async () => ({
      serviceDeployments: [
        { serviceDeploymentArn: 'sd/2', status: 'IN_PROGRESS', targetServiceRevision: { arn: 'revision' } },
      ],
    }),
    describeServiceRevisions: () => Promise.reject(denied),
  }
  const about = {
    context: { ports: { clock: new FakeClock(), cancelled: new AbortController().signal } },
    calls: { containers },
    deployment: { cluster: 'shop', service: 'api' },
  } as unknown as Parameters<typeof findDeployment>[0]
  const finding = findDeployment(about, 'api:5', ['sd/1'], (arn, isOther) => seen.push(`${arn} ${isOther}`))
  await expect(finding).rejects.toBe(denied)
  expect(seen).toEqual(['sd/2 false'])
})
