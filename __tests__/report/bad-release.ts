import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'
import { change, planFor, property } from './documents.ts'
import { checked, closedBy, deployment, everyday, gate, openGate, precheck, verification } from './good-release.ts'

/** A release that must not be deployed: a port was opened manually, tests fail, and a table would be replaced. */
export function badRelease(): Evidence[] {
  const drifted = precheck()
  const port: Finding = {
    code: 'drift/property-differs',
    outcome: 'fail',
    title: 'production: SecurityGroupIngress of web/Entrance is not what the template says',
    subject: 'stack/web/resource/Entrance',
    expected: '/SecurityGroupIngress/1 is absent',
    observed: '/SecurityGroupIngress/1 = {"CidrIp":"0.0.0.0/0","FromPort":22,"ToPort":22}',
    advice:
      'Find out who opened port 22 to the world, then bring it into infra/web.yml or revert it: aws cloudformation detect-stack-drift --stack-name shop-production',
    source: { file: 'infra/web.yml', line: 88, column: 7 },
    details: { environment: 'production' },
  }
  const table: Finding = {
    code: 'change/replaces-state',
    outcome: 'fail',
    title: 'production: web/Orders would be replaced, and its data with it',
    subject: 'stack/web/resource/Orders',
    expected: 'no replacement of AWS::DynamoDB::Table',
    observed: 'replacement: True, because of /Properties/KeySchema',
    advice: 'Keep the key, or move the data first and declare the replacement in the intent file.',
    source: { file: 'infra/web.yml', line: 31 },
  }
  const plans = [
    planFor('preprod', everyday),
    planFor('production', [
      ...everyday,
      change('Orders', 'AWS::DynamoDB::Table', {
        replacement: 'True',
        policyAction: 'ReplaceAndRetain',
        properties: [
          property(
            '/Properties/KeySchema',
            '[{"AttributeName":"id","KeyType":"HASH"}]',
            '[{"AttributeName":"order","KeyType":"HASH"}]',
            {
              requiresRecreation: 'Always',
            },
          ),
        ],
      }),
      change('OldQueue', 'AWS::SQS::Queue', { action: 'Remove', policyAction: 'Delete', replacement: 'False' }),
    ]),
  ]
  const before = { ...drifted, plans, findings: [...drifted.findings, port, table] }
  const failing: Finding = {
    code: 'check/run/test',
    outcome: 'fail',
    title: 'orders › keeps the basket failed: expected 3 items, received 2',
    subject: 'check/integration suite/test/orders › keeps the basket',
    expected: 'a passing test',
    observed: [
      'AssertionError: expected 3 items, received 2',
      '    at basket (tests/orders.test.js:41:12)',
      '    at run (node:internal/test:9:1)',
      '    at next',
    ].join('\n'),
    advice: 'Run it yourself: npm run test:integration',
    source: { file: 'tests/orders.test.js', line: 41 },
    details: { kind: 'integration', check: 'integration suite' },
  }
  const good = verification()
  const tested = verification({
    findings: [
      ...good.findings.filter(({ subject }) => subject !== 'check/integration suite'),
      checked('integration', 'integration suite', 'run', {
        outcome: 'fail',
        title: 'integration suite: 1 of 48 tests failed; exit status 1',
        expected: 'exit status 0 and reports in reports/*.xml with at least one test, none failing',
        observed: 'exit status 1; 47 passed, 1 failed, 2 skipped',
        advice: 'Read the findings of the single tests.',
      }),
      failing,
    ],
  })
  const closed = gate([
    ...openGate().slice(1),
    {
      code: 'evidence/not-passed',
      outcome: 'fail',
      title: 'precheck did not pass',
      subject: 'evidence/precheck/all',
      expected: 'pass',
      observed: 'fail: 2 findings',
      advice: 'Resolve what precheck found, then run the release again.',
    },
    {
      code: 'gate/self-review',
      outcome: 'inconclusive',
      title: 'it is not known whether the one who started the run could approve it',
      subject: 'environment/production',
      expected: 'prevent self-review: on',
      observed: 'GitHub does not say',
      advice: 'Switch on "Prevent self-review" for the environment.',
    },
  ])
  return closedBy(
    [
      { ...before, verdict: verdictOf(before.findings) },
      deployment(),
      { ...tested, verdict: verdictOf(tested.findings) },
    ],
    closed,
  )
}
