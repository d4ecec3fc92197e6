import { digestOfBytes } from '../../src/evidence/digest.ts'
import type { Composition } from '../../src/evidence/composition.ts'
import type { Evidence, Release } from '../../src/evidence/document.ts'
import { document, ORIGIN } from './documents.ts'

const digest = digestOfBytes('x')

const PLACE = { environment: 'preprod', account: '111111111111', region: 'eu-west-1' }

const RELEASE: Release = {
  digest,
  sha: ORIGIN.sha,
  templates: [{ id: 'web', kind: 'template', digest }],
  revisions: [{ id: 'app', kind: 'revision', digest }],
  config: digest,
}

const COMPOSITION: Composition = {
  config: '.github/test-deployments.yml',
  environments: [
    {
      key: 'preprod',
      name: 'staging',
      github: 'staging',
      region: 'eu-west-1',
      account: '111111111111',
      stacks: [{ id: 'web', name: 'shop' }],
      deployments: [{ id: 'app', platform: 'server', target: 'shop/shop-preprod' }],
    },
  ],
  checks: [{ name: 'home page', key: 'http', kind: 'functional', named: true }],
}

/** Every member that a document can have. */
export const full: Required<Evidence> = {
  ...document('precheck'),
  environments: ['preprod', 'production'],
  url: 'https://shop.example.com/',
  release: RELEASE,
  composition: COMPOSITION,
  lastRelease: {
    runId: '16',
    runAttempt: 1,
    sha: ORIGIN.sha,
    ref: 'main',
    finishedAt: '2026-11-20T10:00:00+01:00',
    source: 'evidence',
    composition: COMPOSITION,
    release: RELEASE,
    steps: [{ slot: 'deploy-production/production', ms: 61_000.5 }],
    measurements: [{ name: 'p99', unit: 'ms', value: 1 }],
  },
  slot: { command: 'verify', ...PLACE, shard: '1/2', phase: 'tests' },
  mode: 'observe',
  temporary: { name: 'pr-12', expiresAt: '2026-11-20T18:00:00Z', url: 'https://pr-12.example.com' },
  states: [
    { ...PLACE, at: '2026-11-20T10:00:00Z', values: { 'stacks/web/arn': 'arn:stack', 'alarms/a/Threshold': null } },
  ],
  plans: [
    {
      ...PLACE,
      digest,
      changeSets: [
        {
          stack: 'web',
          stackName: 'shop',
          stackArn: 'arn:stack',
          changeSetArn: 'arn:change-set',
          kind: 'update',
          provisional: false,
          changes: [
            {
              logicalId: 'Table',
              type: 'AWS::DynamoDB::Table',
              action: 'Modify',
              replacement: 'Conditional',
              policyAction: 'Retain',
              properties: [
                {
                  path: '/Properties/BillingMode',
                  attribute: 'Properties',
                  change: 'Modify',
                  requiresRecreation: 'Conditionally',
                  before: 'a',
                  after: 'b',
                  causes: ['DirectModification'],
                  evaluation: 'Static',
                },
              ],
            },
          ],
          nested: [{ stack: 'web/Db', stackName: 'shop-db', kind: 'none', provisional: true, changes: [], nested: [] }],
        },
      ],
    },
  ],
  snapshots: [
    {
      ...PLACE,
      facts: { 'stacks/web/parameters/Size': ['small', 1, null, { a: true }] },
      planned: { 'deployments/app/role': { isSet: true, open: 'during the deployment', declared: digest } },
    },
  ],
  outputs: [{ ...PLACE, stacks: { web: { Url: 'https://shop.test' } } }],
  findings: [
    {
      code: 'drift/property-differs',
      outcome: 'fail',
      title: 't',
      subject: 's',
      expected: 'e',
      observed: 'o',
      advice: 'a',
      source: { file: 'f', line: 1, column: 2 },
      waived: { reason: 'r', owner: 'o', until: '2027-01-01' },
      details: { deep: [1, 'x', null] },
    },
  ],
  measurements: [{ name: 'p99', unit: 'ms', value: 1.5, series: [[0, 1]], limit: 2, subject: 'check/x' }],
  timeline: [{ at: '2026-11-22T10:00:00Z', subject: 's', event: 'e', outcome: 'pass', detail: 'd', ms: 1 }],
  handles: [{ kind: 'stack', id: 'i', ...PLACE, state: 'kept', advice: 'a' }],
  approvals: [{ environment: 'production', state: 'approved', user: 'bob', comment: '' }],
  previous: [digest],
}
