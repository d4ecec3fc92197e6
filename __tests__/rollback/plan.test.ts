import { describe, expect, test } from '@jest/globals'
import type { DeploymentState } from '../../src/codedeploy/deployment.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { LastReleaseAnswer } from '../../src/policies/contract.ts'
import type { History } from '../../src/rollback/history.ts'
import { judgePlan, newestRelease, type Planned } from '../../src/rollback/plan.ts'
import type { RemoteDeployment } from '../../src/rollback/previous.ts'
import type { PlannedStack } from '../../src/rollback/stacks/judge.ts'

const CONFIG = readConfig(
  `
version: 1
stacks: [{ id: base, name: "base-{environment}", template: base.yml }]
deployments:
  - { id: app, platform: server, application: shop, group: app, revision: { directory: app, bucket: revisions } }
  - { id: jobs, platform: server, application: shop, group: jobs, revision: { directory: jobs, bucket: revisions } }
`,
  'config.yml',
)
const environment = resolveEnvironment(CONFIG, 'production', 'eu-west-1')

const state = (id: string, createdAt: string): DeploymentState & { revision: { s3Location: { key: string } } } => ({
  id,
  status: 'Succeeded',
  creator: 'user',
  description: '',
  createdAt,
  isBlueGreen: false,
  isTerminationWait: false,
  functions: {},
  revision: { s3Location: { key: id } },
})
const back = (run: string, createdAt: string): History => ({
  kind: 'back',
  from: { run, state: state(`d-${run}`, createdAt) },
  to: state('d-before', '2026-01-01T00:00:00.000Z'),
})
const found = (histories: Readonly<Record<string, History>>): Planned[] =>
  environment.deployments.flatMap((deployment) => {
    const history = histories[deployment.id]
    return history === undefined ? [] : [{ deployment: deployment as RemoteDeployment, history }]
  })
const NOTHING_KNOWN: LastReleaseAnswer = { kind: 'not-compared', why: 'no workflow file' }
const evidence = (runId: string, finishedAt: string): LastReleaseAnswer => ({
  kind: 'found',
  release: { runId, finishedAt, runAttempt: 1, sha: 'abc', source: 'evidence', steps: [], measurements: [] } as never,
})
const plan = (
  histories: Readonly<Record<string, History>>,
  lastRelease: LastReleaseAnswer = NOTHING_KNOWN,
  only: readonly string[] = [],
): { ids: string[]; lines: string[]; findings: ReturnType<typeof judgePlan>['findings'] } => {
  const deployed = found(histories)
  const stacks = environment.stacks.map((stack): PlannedStack => ({
    stack,
    history: { kind: 'none', why: 'no record' },
  }))
  const release = newestRelease(deployed, stacks)
  const { deployments, findings } = judgePlan({ environment, only, lastRelease, found: deployed, stacks, release })
  return {
    ids: deployments.map(({ deployment }) => deployment.id),
    lines: findings.map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`),
    findings,
  }
}

const EARLY = '2026-02-01T00:00:00.000Z'
const LATE = '2026-03-01T00:00:00.000Z'

describe('the plan of a rollback', () => {
  test('contains the deployments of one release; stacks are listed with their commands', () => {
    const { ids, lines, findings } = plan({ app: back('7', LATE), jobs: back('6', EARLY) })
    expect(ids).toEqual(['app'])
    expect(lines).toEqual([
      'noted rollback/release environment/production/rollback',
      'noted rollback/planned deployment/app/rollback',
      'noted rollback/not-in-release deployment/jobs/rollback',
      'noted rollback/stack-stays stack/base/rollback',
    ])
    expect(findings.at(-1)?.advice).toContain('--stack-name base-production')
  })

  test('identifies the release by all groups, even if it is limited to one', () => {
    const { ids, lines } = plan({ app: back('7', LATE), jobs: back('6', EARLY) }, NOTHING_KNOWN, ['jobs'])
    expect(ids).toEqual([])
    expect(lines).toContain('noted rollback/not-in-release deployment/jobs/rollback')
  })

  test.each([
    ['7', EARLY, 'noted', 'its evidence says that it passed'],
    ['6', EARLY, 'noted', 'the last one that passed is that of run 6'],
    ['8', '2026-04-01T00:00:00.000Z', 'fail', 'run 8 released to production after run 7'],
  ])('compares with evidence: run %s of %s is %s', (run, finishedAt, outcome, says) => {
    const { findings } = plan({ app: back('7', LATE) }, evidence(run, finishedAt))
    const release = findings.find(({ code }) => code === 'rollback/release')
    expect(release?.outcome).toBe(outcome)
    expect(release?.title).toContain(says)
  })
})
