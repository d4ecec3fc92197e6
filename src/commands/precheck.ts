import { accessTo, resolveEnvironment, type Environment } from '../config/resolve.ts'
import { readIntent, type Intent } from '../config/intent.ts'
import type { EnvironmentKey } from '../config/schema.ts'
import type { Finding } from '../evidence/finding.ts'
import { judgeAll } from '../policies/index.ts'
import type { EnvironmentFacts, Facts } from '../policies/contract.ts'
import { readBase, type BaseAnswer } from '../release/base.ts'
import { ChangeSetLedger } from '../release/ledger.ts'
import { describeRelease } from '../release/release.ts'
import { evidenceFolder } from '../release/evidence-store.ts'
import { suggestIntent } from '../release/intent-suggestion.ts'
import { lintRevisions } from '../release/revision-lint.ts'
import { writeFiles } from '../support/scratch.ts'
import { makeSnapshot } from '../release/parity.ts'
import { readSources, type StackSources } from '../release/sources.ts'
import { surveyEnvironment, type Survey } from '../release/survey.ts'
import { blocking } from '../evidence/verdict.ts'
import { readWorkspaceFile } from '../support/workspace.ts'
import type { Context } from './contract.ts'

const SUGGESTION = 'intent.suggested.yml'

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
  const keys: readonly EnvironmentKey[] = inputs.environment ? [inputs.environment] : ['preprod', 'production']

  // What needs no account comes first, so that a typing mistake costs no call to AWS.
  const prepared = await Promise.all(keys.map((key) => prepare(context, key)))
  const intent = await intentOf(context)
  const base = await baseFor(context)
  record.release(await describeRelease({ config, workspace: ports.place.workspace, sha: origin.sha }))

  record.find(
    ...(await lintRevisions(
      prepared.map(({ environment }) => environment),
      ports.place.workspace,
    )),
  )

  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle))
  try {
    const surveys = await Promise.all(prepared.map((each) => survey(context, each, ledger)))
    const facts: Facts = {
      environments: prepared.map((each, index) => factsOf(context, each, surveys[index] as Survey)),
      config,
      intent,
      base: 'base' in base ? base.base : undefined,
      baseUnknown: 'unread' in base ? base.unread : undefined,
      today: ports.clock.now().toISOString().slice(0, 10),
    }
    for (const { snapshot } of facts.environments) if (snapshot) record.snapshot(snapshot)
    for (const each of surveys) {
      record.plan(each.planned.plan)
      record.find(...each.findings, ...plannedFindings(each))
    }
    record.find(...judgeAll(facts))
    await suggest(context, surveys)
    ports.cancelled.throwIfAborted()
  } catch (error) {
    await ledger.discardAll()
    throw error
  }
  await ledger.discardAll('production')
  if (blocking(record.findings).length > 0 && inputs.mode === 'enforce') await ledger.discardAll()
}

async function prepare(context: Context, key: EnvironmentKey): Promise<Prepared> {
  const { place } = context.ports
  const environment = resolveEnvironment(
    context.config,
    key,
    place.env['AWS_REGION'] ?? place.env['AWS_DEFAULT_REGION'],
  )
  return { environment, sources: await readSources(environment, place.workspace) }
}

async function intentOf({ config, ports }: Context): Promise<Intent | undefined> {
  const path = config.precheck.intent
  if (path === undefined) return undefined
  const bytes = await readWorkspaceFile(ports.place.workspace, path, 'intent')
  return readIntent(new TextDecoder().decode(bytes), path)
}

/** A configuration in the workflow file itself is reviewed with it; there is no file to compare. */
async function baseFor({ inputs, config, ports }: Context): Promise<BaseAnswer> {
  if ('yaml' in inputs.config) return { nothing: 'the configuration is part of the workflow file' }
  return readBase(ports, { config: inputs.config.path, intent: config.precheck.intent })
}

async function survey(context: Context, { environment, sources }: Prepared, ledger: ChangeSetLedger): Promise<Survey> {
  const { ports, inputs, origin, config } = context
  return surveyEnvironment({
    ports,
    environment,
    access: accessTo(environment, 'plan', origin.runId),
    run: origin,
    purpose: 'precheck',
    sources,
    ledger,
    transforms: config.precheck.transforms,
    whoDidIt: config.precheck.drift['who-did-it'],
    only: inputs.only,
  })
}

function factsOf(context: Context, { environment, sources }: Prepared, found: Survey): EnvironmentFacts {
  const { planned, drift, groups, deployed, changedBy } = found
  const ownTemplates = new Set(
    context.config.stacks.flatMap(({ id, template }) => (template.includes('{environment}') ? [id ?? 'stack'] : [])),
  )
  const seen = context.inputs.only.length === 0
  const snapshot = seen ? makeSnapshot({ environment, sources, deployed, groups, ownTemplates }) : undefined
  return { environment, stacks: planned.stacks, drift, changedBy, groups, snapshot }
}

/** Writes down what was seen as an intent, ready to be reviewed and committed. */
async function suggest({ ports, inputs }: Context, surveys: readonly Survey[]): Promise<void> {
  const yaml = suggestIntent(surveys.map((each) => each.planned.plan))
  if (yaml === undefined) return
  const folder = evidenceFolder(ports, inputs.evidence)
  await writeFiles(folder, new Map([[SUGGESTION, Buffer.from(yaml)]]))
  await ports.log.group(SUGGESTION, async () => ports.log.info(yaml))
}

/** What was proved for each stack by being planned. */
function plannedFindings({ planned }: Survey): Finding[] {
  return planned.stacks.flatMap(({ plan, stack }): Finding[] => {
    if (plan === undefined) return []
    const { environment } = planned.plan
    const count = `${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`
    return [
      {
        code:
          plan.kind === 'none' ? 'change-set/none' : plan.provisional ? 'change-set/provisional' : 'change-set/made',
        outcome: 'pass',
        title:
          plan.kind === 'none'
            ? `${environment}: ${stack.name} would not change`
            : `${environment}: ${stack.name} would be ${plan.kind === 'create' ? 'created' : 'updated'} with ${count}`,
        subject: `stack/${stack.id}`,
        expected: 'a change set that CloudFormation can make',
        observed: plan.provisional ? `${count}, provisional until outputs of other stacks are known` : count,
        details: { environment },
      },
    ]
  })
}
