import type { ChangeSetPlan, Evidence, Plan } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { badRelease } from '../report/bad-release.ts'
import { change, document, happened, passed, planFor, property } from '../report/documents.ts'
import { decidableRelease } from '../report/decidable-release.ts'
import { closedBy, deployment, gate, precheck } from '../report/good-release.ts'
import { hostile } from '../report/hostile.ts'
import { riskyRelease } from '../report/risky-release.ts'

/** Releases as their reviewers see them: name, and the documents of the run. */
export const SCENES: Readonly<Record<string, readonly Evidence[]>> = {
  passing: decidableRelease(),
  blocked: badRelease(),
  failed: failed(),
  cancelled: cancelled(),
  'declared-danger': riskyRelease(),
  '500-stacks': large(500, 10),
  hostile: [hostile()],
}

/** Scenes that need no dark picture: their colours appear in others. */
export const ONLY_LIGHT: ReadonlySet<string> = new Set(['500-stacks', 'hostile'])

/** The service does not start on one of two instances. */
function failed(): Evidence[] {
  const finding: Finding = {
    code: 'deployment/failed',
    outcome: 'fail',
    title: 'app: ValidateService failed on i-0b2: scripts/validate.sh ended with exit status 1',
    subject: 'deployment/app',
    expected: 'every lifecycle event succeeds on 2 of 2 instances',
    observed: '1 succeeded, 1 failed',
    advice: 'Correct scripts/validate.sh or what it checks; on the instance: `journalctl -u shop -n 50`.',
    source: { file: 'app/scripts/validate.sh', line: 12 },
    details: {
      environment: 'preprod',
      logTail: [
        'waiting for http://localhost:8080/health',
        'curl: (7) Failed to connect to localhost port 8080 after 0 ms: Connection refused',
        'shop did not answer within 30 s',
      ],
    },
  }
  const step = deployment()
  return closedBy([precheck()], {
    ...step,
    findings: [...step.findings.slice(0, 2), finding],
    verdict: 'fail',
    timeline: [
      ...step.timeline.map((entry, index) => (index < 10 ? entry : { ...entry, outcome: 'fail' as const })),
      // In the order of their arrival: the later one first.
      happened('09:18:40', 'deployment/app/i-0b2', 'rollback: ValidateService', 12_000),
      happened('09:18:20', 'deployment/app/i-0b2', 'rollback: Install', 5_100),
    ],
  })
}

/** A person cancels the job while instances are replaced. */
function cancelled(): Evidence[] {
  const finding: Finding = {
    code: 'cancelled',
    outcome: 'error',
    title: 'the job was cancelled before this step completed',
    subject: 'action',
    expected: 'a completed step',
    observed: 'SIGINT',
    advice: 'See below what was stopped, what remains and what still runs; then run the job again.',
  }
  const step = deployment()
  return closedBy([precheck()], {
    ...step,
    findings: [finding],
    verdict: 'error',
    timeline: step.timeline.slice(0, 4),
    handles: step.handles.map((handle) => ({ ...handle, state: 'running' })),
  })
}

/** So many stacks with so many changes each, in both environments, and the findings of such a release. */
function large(stacks: number, changes: number): Evidence[] {
  const planOf = (environment: string): Plan => {
    const { changeSets, ...plan } = planFor(environment, [])
    return {
      ...plan,
      changeSets: Array.from({ length: stacks }, (_, stack) => ({
        ...(changeSets[0] as ChangeSetPlan),
        stack: `service-${stack}`,
        stackName: `service-${stack}-${environment}`,
        changes: Array.from({ length: changes }, (_each, index) =>
          change(`Resource${index}OfService${stack}`, 'AWS::Lambda::Function', {
            properties: [
              property(
                '/Properties/MemorySize',
                '256',
                environment === 'production' && (stack * changes + index) % 97 === 0 ? '1024' : '512',
              ),
            ],
          }),
        ),
      })),
    }
  }
  const findings = Array.from({ length: stacks }, (_, index) =>
    passed('drift/in-sync', `stack/service-${index}`, `production: service-${index} is in sync`, {
      observed: '10 of 10 resources checked',
    }),
  )
  const drifted = Array.from({ length: 40 }, (_, index): Finding => ({
    code: 'drift/property-differs',
    outcome: 'fail',
    title: `production: MemorySize of service-${index}/Resource0 is not what the template says`,
    subject: `stack/service-${index}/resource/Resource0`,
    expected: '/MemorySize = 256',
    observed: '/MemorySize = 3008',
    advice: 'Bring the value into the template, or set it back.',
  }))
  const closed: Finding = {
    code: 'evidence/not-passed',
    outcome: 'fail',
    title: 'precheck did not pass',
    subject: 'evidence/precheck/all',
    expected: 'pass',
    observed: 'fail: 40 findings',
    advice: 'Resolve what precheck found, then run the release again.',
  }
  const first = document('precheck', '09:00:00', '09:08:00', [...findings, ...drifted], {
    plans: [planOf('preprod'), planOf('production')],
  })
  return closedBy([first], gate([closed]))
}
