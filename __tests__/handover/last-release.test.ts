import { describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Composition } from '../../src/evidence/composition.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { parseEvidence } from '../../src/evidence/parse.ts'
import type { ApprovalRecord, Run, RunArtifact } from '../../src/github/approvals.ts'
import type { GitHub } from '../../src/github/client.ts'
import { branchesOf, findLastRelease, type Search } from '../../src/handover/last-release.ts'
import { judgeRelease, type RunFacts } from '../../src/handover/last-release-evidence.ts'
import { ActionError } from '../../src/support/errors.ts'
import { wallClock } from '../../src/support/clock.ts'
import { document, NOW, ORIGIN, passed } from '../evidence/documents.ts'

const COMPOSITION: Composition = {
  config: 'config.yml',
  environments: [
    {
      key: 'production',
      name: 'production',
      github: 'production',
      region: 'eu-west-1',
      stacks: [{ id: 'web', name: 'shop' }],
      deployments: [],
    },
  ],
  checks: [{ name: 'orders', key: 'http', kind: 'functional', named: true }],
}
const RUN: Run = { id: '9', attempt: 2, sha: ORIGIN.sha, event: 'push', branch: 'main', from: ORIGIN.repository }
const origin = { ...ORIGIN, runId: RUN.id, runAttempt: 1 }
const precheck = document('precheck', { origin, composition: COMPOSITION })
const deployed = (more: Partial<Evidence> = {}): Evidence =>
  document('deploy-production', {
    origin,
    slot: { command: 'deploy-production', environment: 'production' },
    previous: [digestOf(precheck)],
    startedAt: '2026-11-22T10:10:00.000Z',
    finishedAt: '2026-11-22T10:15:00.000Z',
    measurements: [{ name: 'deployment', unit: 's', value: 12, series: [[0, 1]], subject: 'deployment/app' }],
    ...more,
  })
const bytes = (evidence: Evidence): Buffer => Buffer.from(JSON.stringify(evidence))
const found = (...documents: readonly Evidence[]) =>
  documents.map((one) => ({ name: `artifact ${one.slot.command}`, bytes: bytes(one) }))
const FACTS: RunFacts = {
  run: RUN,
  repository: ORIGIN.repository,
  endpoints: { aws: 'aws', github: 'github' },
  now: NOW,
}

describe('the documents of a release', () => {
  test('give a bounded record without series, which fits into evidence', () => {
    const judged = judgeRelease(found(precheck, deployed()), FACTS)
    expect(judged).toMatchObject({
      lastRelease: {
        runId: '9',
        runAttempt: 1,
        source: 'evidence',
        composition: COMPOSITION,
        steps: [
          { slot: 'precheck/all', ms: 300_000 },
          { slot: 'deploy-production/production', ms: 300_000 },
        ],
        measurements: [{ name: 'deployment', unit: 's', value: 12, subject: 'deployment/app' }],
      },
    })
    if (!('lastRelease' in judged)) throw new Error('there is a record')
    expect(parseEvidence(bytes({ ...precheck, lastRelease: judged.lastRelease }))).toHaveProperty('evidence')
  })

  test('keep the samples that loads are compared by, before other numbers', () => {
    const sample = { basis: 'sha256:1', values: [1, 2] }
    const p50 = { name: 'p50', unit: 'ms' as const, value: 2, subject: 'check/orders' }
    const counts = Array.from({ length: 600 }, (_, index) => ({ name: `n${index}`, unit: 'count' as const, value: 1 }))
    const endless = { ...p50, name: 'p95', sample: { ...sample, values: Array.from({ length: 61 }, () => 1) } }
    const measurements = [...counts, { ...p50, series: [[0, 1] as const], sample }, endless]
    const judged = judgeRelease(found(precheck, deployed({ measurements })), FACTS)
    if (!('lastRelease' in judged)) throw new Error('there is a record')
    expect(judged.lastRelease.measurements).toHaveLength(500)
    expect(judged.lastRelease.measurements.slice(0, 2)).toEqual([
      { ...p50, sample },
      { ...p50, name: 'p95' },
    ])
    expect(parseEvidence(bytes({ ...precheck, lastRelease: judged.lastRelease }))).toHaveProperty('evidence')
  })

  const forged = (more: Partial<Evidence['origin']>) => deployed({ origin: { ...origin, ...more } })
  test.each<[string, readonly Evidence[], string]>([
    ['no deployment', [precheck], 'no document of the deployment'],
    ['another repository', [precheck, forged({ repository: 'evil/shop' })], 'another repository: evil/shop'],
    ['another run', [precheck, forged({ runId: '8' })], 'another run: 8'],
    ['another commit', [precheck, forged({ sha: 'b'.repeat(40) })], 'another commit'],
    [
      'a release of another commit',
      [precheck, deployed({ release: { ...deployed().release!, sha: 'c' } })],
      'another commit of the release',
    ],
    ['a later attempt than the run has', [precheck, forged({ runAttempt: 3 })], 'run attempt 3'],
    [
      'a stand-in of AWS',
      [precheck, deployed({ endpoints: { aws: 'http://localhost', github: 'github' } })],
      'a stand-in of aws',
    ],
    ['the future', [precheck, deployed({ finishedAt: '2027-01-01T00:00:00Z' })], 'from the future'],
    [
      'no precheck that the deployment names',
      [document('precheck', { origin, composition: { ...COMPOSITION, checks: [] } }), deployed()],
      'no evidence of its precheck',
    ],
    [
      'an earlier version without a composition',
      [document('precheck', { origin }), deployed({ previous: [digestOf(document('precheck', { origin }))] })],
      'no evidence of its precheck',
    ],
  ])('of %s are refused', (_, documents, why) => {
    expect(judgeRelease(found(...documents), FACTS)).toEqual({ unusable: expect.stringContaining(why) })
  })

  test('that are not evidence, or list too much, are refused', () => {
    const broken = [
      { name: 'artifact deploy-production', bytes: Buffer.from('{"schema":"test-deployments/evidence/v1"}') },
    ]
    expect(judgeRelease(broken, FACTS)).toEqual({ unusable: expect.stringContaining('cannot be read as evidence') })
    const large = {
      ...precheck,
      composition: {
        ...COMPOSITION,
        checks: Array.from({ length: 6_000 }, (_, index) => ({
          name: `c${index}`,
          key: 'http',
          kind: 'load',
          named: true,
        })),
      },
    }
    const long = {
      ...precheck,
      composition: { ...COMPOSITION, checks: [{ name: 'c'.repeat(3_000), key: 'http', kind: 'load', named: true }] },
    }
    expect(judgeRelease(found(large, deployed({ previous: [digestOf(large)] })), FACTS)).toEqual({
      unusable: 'it lists more than 5,000 parts',
    })
    expect(judgeRelease(found(long, deployed({ previous: [digestOf(long)] })), FACTS)).toEqual({
      unusable: expect.stringContaining('longer than'),
    })
  })

  test('of a deployment that did not pass are not a release, with any verdict', () => {
    const failed = passed('drift/property-differs', { outcome: 'fail' })
    expect(judgeRelease(found(precheck, deployed({ verdict: 'fail', findings: [failed] })), FACTS)).toEqual({
      notReleased: true,
    })
    expect(judgeRelease(found(precheck, deployed({ findings: [failed] })), FACTS)).toEqual({ notReleased: true })
  })
})

describe('the search order for the last release', () => {
  test.each<[string, Record<string, string>, (string | undefined)[]]>([
    ['a branch, then any', { GITHUB_REF: 'refs/heads/release/1.2' }, ['release/1.2', undefined]],
    [
      'the base of a pull request, then any',
      { GITHUB_REF: 'refs/pull/7/merge', GITHUB_BASE_REF: 'main' },
      ['main', undefined],
    ],
    [
      'the target of a merge queue, then any',
      { GITHUB_REF: `refs/heads/gh-readonly-queue/main/pr-7-${'a'.repeat(40)}` },
      ['main', undefined],
    ],
    ['any branch, for a tag', { GITHUB_REF: 'refs/tags/v1', GITHUB_BASE_REF: '' }, [undefined]],
  ])('%s', (_, env, expected) => {
    expect(branchesOf(env)).toEqual(expected)
  })
})

const approval = (name: string, state = 'approved'): ApprovalRecord => ({
  environments: [{ id: 1, name }],
  state,
  comment: '',
})
const ARTIFACT: RunArtifact = {
  id: 1,
  name: 'test-deployments-deploy-production-production-attempt1',
  bytes: 100,
  expired: false,
}
const PRECHECK: RunArtifact = { ...ARTIFACT, id: 2, name: 'test-deployments-precheck-all-attempt1' }

interface Played {
  readonly run: Run
  readonly approvals?: readonly ApprovalRecord[]
  readonly artifacts?: readonly RunArtifact[]
}

/** GitHub as the search reads it: each run has the documents of the release, if their artifacts are listed. */
function searchIn(
  played: readonly Played[],
  more: Partial<Search> = {},
  env: Record<string, string> = {},
  documents: ReadonlyMap<string, Evidence> = new Map(),
  rollbackName = 'test-deployments-rollback-production-attempt1',
): { search: Search; asked: string[] } {
  const rollbacks = [...documents.keys()].map((runId, index) => ({
    ...ARTIFACT,
    id: 100 + index,
    name: rollbackName,
    runId,
  }))
  const requests: string[] = []
  const temp = mkdtempSync(join(tmpdir(), 'last-release-'))
  const of = (id: string): Played | undefined => played.find(({ run }) => run.id === id)
  const github: Partial<GitHub> = {
    listSuccessfulRuns: async (_workflow, branch) =>
      played.map(({ run }) => run).filter((run) => branch === undefined || run.branch === branch),
    listApprovals: async (id) => of(id)?.approvals ?? [approval('production')],
    getRun: async (id) => of(id)?.run ?? { ...RUN, id, event: 'workflow_dispatch' },
    listArtifacts: async (name) => rollbacks.filter((each) => each.name === name),
    listRunArtifacts: async (id) => {
      requests.push(id)
      return of(id)?.artifacts ?? [ARTIFACT, PRECHECK]
    },
    downloadRunArtifact: async ({ name, runId }, folder) => {
      mkdirSync(folder, { recursive: true })
      const written = documents.get(runId ?? '') ?? (name === PRECHECK.name ? precheck : deployed())
      writeFileSync(join(folder, 'evidence.json'), bytes(written))
    },
  }
  const search: Search = {
    ports: {
      place: {
        env: {
          GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/r.yml@refs/heads/main',
          GITHUB_REF: 'refs/heads/main',
          ...env,
        },
        workspace: temp,
        temp,
      },
      connect: { github: async () => github as GitHub } as Search['ports']['connect'],
      clock: { ...wallClock, now: () => NOW },
      log: { debug() {}, info() {}, warning() {}, mask() {}, group: (_, body) => body() },
      cancelled: new AbortController().signal,
    },
    origin: ORIGIN,
    config: 'config.yml',
    production: 'production',
    configuredAt: async () => COMPOSITION,
    ...more,
  }
  return { search, asked: requests }
}

async function find(
  played: readonly Played[],
  more: Partial<Search> = {},
  env: Record<string, string> = {},
  documents: ReadonlyMap<string, Evidence> = new Map(),
) {
  const { search, asked } = searchIn(played, more, env, documents)
  try {
    return { answer: await findLastRelease(search), asked }
  } finally {
    rmSync(search.ports.place.temp, { recursive: true, force: true })
  }
}

describe('the search for the last release', () => {
  const FOUND = { kind: 'found', release: { runId: '9', source: 'evidence' } }
  const nothing: Pick<Played, 'approvals' | 'artifacts'> = { approvals: [], artifacts: [] }

  test('skips the own run, pull requests, forks and runs that released nothing', async () => {
    const { answer, asked } = await find([
      { run: { ...RUN, id: ORIGIN.runId } },
      { run: { ...RUN, id: '16', event: 'pull_request_target' } },
      { run: { ...RUN, id: '15', from: 'evil/shop' } },
      { run: { ...RUN, id: '14' }, ...nothing },
      { run: { ...RUN, id: '13' }, approvals: [approval('preprod')], artifacts: [PRECHECK] },
      { run: RUN },
      { run: { ...RUN, id: '8' } },
    ])
    expect(answer).toMatchObject(FOUND)
    expect(asked).toEqual(['14', '13', '9'])
  })

  test('uses evidence that was uploaded twice, or is of a part of the release', async () => {
    for (const name of ['-attempt1-2', '-app-attempt2']) {
      const artifact = { ...ARTIFACT, name: `test-deployments-deploy-production-production${name}` }
      expect((await find([{ run: RUN, artifacts: [artifact, PRECHECK] }])).answer).toMatchObject(FOUND)
    }
  })

  test('uses a release of another branch where the own branch has none', async () => {
    expect((await find([{ run: RUN }], {}, { GITHUB_REF: 'refs/heads/new' })).answer).toMatchObject(FOUND)
  })

  test('refuses a run with unapproved evidence, and does not report the first release', async () => {
    for (const approvals of [[], [approval('production', 'rejected')], [approval('preprod')]]) {
      const { answer } = await find([{ run: RUN, approvals }])
      expect(answer).toMatchObject({ kind: 'unknown', why: expect.stringContaining('run 9') })
    }
  })

  test.each<[string, readonly RunArtifact[], string]>([
    ['expired', [{ ...ARTIFACT, expired: true }], 'its evidence has expired'],
    ['deleted', [], 'no evidence of the deployment'],
    ['too large', [{ ...ARTIFACT, bytes: 1e9 }, PRECHECK], '1,000,000,000 bytes'],
    ['of another run', [{ ...ARTIFACT, runId: '8' }, PRECHECK], 'no document of the deployment'],
  ])('reads the configuration of the commit where the evidence is %s', async (_, artifacts, why) => {
    const { answer } = await find([{ run: RUN, artifacts }])
    expect(answer).toMatchObject({
      kind: 'found',
      withoutEvidence: expect.stringContaining(why),
      release: { source: 'configuration', sha: RUN.sha, composition: COMPOSITION },
    })
  })

  test('has no result where that configuration cannot be read either, and continues where there was none', async () => {
    const expired = [{ run: RUN, artifacts: [{ ...ARTIFACT, expired: true }] }]
    const refuses = () => Promise.reject(new ActionError('github/denied', { message: 'refused', advice: 'Allow it.' }))
    expect((await find(expired, { configuredAt: refuses })).answer).toEqual({
      kind: 'unknown',
      why: 'refused',
      advice: 'Allow it.',
    })
    expect((await find(expired, { configuredAt: async () => undefined })).answer).toMatchObject({ kind: 'first' })
  })

  test('uses a release by another configuration as a renamed one only if that file is gone', async () => {
    const renamed = await find([{ run: RUN }], { config: 'new.yml' })
    expect(renamed.answer).toMatchObject(FOUND)
    const { search } = searchIn([{ run: RUN }], { config: 'new.yml' })
    writeFileSync(join(search.ports.place.workspace, 'config.yml'), 'version: 1\n')
    expect(await findLastRelease(search)).toMatchObject({ kind: 'first' })
    rmSync(search.ports.place.temp, { recursive: true, force: true })
  })

  test('has no result where GitHub lists a page of runs and none of them is a release', async () => {
    const runs = Array.from({ length: 100 }, (_, index) => ({ run: { ...RUN, id: `${1_000 - index}` }, ...nothing }))
    expect((await find(runs)).answer).toMatchObject({ kind: 'unknown', why: expect.stringContaining('newest 100') })
  })

  test('is skipped outside a workflow of this repository', async () => {
    for (const ref of ['', 'other/policies/.github/workflows/r.yml@refs/heads/main']) {
      expect((await find([{ run: RUN }], {}, { GITHUB_WORKFLOW_REF: ref })).answer).toMatchObject({
        kind: 'not-compared',
      })
    }
  })
})

describe('a release that was rolled back', () => {
  const rolledBack = (more: Partial<Evidence> = {}, remaining: readonly string[] = []): Evidence =>
    document('rollback', {
      slot: { command: 'rollback', environment: 'production' },
      origin: { ...ORIGIN, runId: '20' },
      startedAt: '2026-11-22T10:20:00.000Z',
      finishedAt: '2026-11-22T10:25:00.000Z',
      findings: [
        passed('rollback/recovered'),
        passed('rollback/result', { outcome: 'noted', details: { run: '9', back: ['deployment/app'], remaining } }),
      ],
      ...more,
    })
  const BEFORE = { run: { ...RUN, id: '8' }, artifacts: [{ ...ARTIFACT, expired: true }] }
  const by = (evidence: Evidence) => new Map([['20', evidence]])
  const undone = { release: '9', by: '20', at: '2026-11-22T10:25:00.000Z' }

  test('is skipped, and the previous one is compared', async () => {
    const { answer } = await find([{ run: RUN }, BEFORE], {}, {}, by(rolledBack()))
    expect(answer).toMatchObject({ kind: 'found', release: { runId: '8' }, undone: [{ ...undone, whole: true }] })
  })

  test('is skipped, too, where an earlier step of that run showed its plan', async () => {
    const name = 'test-deployments-rollback-production-attempt1-step2'
    const { search } = searchIn([{ run: RUN }, BEFORE], {}, {}, by(rolledBack()), name)
    expect(await findLastRelease(search)).toMatchObject({
      release: { runId: '8' },
      undone: [{ ...undone, whole: true }],
    })
  })

  test('is compared itself where a part of it remains, or no earlier one is found', async () => {
    const part = rolledBack({}, ['stack/web'])
    expect((await find([{ run: RUN }, BEFORE], {}, {}, by(part))).answer).toMatchObject({
      release: { runId: '9' },
      undone: [{ ...undone, whole: false }],
    })
    expect((await find([{ run: RUN }], {}, {}, by(rolledBack()))).answer).toMatchObject({
      release: { runId: '9' },
      undone: [{ ...undone, whole: true }],
    })
  })

  test.each<[string, Evidence, readonly Played[]]>([
    ['it was not approved', rolledBack(), [{ run: { ...RUN, id: '20' }, approvals: [] }]],
    ['it is of a fork', rolledBack(), [{ run: { ...RUN, id: '20', from: 'evil/shop' } }]],
    ['it is of another repository', rolledBack({ origin: { ...ORIGIN, runId: '20', repository: 'evil/shop' } }), []],
    ['its evidence is of another step', rolledBack({ slot: { command: 'verify', environment: 'production' } }), []],
    ['it was before the release was deployed again', rolledBack({ finishedAt: '2026-11-22T10:12:00.000Z' }), []],
  ])('is compared where %s', async (_, evidence, runs) => {
    const { answer } = await find(
      [{ run: RUN }, BEFORE, ...runs.map((one) => ({ artifacts: [], ...one }))],
      {},
      {},
      by(evidence),
    )
    expect(answer).toMatchObject({ kind: 'found', release: { runId: '9' } })
    expect(answer).not.toHaveProperty('undone')
  })

  test('counts as partly rolled back where a finding of the rollback blocks', async () => {
    const failed = rolledBack({
      findings: [...rolledBack().findings, passed('rollback/failed', { outcome: 'fail' })],
    })
    expect((await find([{ run: RUN }, BEFORE], {}, {}, by(failed))).answer).toMatchObject({
      release: { runId: '9' },
      undone: [{ whole: false }],
    })
  })
})
