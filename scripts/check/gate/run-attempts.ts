import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobs, REPOSITORY, type PlayedJob, type Seen } from '../../../__tests__/dist/support/jobs.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { Case, Group, Outcome } from './case.ts'
import { FILES, RULES } from './local-world.ts'

/** Attempts and honest situations of whole runs: attempts of the run, shards, what is verified and when. */

/** Events in a run, one after the other; `1/2`: the job of that part of a matrix verifies. */
const EVENTS = {
  /** From now on the check passes. */
  repaired: ({ ready }) => writeFileSync(ready, ''),
  broken: ({ ready }) => rmSync(ready, { force: true }),
  /** A person repeats jobs of the run. */
  rerun: ({ jobs }) => void jobs.run.rerun('ada'),
  precheck: (run) => run.play({ name: 'precheck', command: 'precheck' }),
  /** Approved by a reviewer who names the evidence. */
  deploy: (run) =>
    run.play({
      name: 'deploy-preprod',
      command: 'deploy-preprod',
      needs: ['precheck'],
      environment: 'preprod',
      waiting: () => run.jobs.review('preprod', 'approved', run.reviewed),
    }),
  verify: (run) => run.verify({ name: 'verify' }),
  '1/2': (run) => run.verify({ name: 'verify-1', inputs: { shard: '1/2' } }),
  '2/2': (run) => run.verify({ name: 'verify-2', inputs: { shard: '2/2' } }),
  '3/3': (run) => run.verify({ name: 'verify-3', inputs: { shard: '3/3' } }),
  'verify without deployment': (run) => run.verify({ name: 'verify', needs: ['precheck'] }),
  gate: (run) => run.play({ name: 'gate', command: 'gate', needs: [...BEFORE, ...run.verifications] }),
} satisfies Readonly<Record<string, (run: Run) => Promise<Seen> | void>>
type Event = keyof typeof EVENTS

interface Run {
  readonly jobs: Awaited<ReturnType<typeof openJobs>>
  /** The file that the check looks for. */
  readonly ready: string
  /** Digits of the newest evidence of precheck. */
  reviewed: string
  readonly verifications: Set<string>
  play(job: PlayedJob): Promise<Seen>
  verify(job: Partial<PlayedJob> & { readonly name: string }): Promise<Seen>
}

const BEFORE = ['precheck', 'deploy-preprod']
const DEPLOYED: readonly Event[] = ['precheck', 'deploy']
const GREEN: readonly Event[] = ['repaired', ...DEPLOYED, 'verify']

const ATTEMPTS: readonly (readonly [name: string, refusedBy: readonly string[], events: readonly Event[]])[] = [
  [
    'pre-prod is deployed to again after its verification',
    ['gate/not-built-on', 'gate/deployed-again', 'gate/began-early'],
    [...GREEN, 'rerun', 'deploy', 'gate'],
  ],
  ['a verification that failed, and was not repeated', ['evidence/job-failed'], [...DEPLOYED, 'verify', 'gate']],
  [
    'a verification that passed, and failed when it was repeated',
    ['evidence/job-failed'],
    [...GREEN, 'rerun', 'broken', 'verify', 'gate'],
  ],
  [
    'one part of a matrix of two',
    ['gate/check-missing', 'gate/step-missing'],
    ['repaired', ...DEPLOYED, '1/2', 'gate'],
  ],
  [
    'two parts of matrices of two and of three',
    ['gate/check-missing', 'gate/step-missing'],
    ['repaired', ...DEPLOYED, '1/2', '3/3', 'gate'],
  ],
  ['a matrix of which one part failed', ['evidence/job-failed'], [...DEPLOYED, '1/2', 'repaired', '2/2', 'gate']],
  [
    'a verification without the deployment in its needs',
    ['gate/not-built-on'],
    ['repaired', ...DEPLOYED, 'verify without deployment', 'gate'],
  ],
]

const HONEST: readonly (readonly [name: string, events: readonly Event[]])[] = [
  ['a failed verification that is repeated', [...DEPLOYED, 'verify', 'rerun', 'repaired', 'verify', 'gate']],
  ['a gate that is repeated', [...GREEN, 'gate', 'rerun', 'gate']],
  ['a run of which all jobs are repeated', [...GREEN, 'rerun', ...DEPLOYED, 'verify', 'gate']],
  [
    'a deployment and its verification that are repeated',
    [...DEPLOYED, 'verify', 'rerun', 'repaired', 'deploy', 'verify', 'gate'],
  ],
  ['a matrix of two', ['repaired', ...DEPLOYED, '1/2', '2/2', 'gate']],
]

async function play(events: readonly Event[], { immutable = false } = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'gate-runs-'))
  const CONFIG = `version: 1
deployments: [{ id: app, platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: 'test -e ${folder}/ready' }]
`
  const jobs = await openJobs({ ...FILES, '.github/test-deployments.yml': CONFIG })
  try {
    const repository = jobs.github.world.repositories.get(REPOSITORY)
    if (repository) repository.subject = { ...repository.subject, immutable }
    for (const name of ['preprod', 'production']) jobs.github.environment(REPOSITORY, name, { ...RULES })
    const run: Run = {
      jobs,
      ready: join(folder, 'ready'),
      reviewed: '',
      verifications: new Set(),
      async play(job) {
        const seen = await jobs.play(job)
        if (job.command === 'precheck') run.reviewed = digestOf(seen.evidence).slice('sha256:'.length)
        return seen
      },
      verify(job) {
        run.verifications.add(job.name)
        return run.play({ command: 'verify', needs: BEFORE, ...job })
      },
    }
    let last: Seen | void = undefined
    for (const event of events) last = await EVENTS[event](run)
    if (!last) throw new Error('the last event is no job')
    return { status: last.status, blockers: last.blockers }
  } finally {
    await jobs.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function runsGroup(): Promise<Group> {
  const cases: readonly Case[] = [
    ...ATTEMPTS.map(([name, refusedBy, events]): Case => ({
      name,
      kind: 'attempt',
      refusedBy,
      play: () => play(events),
    })),
    ...HONEST.map(([name, events]): Case => ({ name, kind: 'honest', play: () => play(events) })),
    {
      name: 'a repository whose subjects are immutable',
      kind: 'honest',
      play: () => play([...GREEN, 'gate'], { immutable: true }),
    },
  ]
  return Promise.resolve({ name: 'runs', cases, close: () => Promise.resolve() })
}
