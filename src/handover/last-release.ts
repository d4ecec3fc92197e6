import { basename, resolve } from 'node:path'
import type { Composition } from '../evidence/composition.ts'
import type { LastRelease, Origin } from '../evidence/document.ts'
import type { Run, RunArtifact } from '../github/approvals.ts'
import type { GitHub } from '../github/client.ts'
import type { LastReleaseAnswer, Undone } from '../policies/contract.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { withGrace } from '../support/processes/grace.ts'
import { mapLimit } from '../support/limit.ts'
import { showNumber } from '../support/text/rounding.ts'
import { readFiles, withScratchFolder } from '../support/files/scratch.ts'
import { kindOfPath } from '../support/files/tree.ts'
import { INLINE } from './composition.ts'
import { endpointsOf } from './endpoints.ts'
import { EVIDENCE_PREFIX, type FoundDocument } from './evidence-store.ts'
import { judgeRelease } from './last-release-evidence.ts'
import { findRollbacks } from './rolled-back.ts'

/** What the search needs of precheck. */
export interface Search {
  readonly ports: Pick<Ports, 'place' | 'connect' | 'clock' | 'log' | 'cancelled'>
  readonly origin: Origin
  /** Path of the configuration from the root of the workspace, or `inline`. */
  readonly config: string
  /** Name of the GitHub environment of production. */
  readonly production: string
  /** What the configuration of a commit describes; undefined where that commit has none. Rejects with an ActionError. */
  readonly configuredAt: (sha: string, why: string) => Promise<Composition | undefined>
}

/** Fold of the log for the lines of the artifact client. */
export const LAST_RELEASE_FOLD = 'Evidence of the last release'

/** As many as GitHub lists on a page; each costs two calls. */
const MOST_RUNS = 100
const MOST_ARTIFACTS = 64
const DOWNLOADS_AT_ONCE = 4
/** Of one archive. A release of 200 stacks leaves less than one. */
const MOST_BYTES = 32 * 1024 * 1024
/** All of them together, unpacked. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024
const MOST_ENTRIES = 10_000
/** A number after the attempt: the upload was repeated after its connection had ended. */
const DEPLOYMENT = new RegExp(
  `^${EVIDENCE_PREFIX}deploy-production-production(?:-.+)?-attempt\\d+(?:-step\\d+)?(?:-\\d+)?$`,
)
/** What is read of a release: what it consisted of, how long it took, what its checks measured. In this order. */
const COMMANDS = ['deploy-production', 'precheck', 'deploy-preprod', 'verify']

/**
 * Finds the last release to production and what it consisted of. Candidates are the successful runs of this workflow
 * file, newest first, on this branch (of a pull request: its base) or, where that has none, on any. A run is a release
 * where it holds evidence of a deployment to production, or where GitHub says that production was approved in it. Of the
 * former the evidence counts if its origin is proven; otherwise the configuration of its commit is compared instead. An
 * artifact alone does not make a release: any job of a run can store one, and only GitHub records approvals. A release that
 * was rolled back is passed over.
 */
export async function findLastRelease(search: Search): Promise<LastReleaseAnswer> {
  const { env } = search.ports.place
  const workflow = workflowFile(env['GITHUB_WORKFLOW_REF'], search.origin.repository)
  if (workflow === undefined)
    return { kind: 'not-compared', why: 'GITHUB_WORKFLOW_REF names no workflow file of this repository' }
  try {
    const github = await search.ports.connect.github()
    const seen = new Set<string>()
    const unapproved: string[] = []
    const undone: Found[] = []
    for (const branch of branchesOf(env)) {
      const answer = await searchBranch({ ...search, unapproved, undone }, github, { workflow, branch, seen })
      if (answer !== undefined) return answer
    }
    // What was before it is not known any more: it has at least the parts that serve.
    const [newest] = undone
    if (newest !== undefined) return newest
    const [first] = unapproved
    if (first === undefined) return { kind: 'first', workflow }
    return {
      kind: 'unknown',
      why: `run ${first} has evidence of a deployment to production, and GitHub has no approval of production in it`,
      advice: 'Find out which job of that run stored this artifact. A release needs an approval of its environment.',
    }
  } catch (error) {
    search.ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return { kind: 'unknown', why: error.message, advice: error.advice }
  }
}

type Found = Extract<LastReleaseAnswer, { kind: 'found' }>

/** The search, and what does not count. */
type Searching = Search & {
  /** Ids of runs with a deployment without an approval. */
  readonly unapproved: string[]
  /** Releases all parts of which were rolled back, newest first. */
  readonly undone: Found[]
}

/** What is known of rollbacks of a release and of the later ones. A release that was deployed again since is none. */
async function undoneWith(search: Searching, github: GitHub, { release }: Found): Promise<Undone[]> {
  const later = search.undone.flatMap(({ undone = [] }) => undone)
  const own = (await findRollbacks(search, github, release.runId)).filter(
    ({ release: of, at }) =>
      of === release.runId && (release.finishedAt === undefined || Date.parse(at) > Date.parse(release.finishedAt)),
  )
  return [...later, ...own.slice(0, 1)]
}

async function searchBranch(
  search: Searching,
  github: GitHub,
  {
    workflow,
    branch,
    seen,
  }: { readonly workflow: string; readonly branch: string | undefined; readonly seen: Set<string> },
): Promise<LastReleaseAnswer | undefined> {
  const runs = await github.listSuccessfulRuns(basename(workflow), branch)
  let renamed: LastReleaseAnswer | undefined
  for (const run of runs) {
    if (seen.has(run.id) || !mayRelease(run, search.origin)) continue
    seen.add(run.id)
    search.ports.cancelled.throwIfAborted()
    const examined = await examine(search, github, run)
    if (examined === undefined) continue
    const undone = await undoneWith(search, github, examined)
    const found = undone.length === 0 ? examined : { ...examined, undone }
    if (undone.some(({ release, whole }) => whole && release === run.id)) {
      search.undone.push(found)
      continue
    }
    const { config } = found.release.composition
    if (config === search.config) return found
    // In a repository with several configurations, a run of another one is not a release of this one. A file that does
    // not exist any more was renamed, unless an older release has the present name.
    if (config === INLINE || !(await exists(search, config))) renamed ??= found
  }
  if (renamed === undefined && runs.length >= MOST_RUNS) {
    const where = branch === undefined ? '' : ` on ${branch}`
    return {
      kind: 'unknown',
      why: `none of the newest ${runs.length} successful runs of ${workflow}${where} released to production`,
      advice: 'Release with a workflow file of its own, which does not run for other purposes.',
    }
  }
  return renamed
}

/** Runs of pull requests may have a fork's code, and a fork may have a branch of the same name. */
function mayRelease(run: Run, { repository, runId }: Origin): boolean {
  const own = run.from === undefined || run.from === repository
  return own && !run.event.startsWith('pull_request') && run.id !== runId
}

/** Undefined where the run released nothing to production. */
async function examine(search: Searching, github: GitHub, run: Run): Promise<Found | undefined> {
  const artifacts = await github.listRunArtifacts(run.id)
  const deployments = artifacts.filter(({ name }) => DEPLOYMENT.test(name))
  const approved = (await github.listApprovals(run.id))
    .filter(({ state }) => state === 'approved')
    .flatMap(({ environments }) => environments.map(({ name }) => name))
  if (deployments.length === 0 && !approved.includes(search.production)) return undefined
  const judged = await judgeArtifacts(search, github, { run, artifacts, deployments })
  if ('notReleased' in judged) return undefined
  const composition =
    'lastRelease' in judged ? judged.lastRelease.composition : await search.configuredAt(run.sha, judged.unusable)
  if (composition === undefined) return undefined
  const production = composition.environments.find(({ key }) => key === 'production')?.github
  if (production === undefined || !approved.includes(production)) {
    search.unapproved.push(run.id)
    return undefined
  }
  if ('lastRelease' in judged) return { kind: 'found', release: judged.lastRelease }
  const release: LastRelease = {
    runId: run.id,
    runAttempt: run.attempt,
    sha: run.sha,
    ...(run.branch !== undefined && { ref: run.branch }),
    source: 'configuration',
    composition,
    steps: [],
    measurements: [],
  }
  return { kind: 'found', release, withoutEvidence: judged.unusable }
}

interface Candidate {
  readonly run: Run
  readonly artifacts: readonly RunArtifact[]
  readonly deployments: readonly RunArtifact[]
}

async function judgeArtifacts(
  search: Search,
  github: GitHub,
  { run, artifacts, deployments }: Candidate,
): Promise<ReturnType<typeof judgeRelease>> {
  const { place, clock, log, cancelled } = search.ports
  if (deployments.length === 0) return { unusable: 'it has no evidence of the deployment to production any more' }
  if (deployments.every(({ expired }) => expired)) return { unusable: 'its evidence has expired' }
  const wanted = artifacts
    .filter(({ expired, runId }) => !expired && (runId === undefined || runId === run.id))
    .filter(({ name }) => rankOf(name) < COMMANDS.length)
    .toSorted((a, b) => rankOf(a.name) - rankOf(b.name) || b.id - a.id)
    .slice(0, MOST_ARTIFACTS)
  const large = wanted.find(({ bytes }) => bytes > MOST_BYTES)
  if (large) return { unusable: `the artifact ${large.name} has ${showNumber(large.bytes)} bytes` }
  try {
    const found = await log.group(LAST_RELEASE_FOLD, () => withGrace(fetchAll(github, wanted, place.temp), cancelled))
    const repository = search.origin.repository
    const endpoints = await endpointsOf(place.env)
    return judgeRelease(found, { run, repository, endpoints, now: clock.now() })
  } catch (error) {
    cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return { unusable: error.message }
  }
}

async function fetchAll(github: GitHub, artifacts: readonly RunArtifact[], temp: string): Promise<FoundDocument[]> {
  const budget = { bytes: MOST_UNPACKED_BYTES, entries: MOST_ENTRIES }
  const found = await mapLimit(artifacts, DOWNLOADS_AT_ONCE, (artifact) =>
    withScratchFolder(temp, async (folder) => {
      await github.downloadRunArtifact(artifact, folder, budget)
      const files = await readFiles(folder, '.json')
      return [...files].map(([name, bytes]) => ({ name: `artifact ${artifact.name}/${name}`, bytes }))
    }),
  )
  return found.flat()
}

function rankOf(name: string): number {
  const rank = COMMANDS.findIndex((command) => name.startsWith(`${EVIDENCE_PREFIX}${command}-`))
  return rank === -1 ? COMMANDS.length : rank
}

/** `.github/workflows/release.yml` of `acme/shop/.github/workflows/release.yml@refs/heads/main`. */
function workflowFile(ref: string | undefined, repository: string): string | undefined {
  const [, owner, file] = /^([^/]+\/[^/]+)\/([^@]+)@/.exec(ref ?? '') ?? []
  return owner?.toLowerCase() === repository.toLowerCase() ? file : undefined
}

/** Where the last release is looked for, in this order; undefined: on any branch or tag. */
export function branchesOf(env: Search['ports']['place']['env']): (string | undefined)[] {
  const ref = env['GITHUB_REF'] ?? ''
  const own =
    env['GITHUB_BASE_REF'] ||
    /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(ref)?.[1] ||
    /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  return own === undefined ? [undefined] : [own, undefined]
}

async function exists({ ports }: Search, path: string): Promise<boolean> {
  return (await kindOfPath(resolve(ports.place.workspace, path))) !== undefined
}
