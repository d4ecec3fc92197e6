import type { FindingCode } from '../../src/evidence/codes/index.ts'
import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import {
  SCHEMA,
  type ChangeSetPlan,
  type Evidence,
  type Plan,
  type PropertyChange,
  type Release,
  type ResourceChange,
  type TimelineEntry,
} from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'

/** Parts of evidence, as steps write it. */

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
    environments: ['preprod', 'production'],
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

export function property(
  path: string,
  before?: string,
  after?: string,
  more: Partial<PropertyChange> = {},
): PropertyChange {
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

export function change(logicalId: string, type: string, more: Partial<ResourceChange> = {}): ResourceChange {
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

export function passed(code: FindingCode, subject: string, title: string, more: Partial<Finding> = {}): Finding {
  return { code, outcome: 'pass', title, subject, ...more }
}

export function happened(
  at: string,
  subject: string,
  event: string,
  ms: number,
  more: Partial<TimelineEntry> = {},
): TimelineEntry {
  return { at: `${DAY}T${at}.000Z`, subject, event, ms, outcome: 'pass', ...more }
}
