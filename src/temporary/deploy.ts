import { executeEnvironment } from '../deploy/environment.ts'
import { recordNotDeployed } from '../deploy/not-deployed.ts'
import { readOutputs } from '../deploy/outputs.ts'
import type { AwsAccess } from '../aws/access.ts'
import { isByCodeDeploy } from '../config/model/environment.ts'
import { checkOnly } from '../config/model/only.ts'
import { fillOutputs } from '../config/model/references.ts'
import type { TemporaryEnvironment } from '../config/model/temporary-environment.ts'
import type { Release, TemporaryDeployment } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import { describeRelease } from '../handover/release.ts'
import { restoreRelease } from '../handover/restore-release.ts'
import { ChangeSetLedger } from '../plan/change-sets/ledger.ts'
import { mergeCauses } from '../plan/merge-causes.ts'
import { planEnvironment } from '../plan/plan.ts'
import { takeOver } from '../plan/change-sets/predecessor.ts'
import { reviewedStacks } from '../plan/replan.ts'
import { readSources, type StackSources } from '../plan/sources/read-sources.ts'
import { referencesAgain } from '../precheck/references-again.ts'
import { accessOf, judgeJob, openRecord, pullRequestOf, temporaryOf, type TemporaryContext } from './context.ts'
import { judgeOwnership, readStacksNamed } from './ownership.ts'
import { safetyOf } from './precheck.ts'
import type { TemporaryRecord } from './record.ts'
import { tagsOf } from './tags.ts'

/**
 * Makes the temporary environment of this run, or brings it to the release. Nobody reviews it: the plan is made here, and
 * executed where nothing in it is refused. Each stack is recorded by its id before it gets a resource.
 */
export async function deployTemporary(context: TemporaryContext): Promise<void> {
  const { ports, inputs, config, origin, record } = context
  const { workspace } = ports.place
  const named = await temporaryOf(context)
  checkOnly(named, inputs)
  await restoreRelease(context)
  const expiresAt = new Date(ports.clock.now().getTime() + named.temporary['expires-after']).toISOString()
  const tags = tagsOf(named.name, { repository: origin.repository, runId: origin.runId, expiresAt })
  const environment = {
    ...named,
    stacks: named.stacks.map((stack) => ({ ...stack, tags: { ...stack.tags, ...tags } })),
  }
  const sources = await readSources(environment, workspace, config.verify)
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)
  const refuse = (why: string, began = false): void => recordNotDeployed(record, environment, inputs.mode, why, began)

  const safety = await safetyOf(context, environment, sources)
  record.find(...safety)
  if (blocking(safety).length > 0) return refuse('copies of its stacks would disturb each other')
  const job = await judgeJob(context, environment)
  record.find(...job)
  if (job.length > 0) return refuse('the job is not one of temporary environments')

  const access = accessOf(environment, origin.runId)
  const registry = await openRecord(context, access)
  const foreign = await foreignStacks(context, environment, { access, registry })
  record.find(...foreign)
  if (foreign.length > 0) return refuse('a stack of the same name was not made for it')
  const pullRequest = await pullRequestOf(context)
  await registry.putEnvironment({
    version: 1,
    name: environment.name,
    repository: origin.repository,
    runId: origin.runId,
    runAttempt: origin.runAttempt,
    ...(pullRequest !== undefined && { pullRequest }),
    expiresAt,
    groups: environment.deployments.filter(isByCodeDeploy).map(({ application, group }) => ({ application, group })),
  })
  if (!(await execute(context, environment, { access, registry, sources, release }))) {
    return refuse('a stack or a deployment did not pass', true)
  }
  const made = await addressOf(context, environment, access, expiresAt)
  record.temporary(made)
  record.find(deployed(environment, made))
}

/** Plans all stacks and executes the plan. */
async function execute(
  { ports, inputs, config, origin, record }: TemporaryContext,
  environment: TemporaryEnvironment,
  {
    access,
    registry,
    sources,
    release,
  }: {
    readonly access: AwsAccess
    readonly registry: TemporaryRecord
    readonly sources: StackSources
    readonly release: Release
  },
): Promise<boolean> {
  const ledger = new ChangeSetLedger(ports.log, (handle) => record.handle(handle), ports.clock)
  try {
    const planning = {
      ports,
      environment,
      access,
      run: origin,
      purpose: 'deploy' as const,
      sources,
      ledger,
      only: inputs.only,
    }
    await takeOver(planning)
    const planned = await ports.log.group(`plan ${environment.name}`, async () =>
      environment.stacks.length > 0 ? planEnvironment(planning) : undefined,
    )
    const findings = mergeCauses(planned?.findings ?? [])
    record.find(...findings)
    if (planned) record.plan(planned.plan)
    if (blocking(findings).length > 0) return false
    const plan = planned?.plan ?? { environment: environment.key, digest: release.digest, changeSets: [] }
    return await executeEnvironment(
      {
        ports,
        record,
        run: origin,
        environment,
        access,
        release,
        checks: config.verify,
        references: referencesAgain(planning),
        beforeChange: (stack, stackArn) =>
          registry.putStack(environment.name, {
            version: 1,
            id: stack.id,
            stackArn,
            dependsOn: [...(sources.get(stack.id)?.dependsOn ?? stack.dependsOn)],
            runId: origin.runId,
          }),
      },
      reviewedStacks(planning, plan),
      { only: inputs.only },
    )
  } finally {
    await ledger.discardAll()
  }
}

async function foreignStacks(
  { ports, origin }: TemporaryContext,
  environment: TemporaryEnvironment,
  { access, registry }: { readonly access: AwsAccess; readonly registry: TemporaryRecord },
): Promise<Finding[]> {
  const cloudformation = await ports.connect.cloudformation(access)
  const found = await readStacksNamed(
    cloudformation,
    environment.stacks.map(({ name }) => name),
  )
  const { stacks } = await registry.read(environment.name)
  return judgeOwnership(found, stacks, { name: environment.name, repository: origin.repository })
}

async function addressOf(
  { ports }: TemporaryContext,
  environment: TemporaryEnvironment,
  access: AwsAccess,
  expiresAt: string,
): Promise<TemporaryDeployment> {
  const { url } = environment.temporary
  const made = { name: environment.name, expiresAt }
  if (url === undefined) return made
  const outputs = await readOutputs(ports, environment, access)
  return { ...made, url: fillOutputs(url, outputs, 'environments.preprod.temporary.url') }
}

function deployed(environment: TemporaryEnvironment, { name, url, expiresAt }: TemporaryDeployment): Finding {
  return {
    code: 'temporary/deployed',
    outcome: 'pass',
    title: `${name} has this release${url === undefined ? '' : ` at ${url}`} until ${expiresAt}`,
    subject: `environment/${name}`,
    expected: `${environment.stacks.length + environment.deployments.length} stacks and deployments with this release`,
    observed: `${environment.stacks.map(({ name: stack }) => stack).join(', ')}, expires at ${expiresAt}`,
  }
}
