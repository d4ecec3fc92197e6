import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import {
  SCHEMA,
  type ChangeSetPlan,
  type Evidence,
  type Measurement,
  type Plan,
  type PropertyChange,
  type Release,
  type ResourceChange,
  type TimelineEntry,
} from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'

/** Evidence of releases of the shop, as its steps write it: one that passes, one that has drifted, one that is hostile. */

const SHA = '4f0c2d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d'
const DAY = '2026-11-20'

const contents = {
  sha: SHA,
  templates: [
    { id: 'web', kind: 'template' as const, digest: digestOfBytes('web.yml') },
    { id: 'web/preprod', kind: 'parameters' as const, digest: digestOfBytes('preprod.json') },
    { id: 'web/production', kind: 'parameters' as const, digest: digestOfBytes('production.json') },
  ],
  revisions: [{ id: 'app', kind: 'revision' as const, digest: digestOfBytes('app') }],
  config: digestOfBytes('config'),
}
export const RELEASE: Release = { digest: digestOf(contents), ...contents }

export function document(
  command: string,
  from: string,
  to: string,
  findings: readonly Finding[],
  more: Partial<Evidence> = {},
): Evidence {
  return {
    schema: SCHEMA,
    slot: { command, environment: command === 'precheck' ? 'all' : command === 'gate' ? 'production' : 'preprod' },
    origin: {
      repository: 'acme/shop',
      sha: SHA,
      ref: 'refs/heads/main',
      runId: '9041177203',
      runAttempt: 1,
      job: command,
      actor: 'maren',
    },
    endpoints: { aws: 'aws', github: 'github' },
    release: RELEASE,
    plans: [],
    snapshots: [],
    verdict: verdictOf(findings),
    findings,
    measurements: [],
    timeline: [],
    handles: [],
    approvals: [],
    previous: [],
    startedAt: `${DAY}T${from}.000Z`,
    finishedAt: `${DAY}T${to}.000Z`,
    ...more,
  }
}

function property(path: string, before?: string, after?: string, more: Partial<PropertyChange> = {}): PropertyChange {
  return {
    path,
    attribute: 'Properties',
    change: 'Modify',
    requiresRecreation: 'Never',
    causes: ['DirectModification'],
    evaluation: 'Static',
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...more,
  }
}

function change(logicalId: string, type: string, more: Partial<ResourceChange> = {}): ResourceChange {
  return { logicalId, type, action: 'Modify', replacement: 'False', properties: [], ...more }
}

export function planFor(
  environment: string,
  changes: readonly ResourceChange[],
  more: Partial<ChangeSetPlan> = {},
): Plan {
  const changeSets: ChangeSetPlan[] = [
    {
      stack: 'web',
      stackName: `shop-${environment}`,
      stackArn: `arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-${environment}/8d3a`,
      changeSetArn: `arn:aws:cloudformation:eu-west-1:111111111111:changeSet/test-deployments-9041177203/5c1f`,
      kind: changes.length === 0 ? 'none' : 'update',
      provisional: false,
      changes,
      nested: [],
      ...more,
    },
  ]
  return { environment, digest: digestOf({ environment, changes }), changeSets }
}

const everyday: readonly ResourceChange[] = [
  change('Service', 'AWS::AutoScaling::LaunchConfiguration', {
    replacement: 'True',
    policyAction: 'ReplaceAndDelete',
    properties: [property('/Properties/ImageId', 'ami-0a1b2c3d4e', 'ami-0f9e8d7c6b', { requiresRecreation: 'Always' })],
  }),
  change('SlowAnswers', 'AWS::CloudWatch::Alarm', {
    properties: [property('/Properties/Threshold', '500', '300'), property('/Properties/EvaluationPeriods', '5', '3')],
  }),
  change('Receipts', 'AWS::S3::Bucket', { action: 'Add', properties: [] }),
]

const PLANS: readonly Plan[] = [
  planFor('preprod', everyday),
  planFor('production', [
    ...everyday,
    change('Fleet', 'AWS::AutoScaling::AutoScalingGroup', {
      properties: [property('/Properties/MaxSize', '12', '16', { causes: ['ParameterReference'] })],
    }),
  ]),
]

export function passed(code: string, subject: string, title: string, more: Partial<Finding> = {}): Finding {
  return { code, outcome: 'pass', title, subject, ...more }
}

function happened(
  at: string,
  subject: string,
  event: string,
  ms: number,
  more: Partial<TimelineEntry> = {},
): TimelineEntry {
  return { at: `${DAY}T${at}.000Z`, subject, event, ms, outcome: 'pass', ...more }
}

export function precheck(): Evidence {
  return document(
    'precheck',
    '09:12:04',
    '09:13:21',
    [
      passed('drift/in-sync', 'stack/web', 'preprod: web is in sync', { observed: '9 of 11 resources checked' }),
      passed('drift/in-sync', 'stack/web', 'production: web is in sync', { observed: '9 of 11 resources checked' }),
      {
        code: 'drift/property-differs',
        outcome: 'fail',
        title: 'production: DesiredCapacity of web/Fleet is not what the template says',
        subject: 'stack/web/resource/Fleet',
        expected: '/DesiredCapacity = 4',
        observed: '/DesiredCapacity = 6',
        waived: { reason: 'autoscaling owns it', owner: 'platform', until: '2027-03-31' },
      },
      passed('intent', 'intent', 'every change is one that this release declares', { observed: '4 of 4 declared' }),
      passed('appspec/valid', 'deployment/app', 'the AppSpec names files and hooks that exist'),
    ],
    {
      plans: PLANS,
      timeline: [
        happened('09:12:05', 'stack/web', 'drift detected in preprod', 21_400),
        happened('09:12:05', 'stack/web', 'drift detected in production', 34_900),
        happened('09:12:41', 'stack/web', 'change set made for preprod', 14_200),
        happened('09:12:56', 'stack/web', 'change set made for production', 19_800),
      ],
      handles: [
        {
          kind: 'change-set',
          id: 'arn:aws:cloudformation:eu-west-1:222222222222:changeSet/test-deployments-9041177203/77aa',
          environment: 'production',
          region: 'eu-west-1',
          state: 'kept',
          advice:
            'aws cloudformation describe-change-set --change-set-name test-deployments-9041177203 --stack-name shop-production',
        },
      ],
    },
  )
}

export function deployment(): Evidence {
  return document(
    'deploy-preprod',
    '09:13:40',
    '09:19:12',
    [
      passed('stack/updated', 'stack/web', 'shop-preprod was updated in 2 min 41 s', { observed: 'UPDATE_COMPLETE' }),
      passed('plan/same', 'stack/web', 'what was executed is what was reviewed'),
      passed('deployment/succeeded', 'deployment/app', 'd-4QW9ZK2TF succeeded on 2 of 2 instances'),
      passed('alarm/ok', 'alarm/shop-preprod-slow', 'shop-preprod-slow was OK throughout'),
    ],
    {
      timeline: [
        happened('09:13:44', 'stack/web', 'UPDATE', 161_000),
        happened('09:13:52', 'stack/web/resource/Receipts', 'CREATE', 24_000),
        happened('09:14:01', 'stack/web/resource/Service', 'REPLACE', 68_000),
        happened('09:16:30', 'deployment/app', 'revision uploaded', 2_300),
        happened('09:16:33', 'deployment/app/i-0a1', 'ApplicationStop', 3_100),
        happened('09:16:37', 'deployment/app/i-0a1', 'BeforeInstall', 8_900),
        happened('09:16:46', 'deployment/app/i-0a1', 'Install', 4_400),
        happened('09:16:51', 'deployment/app/i-0a1', 'ApplicationStart', 6_200),
        happened('09:16:58', 'deployment/app/i-0a1', 'ValidateService', 31_000),
        happened('09:17:31', 'deployment/app/i-0b2', 'Install', 5_100),
        happened('09:17:37', 'deployment/app/i-0b2', 'ValidateService', 29_000),
      ],
      handles: [
        {
          kind: 'deployment',
          id: 'd-4QW9ZK2TF',
          environment: 'preprod',
          region: 'eu-west-1',
          state: 'kept',
          advice: 'aws deploy get-deployment --deployment-id d-4QW9ZK2TF --region eu-west-1',
        },
      ],
    },
  )
}

/** Latencies with a hill in the middle, as a garbage collection makes it. */
function series(base: number, hill: number): [number, number][] {
  return Array.from({ length: 60 }, (_, second) => {
    const wave = Math.sin(second / 3) * base * 0.08 + ((second * 7919) % 13) * base * 0.012
    return [second * 1_000 + 500, Math.round(base + wave + hill * Math.exp(-(((second - 34) / 5) ** 2)))]
  })
}

function checked(kind: string, name: string, key: string, more: Partial<Finding> = {}): Finding {
  return passed(`check/${key}`, `check/${name}`, `${name}: as expected`, {
    details: { kind, check: name, key, looks: 1 },
    ...more,
  })
}

const MEASUREMENTS: readonly Measurement[] = [
  {
    name: 'response time',
    unit: 'ms',
    value: 184,
    limit: 500,
    subject: 'check/home page answers',
    series: series(92, 70).slice(0, 15),
  },
  { name: 'tests', unit: 'count', value: 48, subject: 'check/integration suite' },
  { name: 'p50', unit: 'ms', value: 41, subject: 'check/orders under load', series: series(38, 12) },
  { name: 'p90', unit: 'ms', value: 97, subject: 'check/orders under load', series: series(71, 60) },
  { name: 'p95', unit: 'ms', value: 138, subject: 'check/orders under load', series: series(88, 98) },
  { name: 'p99', unit: 'ms', value: 246, limit: 300, subject: 'check/orders under load', series: series(120, 150) },
  { name: 'max', unit: 'ms', value: 391, subject: 'check/orders under load', series: series(150, 230) },
  { name: 'errors', unit: 'percent', value: 0.02, limit: 0.1, subject: 'check/orders under load' },
  { name: 'requests', unit: 'per-second', value: 199.9, subject: 'check/orders under load' },
]

export function verification(more: Partial<Evidence> = {}): Evidence {
  return document(
    'verify',
    '09:19:30',
    '09:23:02',
    [
      checked('functional', 'home page answers', 'http', {
        title: 'home page answers: 15 of 15 looks passed',
        expected: '200 within 500 ms',
        observed: '200 in 91 ms from https://preprod.shop.example/',
      }),
      checked('deployment', 'the new version answers', 'http', { observed: '200 in 22 ms; version = "1.4.0"' }),
      checked('integration', 'integration suite', 'run', {
        title: 'integration suite: 48 tests passed in 41.2 s',
        observed: 'exit status 0; 48 passed, 0 failed, 2 skipped',
      }),
      checked('load', 'orders under load', 'load', {
        title: 'orders under load: held 199.9/s: p99 246 ms, errors 0.02%',
        expected: '200/s for 1 min 0 s; p99 ≤ 300 ms; errors ≤ 0.1%',
        observed:
          '12,000 requests at 199.9/s; p50 41 ms, p90 97 ms, p95 138 ms, p99 246 ms; errors 0.02% (status 503: 2)',
      }),
    ],
    {
      measurements: MEASUREMENTS,
      timeline: [
        happened('09:19:32', 'check/home page answers', 'functional, 15 looks', 30_400),
        happened('09:20:03', 'check/the new version answers', 'deployment', 22),
        happened('09:20:04', 'check/integration suite', 'integration', 41_200),
        happened('09:20:46', 'check/orders under load', 'load', 60_700),
      ],
      ...more,
    },
  )
}

export function gate(findings: readonly Finding[] = openGate(), more: Partial<Evidence> = {}): Evidence {
  return document('gate', '09:23:20', '09:23:24', findings, {
    approvals: [{ environment: 'preprod', state: 'approved', user: 'jonas', comment: 'go' }],
    timeline: [happened('09:23:21', 'gate', 'evidence of 3 steps linked', 900)],
    ...more,
  })
}

function openGate(): Finding[] {
  return [
    passed('gate/evidence-complete', 'evidence', 'the evidence of every step is there', {
      observed: 'precheck, deploy-preprod, verify',
    }),
    passed('gate/same-release', 'release', 'all of it is about this release'),
    passed('gate/fresh', 'evidence', 'none of it is older than 24 h', { observed: 'the oldest is 11 min old' }),
    passed('gate/kinds', 'verify', 'every required kind of check has passed', {
      observed: 'deployment, functional, integration, load',
    }),
    passed(
      'gate/reviewers',
      'environment/production',
      'production has required reviewers who may not approve their own run',
    ),
  ]
}

/** The documents of a release and the last of them, which is built on the others. */
function closedBy(earlier: readonly Evidence[], last: Evidence): Evidence[] {
  return [...earlier, { ...last, previous: earlier.map((one) => digestOf(one)) }]
}

/** A release that may go: every step passed. */
export function goodRelease(): Evidence[] {
  return closedBy([precheck(), deployment(), verification()], gate())
}

/** A release that must not go: someone opened a port by hand, tests fail, and a table would be replaced. */
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
      code: 'gate/verdict',
      outcome: 'fail',
      title: 'precheck did not pass',
      subject: 'evidence/precheck/all',
      expected: 'pass',
      observed: 'fail: 2 findings',
      advice: 'Resolve what precheck found, then run the release again.',
    },
    {
      code: 'gate/admin-bypass',
      outcome: 'inconclusive',
      title: 'nobody can tell whether administrators may bypass the rules of production',
      subject: 'environment/production',
      expected: 'can_admins_bypass: false',
      observed: 'GitHub does not say',
      advice: 'Switch off "Allow administrators to bypass" for the environment.',
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

const NASTY = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '| a | b |',
  '`code` ```fence```',
  '[link](https://evil.example) ![pic](https://evil.example/x.png)',
  '@everyone see https://evil.example and www.evil.example',
  '\u202Egnp.exe\u2066 \u0007\u001B[31mred\u001B[0m',
  '**bold** _under_ ~~gone~~ $x^2$ :tada: # heading',
  '</details></table></style></svg>',
  '::error::forged\n::set-output name=digest::x\n\n# A heading\n\n> quote',
  '"quoted" \'single\' &amp; &#60;',
].join(' ')

/** A document in which every text that may come from outside is an attack. */
export function hostile(): Evidence {
  const finding: Finding = {
    code: NASTY,
    outcome: 'fail',
    title: NASTY,
    subject: NASTY,
    expected: NASTY,
    observed: `${NASTY}\n\n\n\n\n${NASTY}`,
    advice: NASTY,
    source: { file: NASTY, line: 1 },
    details: { kind: NASTY, check: NASTY },
  }
  const findings = [
    finding,
    { ...finding, outcome: 'pass' as const },
    { ...finding, waived: { reason: NASTY, owner: NASTY, until: NASTY } },
  ]
  const plan = planFor(
    'production',
    [change(NASTY, NASTY, { policyAction: NASTY, replacement: 'True', properties: [property(NASTY, NASTY, NASTY)] })],
    { stack: NASTY, stackName: NASTY },
  )
  return document('verify', '09:19:30', '09:23:02', findings, {
    slot: { command: NASTY, environment: NASTY, phase: NASTY },
    origin: { repository: NASTY, sha: NASTY, ref: NASTY, runId: NASTY, runAttempt: 2, job: NASTY, actor: NASTY },
    endpoints: { aws: NASTY, github: NASTY },
    plans: [plan],
    measurements: [
      {
        name: NASTY,
        unit: 'ms',
        value: 3,
        limit: 2,
        subject: NASTY,
        series: [
          [0, 1],
          [1_000, 3],
        ],
      },
    ],
    timeline: [{ at: NASTY, subject: NASTY, event: NASTY, outcome: 'fail', detail: NASTY, ms: 5 }],
    handles: [{ kind: 'process', id: NASTY, environment: NASTY, region: NASTY, state: 'running', advice: NASTY }],
    approvals: [{ environment: NASTY, state: NASTY, user: NASTY, comment: NASTY }],
  })
}
