import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startGitHub,
  type Permissions,
  type SandboxGitHub,
  type SandboxJob,
  type SandboxRun,
} from '../../sandbox/github/index.ts'
import { run as gate } from '../../src/commands/gate.ts'
import type { Context } from '../../src/commands/contract.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { connections } from '../../src/connect.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import { blocking, verdictOf } from '../../src/evidence/verdict.ts'
import { endpointsOf } from '../../src/handover/endpoints.ts'
import { enforceGate } from '../../src/handover/enforce-gate.ts'
import { connectProofs } from '../../src/github/proofs.ts'
import { describeRelease } from '../../src/handover/release.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import { wallClock } from '../../src/support/clock.ts'
import { ActionError } from '../../src/support/errors.ts'
import { document, passed } from '../evidence/documents.ts'
import { FakeLog } from '../deploy/fakes.ts'

const REPOSITORY = 'octo/shop'
const PERMISSIONS: Permissions = { contents: 'read', actions: 'read', 'id-token': 'write' }
const CONFIG = readConfig('version: 1\nverify: [{ name: home page, http: "https://shop.example.com/" }]\n', 'config')

const nothingInAws = () => Promise.resolve(undefined)

describe('the gate, with a GitHub that responds', () => {
  let github: SandboxGitHub
  let run: SandboxRun
  let folder: string
  /** Documents of the earlier jobs. */
  let left: Evidence[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gate-'))
    left = []
    github = await startGitHub()
    github.repository({ name: REPOSITORY, protectedBranches: ['main'] })
    for (const environment of ['preprod', 'production']) {
      github.environment(REPOSITORY, environment, { reviewers: ['bob'], preventSelfReview: true, branches: ['main'] })
    }
    run = github.startRun({ repository: REPOSITORY, sha: github.commit(REPOSITORY, 'first', {}), actor: 'ann' })
  })

  afterEach(async () => {
    await github.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs a job that needs all earlier jobs, and ends by naming its document, which is in the shared folder. */
  const leave = async (command: string, more: Partial<Evidence> = {}): Promise<Evidence> => {
    const job = run.startJob({ name: command, permissions: PERMISSIONS })
    await job.started
    const { sha } = run.run
    const env = job.variables()
    const evidence = document(command, {
      origin: {
        repository: REPOSITORY,
        sha,
        ref: run.run.ref,
        runId: run.id,
        runAttempt: run.attempt(),
        job: command,
        actor: 'ann',
      },
      endpoints: await endpointsOf(env),
      release: await describeRelease({ config: CONFIG, workspace: folder, sha }),
      previous: left.map((each) => digestOf(each)),
      startedAt: new Date().toISOString(),
      finishedAt: new Date().toISOString(),
      ...more,
    })
    left = [...left.filter(({ slot }) => slot.command !== command), evidence]
    await writeFile(join(folder, `${command}-${run.attempt()}.json`), JSON.stringify(evidence))
    const proofs = connectProofs({ env, clock: wallClock, log: new FakeLog(), signal: new AbortController().signal })
    const token = await proofs?.issue(digestOf(evidence))
    await writeFile(join(folder, `${command}-${run.attempt()}.jwt`), token ?? '')
    job.finish('success', { digest: digestOf(evidence) })
    return evidence
  }

  const rehearse = async (): Promise<void> => {
    await leave('precheck')
    await leave('deploy-preprod')
    const details = { check: 'home page', kind: 'functional' }
    await leave('verify', { findings: [passed('check/http', { details })] })
  }

  const contextOf = (job: SandboxJob, needs: string, cancelled = new AbortController().signal): Context => {
    const env = job.variables()
    const world = {
      place: { env, workspace: folder, temp: folder },
      clock: wallClock,
      log: new FakeLog(),
      cancelled,
      secrets: new Secrets(),
    }
    const origin = {
      repository: REPOSITORY,
      sha: run.run.sha,
      ref: run.run.ref,
      runId: run.id,
      runAttempt: run.attempt(),
      job: job.name,
      actor: 'ann',
    }
    return {
      // The folder contains the evidence: for the artifact client this process cannot be several jobs at once.
      ports: {
        ...world,
        place: { ...world.place, env: { ...env, ACTIONS_RUNTIME_TOKEN: '' } },
        connect: connections(world, job.token),
      },
      inputs: { command: 'gate', config: { path: 'config' }, needs, evidence: '.', only: [], mode: 'enforce' },
      config: CONFIG,
      origin,
      record: new Recorder(() => new Date()),
    }
  }

  const needs = (): string => run.needs('precheck', 'deploy-preprod', 'verify')

  const production = (): SandboxJob =>
    run.startJob({ name: 'production', environment: 'production', permissions: PERMISSIONS })

  const approve = async (comment = 'fine'): Promise<void> => {
    const { id } = github.world.repositories.get(REPOSITORY)!.environments.get('production')!
    const answer = await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.tokenOf('bob')}` },
      body: JSON.stringify({ environment_ids: [id], state: 'approved', comment }),
    })
    expect(answer.status).toBe(200)
  }

  const codesOf = (context: Context): string[] => blocking(context.record.findings).map(({ code }) => code)

  test('that is cancelled ends as cancelled, without a finding for each cancelled request', async () => {
    await rehearse()
    const reason = new ActionError('cancelled', { message: 'the job was cancelled' })
    const context = contextOf(production(), needs(), AbortSignal.abort(reason))
    await expect(
      enforceGate(context, { environment: 'production', mustBeInside: true, readState: nothingInAws }),
    ).rejects.toBe(reason)
    expect(context.record.findings).toEqual([])
  })

  test('opens for complete evidence before a protected environment, outside of it', async () => {
    await rehearse()
    const context = contextOf(run.startJob({ name: 'gate', permissions: PERMISSIONS }), needs())
    await gate(context)
    expect(codesOf(context)).toEqual([])
    expect(verdictOf(context.record.findings)).toBe('pass')
    const slot = { command: 'gate', environment: 'production' }
    const { origin } = context
    const written = context.record.document({
      schema: 'test-deployments/evidence/v1',
      slot,
      origin,
      endpoints: await endpointsOf({}),
      startedAt: '',
    })
    expect(written.previous).toHaveLength(3)
  })

  test('opens inside for an approval by another person, and records it', async () => {
    await rehearse()
    const job = production()
    expect(job.status()).toBe('waiting')
    await approve()
    const answer = await enforceGate(contextOf(job, needs()), {
      environment: 'production',
      mustBeInside: true,
      readState: nothingInAws,
    })
    expect(answer.open).toBe(true)
    expect(answer.findings).toContainEqual(expect.objectContaining({ code: 'gate/approved', outcome: 'pass' }))
    expect(answer.facts).toMatchObject({ where: 'inside', triggers: ['ann'] })
  })

  test('stays closed for a job that an administrator started', async () => {
    await rehearse()
    const job = production()
    run.bypass('production')
    const context = contextOf(job, needs())
    await enforceGate(context, { environment: 'production', mustBeInside: true, readState: nothingInAws })
    expect(codesOf(context)).toEqual(['gate/not-approved'])
  })

  test('stays closed in a private repository whose plan lets the job start without approval', async () => {
    await rehearse()
    github.world.repositories.get(REPOSITORY)!.private = true
    const job = production()
    expect(job.status()).toBe('in_progress')
    const context = contextOf(job, needs())
    await enforceGate(context, { environment: 'production', mustBeInside: true, readState: nothingInAws })
    expect(codesOf(context)).toEqual(['gate/not-approved'])
    expect(context.record.findings).toContainEqual(expect.objectContaining({ code: 'gate/enforcement-unknown' }))
  })

  test('stays closed for a second attempt, unless the approval names the evidence', async () => {
    await rehearse()
    production()
    await approve()
    run.rerun('ann')
    const again = production()
    await approve()
    const context = contextOf(again, needs())
    const answer = await enforceGate(context, {
      environment: 'production',
      mustBeInside: true,
      readState: nothingInAws,
    })
    expect(codesOf(context)).toEqual(['gate/approval-ambiguous'])

    run.rerun('ann')
    const named = production()
    const digits = answer.findings
      .find(({ code }) => code === 'gate/approval-ambiguous')
      ?.advice?.match(/[0-9a-f]{12}/)?.[0]
    await approve(`as reviewed: ${digits}`)
    const third = await enforceGate(contextOf(named, needs()), {
      environment: 'production',
      mustBeInside: true,
      readState: nothingInAws,
    })
    expect(third.open).toBe(true)
  })

  test('stays closed outside the environment for a command that deploys', async () => {
    await rehearse()
    const context = contextOf(run.startJob({ name: 'production', permissions: PERMISSIONS }), needs())
    await enforceGate(context, { environment: 'production', mustBeInside: true, readState: nothingInAws })
    expect(codesOf(context)).toEqual(['gate/not-in-environment'])
  })

  test('stays closed for a job that cannot prove its environment', async () => {
    await rehearse()
    const permissions: Permissions = { contents: 'read', actions: 'read' }
    const context = contextOf(run.startJob({ name: 'gate', permissions }), needs())
    await gate(context)
    expect(codesOf(context)).toEqual(['gate/no-identity'])
  })

  test.each<[string, () => void, string[]]>([
    [
      'is missing',
      () => void github.world.repositories.get(REPOSITORY)!.environments.delete('production'),
      ['gate/environment-missing'],
    ],
    ['has no rules', () => github.environment(REPOSITORY, 'production', {}), ['gate/unprotected']],
    [
      'allows self-review',
      () => github.environment(REPOSITORY, 'production', { reviewers: ['bob', 'ann'], branches: ['main'] }),
      ['gate/self-review'],
    ],
    [
      'refuses the branch',
      () =>
        github.environment(REPOSITORY, 'production', {
          reviewers: ['bob'],
          preventSelfReview: true,
          branches: ['release/*'],
        }),
      ['gate/branch-refused'],
    ],
  ])('stays closed when the environment %s', async (_, settings, expected) => {
    await rehearse()
    settings()
    const context = contextOf(run.startJob({ name: 'gate', permissions: PERMISSIONS }), needs())
    await gate(context)
    expect(codesOf(context)).toEqual(expected)
  })

  test('audits pre-prod by its own requirements, and production by those of the gate', async () => {
    await rehearse()
    github.environment(REPOSITORY, 'preprod', {})
    const context = contextOf(run.startJob({ name: 'gate', permissions: PERMISSIONS }), needs())
    await gate(context)
    const [unprotected] = blocking(context.record.findings)
    expect(codesOf(context)).toEqual(['gate/unprotected'])
    expect(unprotected?.subject).toBe('environment/preprod')
    github.world.repositories.get(REPOSITORY)!.environments.delete('preprod')
    const missing = contextOf(run.startJob({ name: 'gate', permissions: PERMISSIONS }), needs())
    await gate(missing)
    expect(codesOf(missing)).toEqual(['gate/environment-missing'])
    expect(blocking(missing.record.findings)[0]?.advice).toContain('environments.preprod.github-environment')
  })

  test('stays closed and reports the permission when GitHub denies the request', async () => {
    await rehearse()
    const permissions: Permissions = { contents: 'read', 'id-token': 'write' }
    const context = contextOf(run.startJob({ name: 'gate', permissions }), needs())
    await gate(context)
    expect(codesOf(context)).toEqual(['github/denied'])
    expect(blocking(context.record.findings)[0]?.advice).toContain('actions: read')
  })

  test('stays closed for evidence that was altered between jobs', async () => {
    await rehearse()
    const altered = await leave('precheck', { findings: [passed('drift/in-sync'), passed('parity/mirrors')] })
    const needsBefore = JSON.parse(needs()) as Record<string, { outputs: Record<string, string> }>
    needsBefore['precheck']!.outputs['digest'] = digestOf({ ...altered, findings: [passed('drift/in-sync')] })
    const context = contextOf(run.startJob({ name: 'gate', permissions: PERMISSIONS }), JSON.stringify(needsBefore))
    await gate(context)
    expect(codesOf(context)).toEqual(['evidence/altered'])
  })
})
