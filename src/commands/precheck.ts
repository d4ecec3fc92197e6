import { ENVIRONMENT_KEYS, environmentsBefore, type EnvironmentKey } from '../config/model/environment-keys.ts'
import type { Finding } from '../evidence/finding.ts'
import { OFFLINE } from '../evidence/chain/slots.ts'
import { blocking, proves } from '../evidence/verdict.ts'
import { compositionOf, configPath } from '../handover/composition.ts'
import { describeRelease } from '../handover/release.ts'
import { restoreRelease } from '../handover/restore-release.ts'
import { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { compareWithEarlier } from '../plan/reviewed.ts'
import { informing, observed } from '../policies/baseline.ts'
import { readBase } from '../precheck/event/base-commit.ts'
import { readEvent } from '../precheck/event/github-event.ts'
import { readOrganisationBaseline } from '../precheck/organisation-baseline.ts'
import { showJoinedChecks } from '../precheck/revisions/joined-checks.ts'
import { lintTemplates } from '../precheck/lint-templates.ts'
import { judgeRevisions } from '../precheck/revisions/index.ts'
import { dryRunDeployments } from '../precheck/revisions/local-dry-run.ts'
import { prepareEnvironments, readBaselineFile, readIntentFile } from '../precheck/prepare.ts'
import { needsAccount, offlineFindings } from '../precheck/offline.ts'
import { reasonNotToAsk } from '../precheck/event/pull-request.ts'
import { existingRevisions } from '../precheck/revisions/read-existing.ts'
import { surveyOptions } from '../precheck/survey/options.ts'
import { readStates } from '../precheck/survey/states.ts'
import { untilSent } from '../support/http/sent.ts'
import type { Log } from '../support/runtime.ts'
import { oneLine, plural } from '../support/text/text.ts'
import { environmentOf, type Context } from './contract.ts'

/**
 * Looks at both environments, or at one, and changes nothing: what it makes to look (change sets, shells of stacks) it
 * removes again, except pre-prod's change sets of a release that may go on, which are what will be executed. With
 * `only: offline` it asks no account.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const { workspace, env } = ports.place
  const offline = inputs.only.includes(OFFLINE)
  const only = inputs.only.filter((part) => part !== OFFLINE)
  const today = ports.clock.now().toISOString().slice(0, 10)
  const keys: readonly EnvironmentKey[] = inputs.environment ? [inputs.environment] : ENVIRONMENT_KEYS

  await restoreRelease(context)
  // What needs no account comes first, so that a typing mistake costs no call to AWS.
  const prepared = await prepareEnvironments(keys, (key) => environmentOf(context, key), {
    workspace,
    only,
    checks: config.verify,
  })
  const intent = await readIntentFile(workspace, config.precheck.intent)
  const baseline = await readBaselineFile(workspace, config.observe?.baseline)
  const organisation = offline ? undefined : await readOrganisationBaseline(ports, config.precheck.drift.baseline)
  const base = await readBase(ports, { config: inputs.config, intent: config.precheck.intent })
  const environments = prepared.map(({ environment }) => environment)
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)
  const asks = !offline && environments.some(needsAccount)
  const refusal = asks ? reasonNotToAsk(await readEvent(env['GITHUB_EVENT_PATH']), env) : undefined
  const notCalled = offline ? offlineFindings(prepared) : refusal && [refusal]
  const useExisting = existingRevisions(ports, { origin, asks: notCalled === undefined })
  const revisions = await judgeRevisions(environments, workspace, useExisting)
  const found: Finding[] = [
    ...revisions.findings,
    ...(await lintTemplates(prepared)),
    ...(await showJoinedChecks(config, environments, workspace)),
  ]
  const youngerThan = config.gate['evidence-younger-than']
  const { needs, evidence: folder } = inputs
  tellFirst(ports.log, found)
  const earlier = await compareWithEarlier({ ports, needs, folder, origin, release, youngerThan })
  found.push(...earlier.findings)
  record.builtOn(...earlier.builtOn)
  if (inputs.temporary !== undefined) {
    const { judgeCopies } = await import('../temporary/precheck.ts')
    found.push(...(await judgeCopies(context)))
  }
  // There is one host only: pre-prod's turn, unless production was selected.
  if (environments[0]) found.push(...(await dryRunDeployments(ports, origin, environments[0], only, found)))

  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle), ports.clock)
  try {
    const pullRequest =
      inputs.temporary === undefined
        ? undefined
        : await (await import('../temporary/context.ts')).pullRequestOf(context)
    if (pullRequest !== undefined && !notCalled) {
      const { removeSuperseded } = await import('../temporary/superseded.ts')
      await removeSuperseded(context, environments, pullRequest)
    }
    const options = (notCalled ? [] : prepared).map((each) =>
      surveyOptions(each, { ...context, ledger, today, pullRequest, alone: prepared.length < 2 }),
    )
    const reads = options.map((each) => ({ options: each, ...readStates(each) }))
    await untilSent(reads.flatMap(({ begun }) => begun))
    const later = await import('../precheck/later.ts')
    later.tellReads(options)
    const asked = [
      Promise.all(reads.map((each) => later.surveyEnvironment(each.options, each.readState))),
      later.lastReleaseOf({ ...context, offline }),
    ] as const
    // Waits for both before it fails: no request goes on after the command has ended.
    await Promise.allSettled(asked)
    const [surveys, lastRelease] = await Promise.all(asked)
    const plans = surveys.map((each) => each.planned.plan)
    const composition = compositionOf(config, environments, { path: configPath(inputs.config, workspace), plans })
    record.composed(composition, lastRelease.kind === 'found' ? lastRelease.release : undefined)
    // The rules are not needed before.
    const { judgeSurveys } = await import('../precheck/judge-surveys.ts')
    const judged = judgeSurveys(
      {
        prepared,
        surveys,
        hooks: revisions.hooks,
        only,
        config,
        intent,
        baseline,
        organisation,
        base: 'base' in base ? base.base : undefined,
        baseUnknown: 'unread' in base ? base.unread : undefined,
        composition,
        lastRelease,
        today,
      },
      record,
    )
    found.push(...judged, ...(notCalled ?? []))
    record.find(...informing(observed(found, config.observe, baseline, today), today))
    const observes = config.observe !== undefined || inputs.mode === 'observe'
    for (const [index, { environment }] of prepared.entries()) {
      const own = surveys[index]
      if (own && !notCalled)
        await later.recordSurveyed(context, environment, {
          drift: own.drift,
          images: later.namedImages({ ...own, definitions: [...own.services, ...own.definitions] }),
        })
    }
    await later.writeSuggestions(ports, folder, { plans, intent, findings: observes ? found : undefined })
    ports.cancelled.throwIfAborted()
    for (const { key } of environments) if (environmentsBefore(key).length > 0) await ledger.discardAll(key)
    const goesOn = blocking([...record.findings, ...ledger.leftovers()]).length === 0 || inputs.mode !== 'enforce'
    // Nothing executes the change sets of a step about a temporary environment.
    if (!goesOn || inputs.temporary !== undefined) await ledger.discardAll()
    if (goesOn && !notCalled) await later.storeRelease(context, release)
  } catch (error) {
    await ledger.discardAll()
    throw error
  } finally {
    record.find(...ledger.leftovers())
  }
}

/** The first result, before any account is asked: what the files themselves show. A declaration may still accept it. */
function tellFirst(log: Log, found: readonly Finding[]): void {
  const questioned = blocking(found)
  const [first] = questioned
  const against = first === undefined ? 'nothing against them' : `${questioned.length} against them`
  log.info(`the files of the release: ${plural(found.filter(proves).length, 'thing')} proved, ${against}`)
  if (first !== undefined) log.info(`  ${first.outcome}: ${oneLine(first.title)} [${first.code}]`)
}
