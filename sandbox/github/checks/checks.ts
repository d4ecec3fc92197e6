import type { Repository, World } from '../world.ts'
import { checksOf, suitesOf } from './jobs.ts'
import type { CheckRun, CheckSuite } from './model.ts'

/** Maximum check runs of one name in a suite; older ones are deleted. */
const SAME_NAME = 1_000

/** The suite of an App for a commit, which is created when it is first needed. */
export function suiteOf(world: World, repository: Repository, sha: string, app: string): CheckSuite {
  const known = suitesOf(world, repository).find((suite) => suite.sha === sha && suite.app === app)
  if (known) return known
  const suite = { id: world.id(), sha, app, createdAt: world.now() }
  repository.checkSuites.push(suite)
  return suite
}

export function addCheckRun(repository: Repository, check: CheckRun): void {
  repository.checkRuns.push(check)
  const same = repository.checkRuns.filter(({ suite, name }) => suite.id === check.suite.id && name === check.name)
  const oldest = same[0]
  if (same.length > SAME_NAME && oldest) repository.checkRuns.splice(repository.checkRuns.indexOf(oldest), 1)
}

/** The newest check run of each name, or all; newest first. */
export function checkRunsOf(runs: readonly CheckRun[], filter: 'latest' | 'all'): CheckRun[] {
  const newest = runs.toReversed()
  if (filter === 'all') return newest
  const seen = new Set<string>()
  return newest.filter(({ suite, name }) => {
    const key = `${suite.id} ${name}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Status and conclusion of a suite, from its newest check runs. */
export function suiteState(runs: readonly CheckRun[]): { status: string; conclusion: string | null } {
  const latest = checkRunsOf(runs, 'latest')
  if (latest.length === 0) return { status: 'queued', conclusion: null }
  if (latest.some(({ status }) => status !== 'completed')) {
    const status = latest.some((run) => run.status === 'in_progress') ? 'in_progress' : 'queued'
    return { status, conclusion: null }
  }
  const conclusions = latest.map(({ conclusion }) => conclusion)
  const worst = ['failure', 'timed_out', 'action_required', 'cancelled', 'stale', 'success', 'neutral', 'skipped']
  return { status: 'completed', conclusion: worst.find((one) => conclusions.includes(one)) ?? 'success' }
}

/** The state of each status context and check of a commit, as a deployment requires them. */
export function statesOf(world: World, repository: Repository, sha: string): { context: string; state: string }[] {
  const newest = new Map<string, string>()
  for (const { sha: of, context, state } of repository.statuses) if (of === sha) newest.set(context, state)
  const checks = checkRunsOf(
    checksOf(world, repository).filter((check) => check.sha === sha),
    'latest',
  )
  return [
    ...[...newest].map(([context, state]) => ({ context, state })),
    ...checks.map(({ name, conclusion, status }) => ({
      context: name,
      state: status === 'completed' ? (conclusion ?? 'pending') : 'pending',
    })),
  ]
}
