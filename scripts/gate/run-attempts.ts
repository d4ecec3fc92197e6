import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobs, REPOSITORY, type Jobs, type PlayedJob, type Seen } from '../../__tests__/dist/jobs.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { Case, Group, Outcome } from './case.ts'
import { FILES, RULES } from './local-world.ts'

/** Attempts and honest situations of whole runs: attempts of the run, shards, what is verified and when. */

interface Release {
  readonly jobs: Jobs
  /** Until it is there, the check `it answers` fails. */
  readonly ready: () => void
  readonly rerun: () => void
  readonly precheck: () => Promise<Seen>
  /** Approved by a reviewer who names the evidence. */
  readonly deploy: () => Promise<Seen>
  /** `of`: the name of the job, where it is another. */
  readonly verify: (more?: Partial<PlayedJob>) => Promise<Seen>
  readonly gate: (...verifications: string[]) => Promise<Seen>
}

interface Row {
  readonly name: string
  /** Codes of which one must refuse it; without any the situation is honest. */
  readonly refusedBy?: readonly string[]
  readonly immutable?: boolean
  readonly play: (release: Release) => Promise<Seen>
}

/** The parts of a matrix, in jobs of their own. */
const part = (shard: string): Partial<PlayedJob> => ({ name: `verify-${shard[0]}`, inputs: { shard } })

const ROWS: readonly Row[] = [
  {
    name: 'pre-prod is deployed to again after its verification',
    refusedBy: ['gate/not-built-on', 'gate/deployed-again', 'gate/began-early'],
    async play({ ready, precheck, deploy, verify, gate, rerun }) {
      ready()
      await precheck()
      await deploy()
      await verify()
      rerun()
      await deploy()
      return gate('verify')
    },
  },
  {
    name: 'a verification that failed, and was not repeated',
    refusedBy: ['evidence/job-failed'],
    async play({ precheck, deploy, verify, gate }) {
      await precheck()
      await deploy()
      await verify()
      return gate('verify')
    },
  },
  {
    name: 'a verification that passed, and failed when it was repeated',
    refusedBy: ['evidence/job-failed'],
    async play({ jobs, ready, precheck, deploy, verify, gate, rerun }) {
      ready()
      await precheck()
      await deploy()
      await verify()
      rerun()
      rmSync(readyFile(jobs), { force: true })
      await verify()
      return gate('verify')
    },
  },
  {
    name: 'one part of a matrix of two',
    refusedBy: ['gate/check-missing', 'gate/step-missing'],
    async play({ ready, precheck, deploy, verify, gate }) {
      ready()
      await precheck()
      await deploy()
      await verify(part('1/2'))
      return gate('verify-1')
    },
  },
  {
    name: 'two parts of matrices of two and of three',
    refusedBy: ['gate/check-missing', 'gate/step-missing'],
    async play({ ready, precheck, deploy, verify, gate }) {
      ready()
      await precheck()
      await deploy()
      await verify(part('1/2'))
      await verify(part('3/3'))
      return gate('verify-1', 'verify-3')
    },
  },
  {
    name: 'a matrix of which one part failed',
    refusedBy: ['evidence/job-failed'],
    async play({ ready, precheck, deploy, verify, gate }) {
      await precheck()
      await deploy()
      await verify(part('1/2'))
      ready()
      await verify(part('2/2'))
      return gate('verify-1', 'verify-2')
    },
  },
  {
    name: 'a verification without the deployment in its needs',
    refusedBy: ['gate/not-built-on'],
    async play({ ready, precheck, deploy, verify, gate }) {
      ready()
      await precheck()
      await deploy()
      await verify({ needs: ['precheck'] })
      return gate('verify')
    },
  },
  {
    name: 'a failed verification that is repeated',
    async play({ ready, precheck, deploy, verify, gate, rerun }) {
      await precheck()
      await deploy()
      await verify()
      rerun()
      ready()
      await verify()
      return gate('verify')
    },
  },
  {
    name: 'a gate that is repeated',
    async play({ ready, precheck, deploy, verify, gate, rerun }) {
      ready()
      await precheck()
      await deploy()
      await verify()
      await gate('verify')
      rerun()
      return gate('verify')
    },
  },
  {
    name: 'a run of which all jobs are repeated',
    async play({ ready, precheck, deploy, verify, gate, rerun }) {
      ready()
      await precheck()
      await deploy()
      await verify()
      rerun()
      await precheck()
      await deploy()
      await verify()
      return gate('verify')
    },
  },
  {
    name: 'a deployment and its verification that are repeated',
    async play({ ready, precheck, deploy, verify, gate, rerun }) {
      await precheck()
      await deploy()
      await verify()
      rerun()
      ready()
      await deploy()
      await verify()
      return gate('verify')
    },
  },
  {
    name: 'a matrix of two',
    async play({ ready, precheck, deploy, verify, gate }) {
      ready()
      await precheck()
      await deploy()
      await verify(part('1/2'))
      await verify(part('2/2'))
      return gate('verify-1', 'verify-2')
    },
  },
  {
    name: 'a repository whose subjects are immutable',
    immutable: true,
    async play({ ready, precheck, deploy, verify, gate }) {
      ready()
      await precheck()
      await deploy()
      await verify()
      return gate('verify')
    },
  },
]

const folders = new Map<Jobs, string>()
const readyFile = (jobs: Jobs): string => join(folders.get(jobs) ?? '', 'ready')

async function play({ immutable = false, play: story }: Row): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'gate-runs-'))
  const CONFIG = `version: 1
deployments: [{ id: app, platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: 'test -e ${folder}/ready' }]
`
  const jobs = await openJobs({ ...FILES, '.github/test-deployments.yml': CONFIG })
  folders.set(jobs, folder)
  try {
    const repository = jobs.github.world.repositories.get(REPOSITORY)
    if (repository) repository.subject = { ...repository.subject, immutable }
    for (const name of ['preprod', 'production']) jobs.github.environment(REPOSITORY, name, { ...RULES })
    let reviewed = ''
    const before = ['precheck', 'deploy-preprod']
    const { status, blockers } = await story({
      jobs,
      ready: () => writeFileSync(readyFile(jobs), ''),
      rerun: () => void jobs.run.rerun('ada'),
      async precheck() {
        const seen = await jobs.play({ name: 'precheck', command: 'precheck' })
        reviewed = digestOf(seen.evidence).slice('sha256:'.length)
        return seen
      },
      deploy: () =>
        jobs.play({
          name: 'deploy-preprod',
          command: 'deploy-preprod',
          needs: ['precheck'],
          environment: 'preprod',
          waiting: () => jobs.review('preprod', 'approved', reviewed),
        }),
      verify: (more) => jobs.play({ name: 'verify', command: 'verify', needs: before, ...more }),
      gate: (...verifications) => jobs.play({ name: 'gate', command: 'gate', needs: [...before, ...verifications] }),
    })
    return { status, blockers }
  } finally {
    await jobs.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function runsGroup(): Promise<Group> {
  const cases = ROWS.map((row): Case => ({
    name: row.name,
    kind: row.refusedBy === undefined ? 'honest' : 'attempt',
    ...(row.refusedBy && { refusedBy: row.refusedBy }),
    play: () => play(row),
  }))
  return Promise.resolve({ name: 'runs', cases, close: () => Promise.resolve() })
}
