import { digestOfBytes } from '../../src/evidence/digest.ts'
import type { Evidence, LastRelease } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { RELEASE } from './documents.ts'
import { checked, closedBy, deployment, gate, openGate, precheck, verification } from './good-release.ts'

/** A release for which every fact of the reviewer's decision is known. */

const LAST_SHA = '91ab0c2d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c'
const NAMES = { config: 'test-deployments.yml' }
const PLACE = { region: 'eu-west-1', stacks: [{ id: 'web', name: 'web' }] }
const TARGETS = [
  { id: 'app', platform: 'server', target: 'shop/shop' },
  { id: 'mails', platform: 'lambda', target: 'mails/mails' },
]

const LAST: LastRelease = {
  runId: '9041177100',
  runAttempt: 1,
  sha: LAST_SHA,
  finishedAt: '2026-11-18T10:00:00.000Z',
  source: 'evidence',
  composition: { ...NAMES, environments: [], checks: [] },
  release: {
    ...RELEASE,
    sha: LAST_SHA,
    revisions: [{ id: 'app', kind: 'revision', digest: digestOfBytes('old app') }],
  },
  steps: [],
  measurements: [],
}

const WAYS: Finding = {
  code: 'rollback/ways',
  outcome: 'noted',
  title: 'production: 1 of 2 parts is rolled back on alarms',
  subject: 'environment/production/rollback',
  details: {
    environment: 'production',
    ways: [
      {
        part: 'deployment/app',
        how: 'CodeDeploy deploys the last revision',
        on: ['a failed deployment'],
        alarms: ['shop-failures'],
        byCommand: 'a deployment of the previous revision',
      },
      { part: 'stack/web', how: 'nothing', on: [], alarms: [], byCommand: 'a change set' },
    ],
  },
}

export const HOW_TO_APPROVE: Finding = {
  code: 'gate/approval-comment',
  outcome: 'noted',
  title: 'an approval with the comment "0123456789ab/1" names this evidence and run attempt',
  subject: 'environment/production/approval',
  observed: 'evidence 0123456789ab',
  advice:
    'Needed after a re-run: approve with the comment "0123456789ab/1", with the run attempt of the deployment after the slash.',
  details: {
    approvers: {
      environment: 'production',
      may: ['jonas', 'team release'],
      not: ['maren (started the run)'],
      until: '2026-11-21T09:13:21.000Z',
    },
  },
}

const WAITING: Finding = {
  ...checked('acceptance', 'a buyer tries it', 'manual'),
  outcome: 'noted',
  title: 'a buyer tries it: waits for grace',
  details: { kind: 'acceptance', check: 'a buyer tries it', key: 'manual', by: 'grace' },
}

export function decidableRelease(): Evidence[] {
  const first = precheck()
  const composition = {
    ...NAMES,
    environments: ['preprod', 'production'].map((key) => ({
      ...PLACE,
      key,
      name: key,
      github: key,
      deployments: TARGETS,
    })),
    checks: [
      { name: 'home page answers', key: 'http', kind: 'functional', named: true },
      { name: 'a buyer tries it', key: 'manual', kind: 'acceptance', named: true, phase: 'approval' },
    ],
  }
  const serving = {
    'deployments/app/revision': 's3://releases/old.zip',
    'deployments/mails/alias/live/version': '7',
  }
  return closedBy(
    [
      {
        ...first,
        findings: [...first.findings, WAYS],
        composition,
        lastRelease: LAST,
        release: {
          ...RELEASE,
          revisions: [...RELEASE.revisions, { id: 'mails', kind: 'revision', digest: digestOfBytes('mails') }],
        },
        states: [{ environment: 'production', at: '2026-11-20T09:12:30.000Z', values: serving }],
      },
      deployment(),
      verification(),
    ],
    gate([...openGate(), HOW_TO_APPROVE, WAITING]),
  )
}
