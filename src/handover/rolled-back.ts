import type { Evidence, Origin } from '../evidence/document.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { verdictOf } from '../evidence/verdict.ts'
import type { GitHub } from '../github/client.ts'
import type { Undone } from '../policies/contract.ts'
import type { Ports } from '../ports.ts'
import { isRecord } from '../support/records.ts'
import { readFiles, withScratchFolder } from '../support/files/scratch.ts'
import { withGrace } from '../support/processes/grace.ts'
import { endpointsOf } from './endpoints.ts'
import { EVIDENCE_PREFIX } from './evidence-store.ts'
import { whyForeign, type RunFacts } from './last-release-evidence.ts'

/** The job that searches, and the name of the GitHub environment of production. */
interface RollbackSearch {
  readonly ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>
  readonly origin: Pick<Origin, 'repository' | 'runId'>
  readonly production: string
}

/** A rollback of all of production, by its run attempt. One that `only` limits to a part leaves the release the last one. */
const NAMES = [1, 2, 3].flatMap((attempt) =>
  // An earlier step of the run may have shown the plan, with `mode: observe`.
  ['', '-step2'].map((step) => `${EVIDENCE_PREFIX}rollback-production-attempt${attempt}${step}`),
)
const MOST_RUNS = 10
const BUDGET = { bytes: 32 * 1024 * 1024, entries: 100 }

/**
 * The rollbacks of production since a run, newest first, that GitHub says were approved. An artifact alone is no rollback:
 * any job can store one. Rejects with an ActionError.
 */
export async function findRollbacks(search: RollbackSearch, github: GitHub, since: string): Promise<Undone[]> {
  const { ports, origin, production } = search
  const listed = (await Promise.all(NAMES.map((name) => github.listArtifacts(name)))).flat()
  const newest = listed
    .filter(({ runId, expired }) => !expired && runId !== undefined && runId !== origin.runId && !isOlder(runId, since))
    .toSorted((a, b) => b.id - a.id)
    .slice(0, MOST_RUNS)
  const found: Undone[] = []
  for (const artifact of newest) {
    const run = await github.getRun(artifact.runId ?? '')
    const own = run.from === undefined || run.from === origin.repository
    const approved = (await github.listApprovals(run.id)).some(
      ({ state, environments }) => state === 'approved' && environments.some(({ name }) => name === production),
    )
    if (!own || !approved || run.event.startsWith('pull_request')) continue
    const documents = await ports.log.group('Evidence of a rollback', () =>
      withGrace(
        withScratchFolder(ports.place.temp, async (folder) => {
          await github.downloadRunArtifact(artifact, folder, { ...BUDGET })
          return [...(await readFiles(folder, '.json')).values()]
        }),
        ports.cancelled,
      ),
    )
    const facts = {
      run,
      repository: origin.repository,
      endpoints: await endpointsOf(ports.place.env),
      now: ports.clock.now(),
    }
    for (const bytes of documents) {
      const parsed = parseEvidence(bytes)
      const undone = 'evidence' in parsed ? judgeRollback(parsed.evidence, facts) : undefined
      if (undone) found.push(undone)
    }
  }
  return found
}

/** Ids of runs are numbers that rise. */
function isOlder(run: string, than: string): boolean {
  return run.length === than.length ? run < than : run.length < than.length
}

/** Pure: what a document says was rolled back; undefined where it is none of this repository and run. */
function judgeRollback(evidence: Evidence, facts: RunFacts): Undone | undefined {
  const { slot, findings, origin, finishedAt } = evidence
  if (slot.command !== 'rollback' || slot.environment !== 'production') return undefined
  // A rollback has no release of its own: the commit of its run is that of the workflow.
  if (whyForeign({ ...evidence, release: { sha: facts.run.sha } }, facts) !== undefined) return undefined
  const result = findings.find(({ code }) => code === 'rollback/result')?.details
  if (!isRecord(result) || typeof result['run'] !== 'string') return undefined
  const { back, remaining } = result
  if (!Array.isArray(back) || back.length === 0 || !Array.isArray(remaining)) return undefined
  const whole = remaining.length === 0 && evidence.verdict === 'pass' && verdictOf(findings) === 'pass'
  return { release: result['run'], by: origin.runId, whole, at: finishedAt }
}
