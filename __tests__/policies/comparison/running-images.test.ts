import { describe, expect, test } from '@jest/globals'
import type { Link } from '../../../src/evidence/chain/slots.ts'
import { judgeRunningImages } from '../../../src/policies/comparison/running-images.ts'

/** Whether production runs the images that pre-prod ran. */

const state = (environment: string, values: Record<string, string | null>, at = '2026-01-02T03:04:05Z') => ({
  environment,
  account: '111111111111',
  region: 'eu-west-1',
  at,
  values,
})
const link = (command: string, ...states: object[]) => ({ evidence: { slot: { command }, states } }) as unknown as Link
const running = (...images: string[]) => ({ 'deployments/api/images': images.join(', ') })
const judged = (links: Link[], images: string) =>
  judgeRunningImages({ links }, state('production', running(images)) as never).map(
    ({ outcome, code, subject, expected, observed }) => [outcome, code, subject, expected, observed],
  )
const PREPROD = link('deploy-preprod', state('preprod', running('web sha256:a', 'log sha256:l')))

describe('the images of production', () => {
  test('are those that pre-prod ran', () => expect(judged([PREPROD], 'web sha256:a, log sha256:l')).toEqual([]))

  test('are others', () =>
    expect(judged([PREPROD], 'web sha256:b, log sha256:l')).toEqual([
      ['fail', 'serving/other-image', 'deployment/api/image/web', 'sha256:a', 'sha256:b'],
    ]))

  test('are partly others', () =>
    expect(judged([PREPROD], 'web sha256:a, web sha256:b')[0]?.slice(3)).toEqual(['sha256:a', 'sha256:a, sha256:b']))

  test('are compared with the last deployment to pre-prod', () => {
    const earlier = link('deploy-preprod', state('preprod', running('web sha256:0'), '2026-01-01T00:00:00Z'))
    expect(judged([PREPROD, earlier], 'web sha256:a')).toEqual([])
  })

  test('are judged by precheck where it read two images', () => {
    const precheck = link(
      'precheck',
      state('preprod', { 'images/deployment/api/web': 'one/web:1 sha256:a' }),
      state('production', { 'images/deployment/api/web': 'two/web:1 sha256:b' }),
    )
    expect(judged([precheck, PREPROD], 'web sha256:b')).toEqual([])
  })

  test('are not compared where pre-prod ran none, or a container is new', () => {
    expect(judged([], 'web sha256:b')).toEqual([])
    expect(judged([PREPROD], 'sidecar sha256:s')).toEqual([])
  })
})
