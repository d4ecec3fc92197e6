import { expect, test } from '@jest/globals'
import { judgeGate } from '../../../src/policies/gate/index.ts'
import { document } from '../../evidence/documents.ts'
import { facts, github, linkOf } from './facts.ts'

const blind = { ...facts, where: 'unknown' as const, chain: { links: [], others: [], findings: [] }, github: undefined }
const half = document('precheck', {
  snapshots: ['preprod', 'production'].map((environment) => ({
    environment,
    facts: { 'stacks/web/start/exists': null },
  })),
})

test.each([
  ['GitHub and the evidence', blind],
  ['the protection of the environment', { ...blind, github: { ...github, environment: undefined } }],
  ['the contents of the environments', { ...blind, chain: { links: [linkOf(half)], others: [], findings: [] } }],
])('where %s could not be read, no rule passes', (_, given) => {
  const findings = judgeGate(given)
  expect(findings.filter(({ outcome }) => outcome === 'pass')).toEqual([])
  expect(findings.filter(({ outcome }) => outcome === 'fail')).not.toEqual([])
})
