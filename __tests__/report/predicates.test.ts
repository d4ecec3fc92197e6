import { describe, expect, test } from '@jest/globals'
import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import { attestableFiles, attestableOf } from '../../src/report/predicates.ts'
import { document, passed, RELEASE } from '../evidence/documents.ts'

const hex = (digest: string): object => ({ sha256: digest.replace('sha256:', '') })

describe('a verification', () => {
  const verify = document('verify', { findings: [passed('check/passed' as never, { subject: 'check/orders' })] })

  test('is a test result about the release', () => {
    expect(attestableOf(verify)).toMatchObject({
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      subjects: { release: RELEASE },
      predicate: {
        result: 'PASSED',
        passedTests: ['check/passed check/orders'],
        warnedTests: [],
        failedTests: [],
        configuration: [
          { name: 'configuration', digest: hex(digestOfBytes('config')) },
          { name: 'evidence', digest: hex(digestOf(verify)) },
        ],
        testDeployments: { environment: 'preprod', endpoints: { aws: 'aws', github: 'github' } },
      },
    })
  })

  test.each([
    ['fail', 'FAILED'],
    ['inconclusive', 'FAILED'],
    ['error', 'FAILED'],
    ['noted', 'WARNED'],
    ['skipped', 'WARNED'],
  ] as const)('with a finding that is %s is %s', (outcome, result) => {
    const findings = [...verify.findings, passed('check/failed' as never, { outcome })]
    expect(attestableOf({ ...verify, findings, verdict: 'pass' })?.predicate).toMatchObject({ result })
  })

  test('without findings is not a passed test', () => {
    expect(attestableOf({ ...verify, findings: [], verdict: 'pass' })?.predicate).toMatchObject({ result: 'FAILED' })
  })
})

describe('a deployment to production', () => {
  const plan = { environment: 'production', digest: digestOfBytes('plan'), changeSets: [] }
  const approval = { environment: 'production', state: 'approved', user: 'bob', comment: '' }
  const production = document('deploy-production', {
    slot: { command: 'deploy-production', environment: 'production' },
    plans: [plan],
    approvals: [approval, { ...approval, state: 'rejected', user: 'eve' }],
    previous: [digestOfBytes('gate')],
  })

  test('is a verification summary over release and plan, with who approved and when', () => {
    const attestable = attestableOf(production)
    expect(attestable).toMatchObject({
      predicateType: 'https://slsa.dev/verification_summary/v1',
      subjects: { release: RELEASE, 'plan/production': plan.digest },
      predicate: {
        verifier: { id: expect.stringContaining('test-deployments') },
        timeVerified: production.finishedAt,
        resourceUri: `git+https://github.com/octo/shop@${'a'.repeat(40)}`,
        verificationResult: 'PASSED',
        verifiedLevels: ['TEST_DEPLOYMENTS_PRODUCTION'],
        inputAttestations: [{ digest: hex(digestOf(production)) }, { digest: hex(digestOfBytes('gate')) }],
        testDeployments: { approvers: ['bob'], environment: 'production' },
      },
    })
  })

  test('attests it and the results of the verifications that it depends on, and no others', () => {
    const verify = document('verify', {
      slot: { command: 'verify', environment: 'preprod', phase: 'tests', shard: '1/2' },
    })
    const other = document('verify', { slot: { command: 'verify', environment: 'preprod', phase: 'aws' } })
    const built = { ...production, previous: [digestOf(verify)] }
    const files = attestableFiles(built, [document('precheck'), verify, other])
    expect([...files.keys()]).toEqual([
      '.predicate',
      '.subjects',
      '.verify-preprod-1_2-tests.predicate',
      '.verify-preprod-1_2-tests.subjects',
    ])
    expect(files.get('.subjects')).toBe(`${RELEASE.slice(7)}  release\n${plan.digest.slice(7)}  plan/production\n`)
    expect(JSON.parse(files.get('.verify-preprod-1_2-tests.predicate') ?? '')).toMatchObject({ result: 'PASSED' })
    expect(attestableFiles(verify, []).size).toBe(0)
  })

  test('that failed has no level', () => {
    const failed = { ...production, findings: [passed('drift/in-sync', { outcome: 'fail' as never })] }
    expect(attestableOf(failed)?.predicate).toMatchObject({ verificationResult: 'FAILED', verifiedLevels: [] })
  })
})

test('steps without a release, and those that decide nothing, attest nothing', () => {
  expect(attestableOf(document('gate'))).toBeUndefined()
  expect(attestableOf(document('precheck'))).toBeUndefined()
  const { release: _, ...without } = document('verify')
  expect(attestableOf(without)).toBeUndefined()
})
