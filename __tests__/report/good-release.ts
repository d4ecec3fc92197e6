import type { CheckName } from '../../src/evidence/codes/checks.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { Evidence, Measurement, Plan, ResourceChange } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { change, document, happened, passed, planFor, property } from './documents.ts'

/** A release of the shop that passes, step by step. */

export const everyday: readonly ResourceChange[] = [
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
      passed('change/as-declared', 'intent', 'every change is one that this release declares', {
        observed: '4 of 4 declared',
      }),
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
      passed('plan/unchanged', 'stack/web', 'what was executed is what was reviewed'),
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

/** Latencies with a peak in the middle, as a garbage collection causes. */
function series(base: number, hill: number): [number, number][] {
  return Array.from({ length: 60 }, (_, second) => {
    const wave = Math.sin(second / 3) * base * 0.08 + ((second * 7919) % 13) * base * 0.012
    return [second * 1_000 + 500, Math.round(base + wave + hill * Math.exp(-(((second - 34) / 5) ** 2)))]
  })
}

export function checked(kind: string, name: string, key: CheckName, more: Partial<Finding> = {}): Finding {
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
        title: 'home page answers: 15 of 15 attempts passed',
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
        expected: '200/s for 1 min; p99 ≤ 300 ms; errors ≤ 0.1%',
        observed:
          '12,000 requests at 199.9/s; p50 41 ms, p90 97 ms, p95 138 ms, p99 246 ms; errors 0.02% (status 503: 2)',
      }),
    ],
    {
      measurements: MEASUREMENTS,
      timeline: [
        happened('09:19:32', 'check/home page answers', 'functional, 15 attempts', 30_400),
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

export function openGate(): Finding[] {
  return [
    passed('gate/evidence-complete', 'evidence', 'the evidence of every step is there', {
      observed: 'precheck, deploy-preprod, verify',
    }),
    passed('gate/branch-allowed', 'release', 'all of it is about this release'),
    passed('evidence/valid', 'evidence', 'none of it is older than 24 h', { observed: 'the oldest is 11 min old' }),
    passed('gate/required-reviewers', 'verify', 'every required kind of check has passed', {
      observed: 'deployment, functional, integration, load',
    }),
    passed(
      'gate/environment-exists',
      'environment/production',
      'production has required reviewers who may not approve their own run',
    ),
  ]
}

/** The documents of a release and the last of them, which depends on the others. */
export function closedBy(earlier: readonly Evidence[], last: Evidence): Evidence[] {
  return [...earlier, { ...last, previous: earlier.map((one) => digestOf(one)) }]
}

/** A release that may be deployed: every step passed. */
export function goodRelease(): Evidence[] {
  return closedBy([precheck(), deployment(), verification()], gate())
}
