import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/gate/mirrors.ts'
import { document } from '../../evidence/documents.ts'
import { facts, linkOf } from './facts.ts'

const snapshot = (environment: string, protection: boolean) => ({
  environment,
  facts: { 'stacks/web/start/exists': true, 'stacks/web/termination-protection': protection },
})
const seenBy = (environment: string, ...snapshots: ReturnType<typeof snapshot>[]) =>
  linkOf(document('precheck', { slot: { command: 'precheck', environment }, snapshots }))
const judge = (...links: ReturnType<typeof linkOf>[]) =>
  rule.judge({ ...facts, chain: { links, others: [], findings: [] } }).map(({ code, outcome }) => `${outcome} ${code}`)

test('two jobs that saw one environment each are compared by the gate', () => {
  const preprod = seenBy('preprod', snapshot('preprod', false))
  expect(judge(preprod, seenBy('production', snapshot('production', true)))).toEqual(['fail parity/differs'])
  expect(judge(preprod, seenBy('production', snapshot('production', false)))).toEqual(['pass parity/mirrors'])
})

test('a stack that two jobs read, each as that of its own environment', () => {
  const planned = (environment: string, stackArn: string) => ({
    environment,
    digest: `sha256:${'0'.repeat(64)}` as const,
    changeSets: [
      { stack: 'web', stackName: 'shop', stackArn, kind: 'none' as const, provisional: false, changes: [], nested: [] },
    ],
  })
  const seen = (environment: string, arn: string) =>
    linkOf(
      document('precheck', {
        slot: { command: 'precheck', environment },
        snapshots: [snapshot(environment, true)],
        plans: [planned(environment, arn)],
      }),
    )
  expect(judge(seen('preprod', 'arn:1'), seen('production', 'arn:2'))).toEqual(['pass parity/mirrors'])
  expect(judge(seen('preprod', 'arn:1'), seen('production', 'arn:1'))).toEqual([
    'fail stack/shared',
    'pass parity/mirrors',
  ])
})

test('environments that one precheck has compared are not compared again', () => {
  expect(judge(seenBy('all', snapshot('preprod', false), snapshot('production', true)))).toEqual([])
})

test('a region that no precheck read together with its counterpart is compared', () => {
  const at = (environment: string, region: string, protection: boolean) => ({
    ...snapshot(environment, protection),
    region,
  })
  const [EU, US] = ['eu-west-1', 'us-east-1']
  const seen = (protection: boolean) => [
    seenBy('all', at('preprod', EU, true), at('production', EU, true)),
    seenBy('preprod', at('preprod', US, true)),
    seenBy('production', at('production', US, protection)),
  ]
  expect(judge(...seen(true))).toEqual(['pass parity/mirrors'])
  expect(judge(...seen(false))).toEqual(['fail parity/differs'])
})

test('one side alone is not proof', () => {
  expect(judge(seenBy('preprod', snapshot('preprod', true)))).toEqual(['skipped parity/one-environment'])
})

test('prechecks that each read a part prove nothing about the whole', () => {
  const part = (phase: string) =>
    linkOf(document('precheck', { slot: { command: 'precheck', environment: 'all', phase } }))
  expect(judge(part('web'), part('db'))).toEqual(['inconclusive parity/not-compared'])
  expect(judge(part('web'), seenBy('all', snapshot('preprod', true), snapshot('production', true)))).toEqual([])
  expect(judge()).toEqual([])
})
