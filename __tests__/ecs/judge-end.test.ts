import { describe, expect, test } from '@jest/globals'
import { judgeServiceEnd, type ServiceEnd } from '../../src/ecs/judge-end.ts'
import { endOfServiceDeployment } from '../../src/ecs/service-deployment.ts'
import { definitionArn, deploymentState, OTHER_DIGEST, serviceEnd, task } from './services.ts'

const judged = (given: Partial<ServiceEnd> = {}): string[] =>
  judgeServiceEnd(serviceEnd(given)).map(({ code, outcome }) => `${outcome} ${code}`)
const withImages = (...digests: (string | undefined)[]) =>
  digests.map((digest, index) =>
    task({
      id: `t${index}`,
      containers: [{ name: 'web', image: 'shop:2', digest, exitCode: undefined, reason: '' }],
    }),
  )

describe('a deployment with the status SUCCESSFUL', () => {
  test.each<[string, Partial<ServiceEnd>, string]>([
    ['with all desired tasks of the revision', {}, 'pass service/deployed'],
    ['of another task definition', { expected: definitionArn('api:9') }, 'fail service/other-release'],
    ['with fewer tasks than desired', { tasks: [task()] }, 'fail service/incomplete'],
    [
      'beside a task of another revision',
      { tasks: [task(), task({ id: 't2' }), task({ id: 't3', definition: definitionArn('api:1') })] },
      'fail service/incomplete',
    ],
    ['with an unhealthy task', { tasks: [task(), task({ health: 'UNHEALTHY' })] }, 'fail service/incomplete'],
    ['of a task that is starting', { tasks: [task(), task({ status: 'PENDING' })] }, 'fail service/incomplete'],
    ['without tasks', { tasks: [] }, 'fail service/no-tasks'],
    ['with no desired tasks', { tasks: [], desired: 0 }, 'inconclusive service/no-tasks'],
    ['with other images', { tasks: withImages(OTHER_DIGEST, OTHER_DIGEST) }, 'fail service/other-images'],
    [
      'with images of an unknown digest',
      { tasks: withImages(undefined, undefined) },
      'inconclusive service/images-unknown',
    ],
  ])('%s', (_, given, expected) => expect(judged(given)).toEqual([expected]))

  test('has one image in all tasks where its revision names none', () => {
    const { revision } = serviceEnd()
    const unnamed = { ...revision, digests: new Map<string, string>() }
    expect(judged({ revision: unnamed })).toEqual(['pass service/deployed'])
    const [first = ''] = withImages(OTHER_DIGEST).map((each) => each.containers[0]?.digest)
    expect(judged({ revision: unnamed, tasks: [task(), ...withImages(first)] })).toEqual(['fail service/other-images'])
  })

  test('may have containers of AWS beside those of the revision', () => {
    const own = task().containers
    const added = { name: 'ecs-service-connect-x', image: '', digest: undefined, exitCode: undefined, reason: '' }
    const tasks = [task(), task({ id: 't2' })].map((each) => ({ ...each, containers: [...own, added] }))
    expect(judged({ tasks })).toEqual(['pass service/deployed'])
  })
})

test.each<[string, readonly string[]]>([
  ['STOPPED', ['fail service/stopped']],
  ['ROLLBACK_SUCCESSFUL', ['fail service/failed', 'fail service/rolled-back']],
  ['ROLLBACK_FAILED', ['fail service/failed', 'fail service/rollback-failed']],
  ['BRAND_NEW', ['inconclusive service/incomplete']],
])('the status %s is not a success', (status, expected) =>
  expect(judged({ state: deploymentState({ status, reason: 'why' }) })).toEqual(expected),
)

test.each(['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'BRAND_NEW'])(
  'the status %s is awaited',
  (status) => expect(endOfServiceDeployment(status)).toBe('running'),
)
