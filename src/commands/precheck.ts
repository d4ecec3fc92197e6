import { allReports, isChecked } from '../cloudformation/drift.ts'
import { accessTo, type Environment } from '../config/resolve.ts'
import { readIntent, type Intent } from '../config/intent.ts'
import type { EnvironmentKey } from '../config/schema.ts'
import type { Measurement } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import { baselineOf, observed, readBaseline, type Baseline } from '../policies/baseline.ts'
import type { EnvironmentFacts, Facts } from '../policies/contract.ts'
import { judgeAll, offSwitch } from '../policies/index.ts'
import { readBase } from '../release/base.ts'
import { mergeCauses } from '../release/shared-causes.ts'
import { bringRelease } from '../release/bring-release.ts'
import { errorFinding } from '../release/error-finding.ts'
import { evidenceFolder } from '../release/evidence-store.ts'
import { foreseeDeployments } from '../release/foresee-here.ts'
import { suggestIntent } from '../release/intent-suggestion.ts'
import { keepRelease } from '../release/keep-release.ts'
import { ChangeSetLedger } from '../release/ledger.ts'
import { makeSnapshot } from '../release/parity.ts'
import { checkParts } from '../release/parts.ts'
import { describeRelease } from '../release/release.ts'
import { lintRevisions } from '../release/revision-lint.ts'
import { compareWithEarlier } from '../release/reviewed.ts'
import { readSources, type StackSources } from '../release/sources.ts'
import { surveyEnvironment, type Survey } from '../release/survey.ts'
import { whyNotAsk } from '../release/who-may-ask.ts'
import { ActionError } from '../support/errors.ts'
import { readEvent } from '../support/event.ts'
import { writeFiles } from '../support/scratch.ts'
import { readWorkspaceFile } from '../support/workspace.ts'
import { environmentOf, type Context } from './contract.ts'

const SUGGESTION = 'intent.suggested.yml'
const BASELINE = 'baseline.suggested.json'

interface Prepared {
  readonly environment: Environment
  readonly sources: StackSources
}

/**
 * Looks at both environments, or at one, and changes nothing: what is made to look (change sets, shells of stacks) is
 * removed again, except pre-prod's change sets of a release that may go on, which are what will be executed.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const { place, log } = ports
  const keys: readonly EnvironmentKey[] = inputs.environment ? [inputs.environment] : ['preprod', 'production']

  await bringRelease(context)
  // What needs no account comes first, so that a typing mistake costs no call to AWS.
  const prepared = await prepareAll(context, keys)
  const intent = await intentOf(context)
  const baseline = await baselineFor(context)
  const base = await readBase(ports, { config: inputs.config, intent: config.precheck.intent })
  const environments = prepared.map(({ environment }) => environment)
  const { workspace } = place
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)
  const found: Finding[] = await lintRevisions(environments, workspace)
  const youngerThan = config.gate['evidence-younger-than']
  const { needs, evidence: folder } = inputs
  found.push(...(await compareWithEarlier({ ports, needs, folder, origin, release, youngerThan })))
  // There is one host only: pre-prod's turn, unless production was asked for.
  if (environments[0]) found.push(...(await foreseeDeployments(ports, origin, environments[0], inputs.only, found)))

  const accesses = environments.map((environment) => accessTo(environment, 'plan', origin.runId))
  const reason = whyNotAsk(await readEvent(place.env['GITHUB_EVENT_PATH']), place.env, accesses)
  const ledger = new ChangeSetLedger(log, (handle) => record.handle(handle))
  try {
    const surveys = reason ? [] : await Promise.all(prepared.map((each) => survey(context, each, ledger)))
    const facts: Facts = {
      environments: surveys.map((each, index) => factsOf(context, prepared[index] as Prepared, each)),
      config,
      intent,
      baseline,
      base: 'base' in base ? base.base : undefined,
      baseUnknown: 'unread' in base ? base.unread : undefined,
      today: todayOf(ports),
    }
    for (const { snapshot } of facts.environments) if (snapshot) record.snapshot(snapshot)
    for (const each of surveys) {
      record.plan(each.planned.plan)
      record.measure(...measurementsOf(each))
      found.push(...plannedFindings(each))
    }
    found.push(...mergeCauses(surveys.flatMap((each) => each.findings)))
    found.push(...judgeAll(facts), ...(reason ? [reason] : []))
    record.find(...observed(found, config.observe, baseline, facts.today))
    const observes = config.observe !== undefined || inputs.mode === 'observe'
    await leave(context, BASELINE, observes ? JSON.stringify(baselineOf(found), undefined, 2) : undefined)
    await leave(
      context,
      SUGGESTION,
      suggestIntent(
        surveys.map((each) => each.planned.plan),
        intent,
      ),
    )
    ports.cancelled.throwIfAborted()
    await ledger.discardAll('production')
    const stays = blocking([...record.findings, ...ledger.leftovers()]).length === 0 || inputs.mode !== 'enforce'
    if (!stays) await ledger.discardAll()
    else if (!reason) await keepRelease(context, release)
  } catch (error) {
    await ledger.discardAll()
    throw error
  } finally {
    record.find(...ledger.leftovers())
  }
}

/** ISO date. */
function todayOf({ clock }: Context['ports']): string {
  return clock.now().toISOString().slice(0, 10)
}

/** Mistakes in the files of both environments are told at once. */
async function prepareAll(context: Context, keys: readonly EnvironmentKey[]): Promise<Prepared[]> {
  const tried = await Promise.allSettled(keys.map((key) => prepare(context, key)))
  const errors = tried.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []))
  const [first] = errors
  if (first === undefined) return tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  if (errors.length === 1 || !errors.every((error) => error instanceof ActionError)) throw first
  const told = errors.flatMap((error) => (error.findings.length > 0 ? [...error.findings] : [errorFinding(error)]))
  const distinct = [...new Map(told.map((finding) => [JSON.stringify(finding), finding])).values()]
  if (distinct.length === 1 && first instanceof ActionError) throw first
  throw new ActionError('config/template', {
    message: `${distinct.length} mistakes; the first: ${distinct[0]?.title ?? ''}`,
    subject: 'release',
    findings: distinct,
  })
}

async function prepare(context: Context, key: EnvironmentKey): Promise<Prepared> {
  const environment = environmentOf(context, key)
  checkParts(environment, { only: context.inputs.only })
  return { environment, sources: await readSources(environment, context.ports.place.workspace) }
}

async function intentOf({ config, ports }: Context): Promise<Intent | undefined> {
  const path = config.precheck.intent
  if (path === undefined) return undefined
  const bytes = await readWorkspaceFile(ports.place.workspace, path, 'intent')
  return readIntent(new TextDecoder().decode(bytes), path)
}

async function survey(context: Context, { environment, sources }: Prepared, ledger: ChangeSetLedger): Promise<Survey> {
  const { ports, inputs, origin, config } = context
  return surveyEnvironment({
    ports,
    environment,
    access: accessTo(environment, 'plan', origin.runId),
    run: origin,
    purpose: 'precheck',
    preview: environment.key === 'production',
    sources,
    ledger,
    // Who switches the rule off lets macros run; a stack that is not planned would be judged by nobody.
    ...(!offSwitch({ config, today: todayOf(ports) }, 'template/macro') && { transforms: config.precheck.transforms }),
    whoDidIt: config.precheck.drift['who-did-it'],
    only: inputs.only,
  })
}

function factsOf(context: Context, { environment, sources }: Prepared, found: Survey): EnvironmentFacts {
  const { planned, drift, groups, deployed, changedBy, unread } = found
  const ownTemplates = new Set(
    context.config.stacks.flatMap(({ id, template }) => (template.includes('{environment}') ? [id ?? 'stack'] : [])),
  )
  const { only } = context.inputs
  const parts = [...environment.stacks, ...environment.deployments].map(({ id }) => id)
  // To name all parts is to look at everything.
  const seen = only.length === 0 || parts.every((part) => only.includes(part))
  const snapshot = seen ? makeSnapshot({ environment, sources, deployed, groups, ownTemplates, unread }) : undefined
  return { environment, stacks: planned.stacks, drift, changedBy, groups, snapshot }
}

async function baselineFor({ config, ports }: Context): Promise<Baseline | undefined> {
  const path = config.observe?.baseline
  if (path === undefined) return undefined
  return readBaseline(new TextDecoder().decode(await readWorkspaceFile(ports.place.workspace, path, 'observe')), path)
}

/** Leaves a file beside the evidence, ready to be reviewed and committed; also in the log, which outlives the job. */
async function leave({ ports, inputs }: Context, name: string, text: string | undefined): Promise<void> {
  if (text === undefined) return
  await writeFiles(evidenceFolder(ports, inputs.evidence), new Map([[name, Buffer.from(text)]]))
  await ports.log.group(name, async () => ports.log.info(text))
}

function measurementsOf({ planned, drift }: Survey): Measurement[] {
  const { environment } = planned.plan
  if (planned.stacks.length === 0) return []
  const resources = drift.flatMap(allReports).flatMap((report) => report.resources)
  const changes = planned.stacks.flatMap(({ plan }) => plan?.changes ?? [])
  const count = (name: string, value: number): Measurement => ({
    name: `${environment}: ${name}`,
    unit: 'count',
    value,
    subject: `environment/${environment}`,
  })
  return [
    count('stacks', planned.stacks.length),
    count('planned changes', changes.length),
    count('resources checked for drift', resources.filter(isChecked).length),
    count('resources not checked for drift', resources.filter((resource) => !isChecked(resource)).length),
  ]
}

/** What was proved for each stack by being planned. */
function plannedFindings({ planned }: Survey): Finding[] {
  return planned.stacks.flatMap(({ plan, stack, facts }): Finding[] => {
    if (plan === undefined) return []
    const { environment } = planned.plan
    const count = `${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`
    if (facts === undefined) {
      return [
        {
          code: 'change-set/provisional',
          outcome: 'skipped',
          title: `${environment}: what would happen to ${stack.name} is only known when the stacks that it needs are deployed`,
          subject: `stack/${stack.id}`,
          expected: 'a change set that CloudFormation can make',
          observed: `${count} by its template alone, since outputs of other stacks are not known yet`,
          details: { environment },
        },
      ]
    }
    return [
      {
        code:
          plan.kind === 'none' ? 'change-set/none' : plan.provisional ? 'change-set/provisional' : 'change-set/made',
        outcome: 'pass',
        title:
          plan.kind === 'none'
            ? `${environment}: ${stack.name} would not change`
            : plan.changes.length === 0
              ? `${environment}: ${stack.name} would be updated in its outputs or settings only`
              : `${environment}: ${stack.name} would be ${plan.kind === 'create' ? 'created' : 'updated'} with ${count}`,
        subject: `stack/${stack.id}`,
        expected: 'a change set that CloudFormation can make',
        observed: plan.provisional ? `${count}, provisional until outputs of other stacks are known` : count,
        details: { environment },
      },
    ]
  })
}
