import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2'
import { expect, test } from '@jest/globals'
import type { NetworkInsights } from '../../src/aws/clients/network-insights.ts'
import { Budget } from '../../src/checks/engine/budget.ts'
import { explain } from '../../src/checks/engine/reachability/explain.ts'
import type { CheckContext, Judgement } from '../../src/checks/contract.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { contextOf, line, plannedOf } from './aws.ts'

const OPEN: NetworkInsightsAnalysis = {
  Status: 'succeeded',
  NetworkPathFound: true,
  ForwardPathComponents: [{ SequenceNumber: 1, Component: { Id: 'eni-1' } }],
}

interface Answers {
  /** One for each read of the analysis; the last one repeats. */
  readonly analyses?: readonly NetworkInsightsAnalysis[]
  /** By operation: the names of errors of its first calls. */
  readonly errors?: Readonly<Record<string, readonly string[]>>
}

async function runCheck(
  { analyses = [OPEN], errors = {} }: Answers,
  more = '',
  context: Partial<CheckContext> = {},
  calls: string[] = [],
): Promise<{ judgement: Judgement; calls: string[] }> {
  let read = 0
  let now = 0
  const answer = async <T>(operation: string, value: T): Promise<T & { $metadata: object }> => {
    const problem = errors[operation]?.[calls.filter((each) => each === operation).length]
    calls.push(operation)
    if (problem !== undefined) throw Object.assign(new Error(problem), { name: problem })
    return { ...value, $metadata: {} }
  }
  const fake: NetworkInsights = {
    createNetworkInsightsPath: async () =>
      answer('create', { NetworkInsightsPath: { NetworkInsightsPathId: 'nip-1' } }),
    startNetworkInsightsAnalysis: async () =>
      answer('start', { NetworkInsightsAnalysis: { NetworkInsightsAnalysisId: 'nia-1' } }),
    describeNetworkInsightsAnalyses: async () =>
      answer('describe', {
        NetworkInsightsAnalyses: [
          { NetworkInsightsAnalysisId: 'nia-1', ...analyses[Math.min(read++, analyses.length - 1)] },
        ],
      }),
    deleteNetworkInsightsAnalysis: async () => answer('delete analysis', {}),
    deleteNetworkInsightsPath: async () => answer('delete path', {}),
  }
  const clock = { now: () => new Date(now), sleep: async (ms: number) => void (now += ms) }
  const { check, options } = plannedOf(`{ path: { from: i-1, to: i-2, port: 443${more} } }`)
  const all = { ...contextOf({ clock, connect: { networkInsights: async () => fake } }), ...context }
  const facts = await check.observe(options as never, all)
  return { judgement: check.judge(options as never, facts as never), calls }
}

const CLOSED: NetworkInsightsAnalysis = {
  Status: 'succeeded',
  NetworkPathFound: false,
  Explanations: [{ ExplanationCode: 'ENI_SG_RULES_MISMATCH' }],
}

test.each<[string, NetworkInsightsAnalysis, string]>([
  ['', OPEN, 'pass: reachable'],
  ['', { ...OPEN, ForwardPathComponents: [] }, 'inconclusive: nothing says how the traffic gets there'],
  ['', { Status: 'succeeded', NetworkPathFound: true }, 'inconclusive: nothing says how the traffic gets there'],
  ['', CLOSED, 'fail: not reachable'],
  [', reachable: false', CLOSED, 'pass: not reachable'],
  [', reachable: false', { Status: 'succeeded', NetworkPathFound: true }, 'fail: reachable, although'],
  // NetworkPathFound of a failed analysis is false, and has no meaning.
  [
    ', reachable: false',
    { ...CLOSED, Status: 'failed', StatusMessage: 'no Tiros permissions' },
    'error: the analysis did not succeed: no Tiros',
  ],
  [', reachable: false', { Status: 'succeeded' }, 'error: the analysis did not succeed'],
  [', reachable: false', { ...CLOSED, Status: 'dreaming' as never }, 'error: '],
  [
    ', reachable: false',
    { ...CLOSED, Explanations: [{ ExplanationCode: 'NO_SOURCE_OR_DESTINATION' }] },
    'inconclusive: nothing was analysed',
  ],
  [', reachable: false', { ...CLOSED, Explanations: [] }, 'inconclusive: nothing says what keeps the traffic away'],
  [', reachable: false', { Status: 'succeeded', NetworkPathFound: false }, 'inconclusive: nothing says'],
])('%s with %j is %s', async (more, analysis, expected) => {
  const { judgement, calls } = await runCheck({ analyses: [{ Status: 'running' }, analysis] }, more)
  expect(line(judgement)).toContain(expected)
  expect(calls).toEqual(['create', 'start', 'describe', 'describe', 'delete analysis', 'delete path'])
})

test('quotas are waited for, and other errors remove the created resources', async () => {
  const waited = await runCheck({
    errors: { create: ['NetworkInsightsPath.LimitExceeded'], start: ['NetworkInsightsAnalysis.LimitExceeded'] },
  })
  expect(line(waited.judgement)).toBe('pass: reachable')
  expect(waited.calls.filter((each) => each === 'start')).toHaveLength(2)
})

test('an error removes the created resources', async () => {
  const calls: string[] = []
  await expect(runCheck({ errors: { describe: ['InternalError'] } }, '', {}, calls)).rejects.toThrow('InternalError')
  expect(calls).toEqual(['create', 'start', 'describe', 'delete analysis', 'delete path'])
})

test('a resource that cannot be removed is reported beside a pass', async () => {
  const { judgement } = await runCheck({ errors: { 'delete path': ['UnauthorizedOperation'] } })
  expect(judgement.outcome).toBe('pass')
  expect(judgement.findings).toMatchObject([{ code: 'check/path/remains', outcome: 'noted', observed: 'nip-1' }])
})

test('the analyses of a run are limited', async () => {
  const analyses = new Budget(1)
  expect((await runCheck({}, '', { analyses })).judgement.outcome).toBe('pass')
  const second = await runCheck({}, '', { analyses })
  expect(line(second.judgement)).toBe('inconclusive: not analysed: this run has used up its 1 analysis')
  expect(second.calls).toEqual([])
})

test('is skipped, and reported as skipped, only where the deployment changed none of the stacks that it depends on', async () => {
  const released = { stacks: [], deployments: [], recorded: undefined }
  const depends = ', depends-on: [net, web]'
  const both = await runCheck({}, depends, { released: { ...released, unchanged: ['web', 'net', 'other'] } })
  expect(line(both.judgement)).toBe('skipped: not analysed: this deployment did not change net, web')
  expect(both.calls).toEqual([])
  expect((await runCheck({}, depends, { released: { ...released, unchanged: ['web'] } })).judgement.outcome).toBe(
    'pass',
  )
  expect((await runCheck({}, depends)).judgement.outcome).toBe('pass')
})

test('explanations are texts, and unknown codes are shown unchanged', () => {
  expect(
    explain({
      ExplanationCode: 'SUBNET_ACL_RESTRICTION',
      Acl: { Id: 'acl-1' },
      Subnet: { Id: 'subnet-1' },
      Direction: 'egress',
      AclRule: { RuleNumber: 32_767 },
    }),
  ).toBe(
    'the network ACL acl-1 of the subnet subnet-1 denies it for outgoing traffic (rule 32767) (SUBNET_ACL_RESTRICTION)',
  )
  expect(explain({ ExplanationCode: 'constructor' })).toBe('constructor')
  expect(explain({})).toBe('no code')
})

test.each([
  ['{ path: { from: i-1 } }', 'expected `to` or `to-address`'],
  ['{ path: { from: i-1, to-address: "::1" } }', 'expected an IPv4 address'],
  ['{ path: { from: i-1, to: i-2 }, phase: during }', 'expected after-deployment for `path`'],
  ['{ path: { from: i-1, to: i-2 }, on: hosts }', 'expected runner for `path`'],
  ['{ path: { from: i-1, to: i-2, port: 70000 } }', 'port'],
])('the configuration refuses %s', (entry, message) => {
  expect(() => readConfig(`version: 1\nverify:\n  - ${entry}\n`, 'file')).toThrow(message)
})
