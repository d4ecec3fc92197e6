import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { messageOf, messageShape, shortOf, subjectOf, textOf, type Message } from '../../src/notify/message.ts'
import { topicsFor } from '../../src/notify/notify.ts'
import { document } from '../report/documents.ts'

/** The messages of a step to topics and buses. */

const FROM = '08:00:00'
const TO = '08:05:00'
const pass: Finding = {
  code: 'deployment/succeeded',
  outcome: 'pass',
  title: 'app is deployed',
  subject: 'deployment/app',
}
const fail = (code: string, more: Partial<Finding> = {}): Finding =>
  ({ code, outcome: 'fail', title: `${code} failed`, subject: 'check/health', ...more }) as Finding

function said(
  command: string,
  findings: readonly Finding[],
  { waitsFor, ...more }: { waitsFor?: string; timeline?: never } & Parameters<typeof document>[4] = {},
): Message | undefined {
  const evidence = document(command, FROM, TO, findings, more)
  const message = messageOf(evidence, { server: 'https://github.com', waitsFor })
  if (message !== undefined) messageShape.parse(JSON.parse(JSON.stringify(message)))
  return message
}
const started = [{ at: '2026-11-20T08:01:00.000Z', subject: 'release', event: 'execution of the release started' }]

describe('the event', () => {
  test.each<[string, string, readonly Finding[], object, string | undefined]>([
    ['a deployment that passed', 'deploy-preprod', [pass], {}, 'deployed'],
    ['a rollback that was only planned', 'rollback', [pass], {}, undefined],
    [
      'a rollback that passed',
      'rollback',
      [{ code: 'rollback/recovered', outcome: 'pass', title: 'app is back', subject: 'deployment/app' }],
      {},
      'rolled-back',
    ],
    ['a deployment that was refused before it started', 'deploy-production', [fail('gate/unprotected')], {}, 'blocked'],
    [
      'a deployment that failed',
      'deploy-preprod',
      [fail('deployment/failed')],
      { handles: [{ kind: 'deployment', id: 'd-1', state: 'kept', environment: 'preprod' }] },
      'failed',
    ],
    [
      'a deployment that did not complete',
      'deploy-preprod',
      [fail('aws/unreachable', { outcome: 'error' })],
      { timeline: started },
      'failed',
    ],
    ['a cancelled step', 'deploy-preprod', [fail('cancelled', { outcome: 'error' })], {}, 'cancelled'],
    ['a verification that passed', 'verify', [pass], {}, undefined],
    ['a verification that failed', 'verify', [fail('check/http')], {}, 'blocked'],
    ['an open gate', 'gate', [pass], { waitsFor: 'production' }, 'waiting-for-approval'],
    ['a closed gate', 'gate', [fail('gate/not-built-on')], { waitsFor: 'production' }, 'blocked'],
    ['a precheck before an environment without approval', 'precheck', [pass], {}, undefined],
    ['only skipped findings', 'deploy-preprod', [fail('check/http', { outcome: 'skipped' })], {}, undefined],
    [
      'only noted findings, which prove nothing',
      'deploy-preprod',
      [fail('check/http', { outcome: 'noted' })],
      {},
      'blocked',
    ],
  ])('of %s', (_, command, findings, more, event) => {
    expect(said(command, findings, more)?.event).toBe(event)
  })

  test('names the environment whose approval is awaited', () => {
    expect(said('gate', [pass], { waitsFor: 'production' })).toMatchObject({
      environment: 'production',
      causes: [],
      run: { url: 'https://github.com/acme/shop/actions/runs/9041177203' },
    })
  })
})

describe('the causes', () => {
  test('have the next step, and the kind whose owner gets the message', () => {
    const findings = [
      fail('check/http', { details: { kind: 'functional' }, advice: 'Check the log.' }),
      fail('drift/undeclared', { subject: 'stack/web' }),
      fail('trust/too-wide'),
      fail('gate/unprotected'),
    ]
    expect(said('verify', findings)?.causes.map(({ kind, next }) => [kind, next !== undefined])).toEqual(
      expect.arrayContaining([
        ['functional', true],
        ['drift', true],
        ['security', true],
        [undefined, true],
      ]),
    )
  })

  test('are limited in number and length, and the rest is counted', () => {
    const many = Array.from({ length: 13 }, (_, n) =>
      fail('check/http', { subject: `check/${n}`, title: 'x'.repeat(900) }),
    )
    const message = said('verify', many)
    expect(message).toMatchObject({ more: 3 })
    expect(message?.causes).toHaveLength(10)
    expect(message?.causes[0]?.title.length).toBeLessThanOrEqual(501)
  })

  test('do not exist for a passed step', () => {
    expect(said('deploy-preprod', [pass])?.causes).toEqual([])
  })
})

describe('the texts', () => {
  test('lead from the cause to the run', () => {
    const message = said('verify', [fail('check/http', { title: 'the shop answered 503', advice: 'Check the log.' })])
    expect(textOf(message as Message)).toBe(
      [
        'acme/shop: verify of preprod blocked',
        '',
        '- the shop answered 503 (check/http)',
        '  Next: Check the log.',
        '',
        'Commit: 4f0c2d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d by maren',
        'Run: https://github.com/acme/shop/actions/runs/9041177203',
      ].join('\n'),
    )
    expect(shortOf(message as Message)).toBe('acme/shop: verify of preprod blocked: the shop answered 503')
  })

  test.each(['line one\nline two', '\u202Ehcruhc', 'ü'.repeat(200), '::error::x'])(
    'keep %j in one line of ASCII in the subject, and one line in an SMS',
    (title) => {
      const message = { ...(said('verify', [fail('check/http', { title })]) as Message), repository: title }
      expect(subjectOf(message)).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,99}$/)
      expect(shortOf(message)).not.toMatch(/[\r\n]/)
      expect(shortOf(message).length).toBeLessThanOrEqual(141)
    },
  )
})

describe('the topics', () => {
  const topic = (name: string): string => `arn:aws:sns:eu-west-1:111111111111:${name}`
  const message = said('verify', [
    fail('check/http', { details: { kind: 'functional' } }),
    fail('trust/too-wide'),
    fail('drift/undeclared'),
  ]) as Message
  const reported = (input: Parameters<typeof topicsFor>[0]): (readonly [string, readonly string[]])[] =>
    topicsFor(input, message).map(([to, own]) => [to.split(':').at(-1) ?? '', own.causes.map(({ code }) => code)])

  test('get all causes, and owners those of their kind', () => {
    expect(reported({ sns: topic('all'), owners: { security: topic('sec'), load: topic('load') } })).toEqual([
      ['all', ['check/http', 'trust/too-wide', 'drift/undeclared']],
      ['sec', ['trust/too-wide']],
    ])
  })

  test('get one message where they own several kinds, or everything', () => {
    expect(reported({ owners: { security: topic('a'), drift: topic('a') } })).toEqual([
      ['a', ['trust/too-wide', 'drift/undeclared']],
    ])
    expect(reported({ sns: topic('a'), owners: { security: topic('a') } })).toHaveLength(1)
  })
})
