import { accessTo, isByCodeDeploy, isByEcs, type EcsNativeDeployment } from '../config/model/environment.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { DeployContext, OwnDeployment } from '../deploy/contract.ts'
import { readOutputs } from '../deploy/outputs.ts'
import { deployRevision } from '../deploy/platforms/index.ts'
import { proveServing, type DeployedParts } from '../deploy/prove-serving.ts'
import type { Chain } from '../evidence/chain/chain.ts'
import type { ChangeSetPlan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking, blocks, verdictOf } from '../evidence/verdict.ts'
import { errorFinding } from '../support/error-finding.ts'
import { ActionError } from '../support/errors.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { plural } from '../support/text/text.ts'
import { mixedTime } from './judge.ts'
import { checkOldVersion, WITH_THE_OLD_VERSION, type PartBack } from './old-version-checks.ts'
import { previousOf, type Before, type Previous, type RemoteDeployment } from './previous.ts'
import { asInProduction } from './production-configuration.ts'
import { Requests } from './requests.ts'
import { serviceBefore, walkServiceBack } from './services/walk.ts'
import {
  rehearseAgain,
  rehearseBack,
  stackWays,
  type StackRehearsal,
  type StackWay,
  type StackWays,
} from './stacks/rehearse.ts'
import { lastTargets, targetsBack, walkBack } from './walk-back.ts'

/** A deployment whose way back is rehearsed, and the version that it had before the release. */
interface Rehearsed {
  readonly deployment: RemoteDeployment | EcsNativeDeployment
  readonly before: Before
}

/** What is rehearsed beside deployments by CodeDeploy. */
interface Options {
  readonly only: readonly string[]
  /** Deployments are rehearsed; otherwise stacks only. */
  readonly deployments: boolean
  /** Functions are invoked throughout. */
  readonly invocations?: boolean
  readonly stacks?: StackRehearsal
}

/**
 * The rehearsal of the way back on an environment: what is there is read before the release is deployed; afterwards each
 * deployment goes back to its previous version as production would, and each changed stack by a change set back; all are
 * proved, and come again.
 */
class Rehearsal {
  /** For all that changes the environment meanwhile. */
  readonly context: DeployContext
  readonly #rehearsed: readonly Rehearsed[]
  readonly #stacks: StackWays
  readonly #options: Options
  readonly #requests: Requests

  private constructor(
    context: DeployContext,
    rehearsed: readonly Rehearsed[],
    stacks: StackWays,
    { outputs, options }: { readonly outputs: Outputs; readonly options: Options },
  ) {
    this.#rehearsed = rehearsed
    this.#stacks = stacks
    this.#options = options
    const { ports, checks, environment, run } = context
    const invokesAs = options.invocations ? accessTo(environment, 'verify', run.runId) : undefined
    this.#requests = new Requests(checks, { ports, words: environment.words, outputs, invokesAs })
    this.context = { ...context, onlyWatching: (watch) => this.#requests.duringWatch(watch) }
  }

  /** Reads the previous versions, and begins with the requests. Rejects with an ActionError where a call fails. */
  static async begin(context: DeployContext, options: Options): Promise<Rehearsal> {
    const { ports, environment, access } = context
    const { only } = options
    const outputs = await readOutputs(ports, environment, access)
    const rehearsed: Rehearsed[] = []
    for (const deployment of environment.deployments) {
      if (!options.deployments || !(isByCodeDeploy(deployment) || isByEcs(deployment))) continue
      if (only.length > 0 && !only.includes(deployment.id)) continue
      rehearsed.push(await readBefore(context, deployment, outputs))
    }
    const stacks = options.stacks ? await stackWays(context, options.stacks, only) : { ways: [], none: [], lost: [] }
    const rehearsal = new Rehearsal(context, rehearsed, stacks, { outputs, options })
    rehearsal.#requests.begin()
    return rehearsal
  }

  /** What forbids the deployment: a previous version that no longer exists. */
  get lost(): readonly Finding[] {
    const deployments = this.#rehearsed.flatMap(({ before }) => (before.kind === 'lost' ? [before.finding] : []))
    return [...deployments, ...this.#stacks.lost]
  }

  /** Whether any deployment has a version to which it can go back. */
  get hasWay(): boolean {
    return this.#rehearsed.some(({ before }) => before.kind === 'found')
  }

  /** Ends the requests. Must be called in every ending. */
  async end(): Promise<void> {
    await this.#requests.end()
  }

  /** Goes back and comes again, after the release was deployed. @returns whether all of it passed. */
  async walk(): Promise<boolean> {
    const { ports, record, environment, access } = this.context
    let outputs = await readOutputs(ports, environment, access)
    const findings: Finding[] = [
      ...this.#stacks.none,
      ...this.#rehearsed.flatMap(({ deployment, before }) =>
        before.kind === 'none' ? [noWayBack(deployment, before.why)] : [],
      ),
    ]
    const ways = this.#rehearsed.flatMap(({ deployment, before }) =>
      before.kind === 'found'
        ? [{ deployment: fillOutputs(deployment, outputs, `deployment/${deployment.id}`), previous: before.previous }]
        : [],
    )
    const hasWay = ways.length + this.#stacks.ways.length > 0
    if (hasWay) {
      for (const { deployment } of ways) findings.push(await this.#mixed(deployment))
      this.#requests.stage('rollback')
      const back: typeof ways = []
      let failed = false
      for (const way of ways.toReversed()) {
        const found = await ports.log.group(`rehearse the way back of ${way.deployment.id}`, () =>
          this.#stage('rollback', `deployment/${way.deployment.id}`, () =>
            walkAny(this.context, way.deployment, way.previous),
          ),
        )
        findings.push(...found)
        if (!found.some(blocks)) back.unshift(way)
        failed ||= isFailure(found)
        if (failed) break
      }
      const stacksBack = failed ? [] : await this.#stacksBack(findings)
      if (back.length + stacksBack.length > 0) {
        this.#requests.stage(WITH_THE_OLD_VERSION)
        const parts = async (): Promise<PartBack[]> => [
          ...(await targetsBack(
            this.context,
            back.map((way) => way.deployment),
          )),
          ...stacksBack.map((way) => ({ part: `stack/${way.stack.id}`, targets: [] })),
        ]
        findings.push(...(await checkOldVersion(this.context, await readOutputs(ports, environment, access), parts)))
      }
      this.#requests.stage('forward again')
      const own: OwnDeployment[] = []
      const context: DeployContext = { ...this.context, deployed: (one) => own.push(one) }
      const plans = await this.#stacksAgain(context, stacksBack, findings)
      outputs = await readOutputs(ports, environment, access)
      for (const { deployment } of back) {
        const part = `deployment/${deployment.id}`
        const found = await ports.log.group(`deploy ${deployment.id} again`, () =>
          this.#stage('forward again', part, () => deployRevision(context, deployment, outputs)),
        )
        findings.push(...found.filter(blocks), again(part, deployment.id, found))
      }
      if (!findings.some(blocks)) findings.push(...(await this.#serving(context, { outputs, plans, own })))
    }
    await this.#requests.end()
    record.measure(...this.#requests.measurements(environment.key))
    if (hasWay) findings.push(...this.#requests.findings(environment.key))
    record.find(...findings)
    return blocking(findings).length === 0
  }

  /** Goes back with the stacks, the last one first. @returns those that are back. */
  async #stacksBack(findings: Finding[]): Promise<StackWay[]> {
    const { ports } = this.context
    const { stacks } = this.#options
    const back: StackWay[] = []
    if (stacks === undefined) return back
    for (const way of this.#stacks.ways.toReversed()) {
      const { id } = way.stack
      let isBack = false
      const found = await ports.log.group(`rehearse the way back of ${id}`, () =>
        this.#stage('rollback', `stack/${id}`, async () => {
          const done = await rehearseBack(this.context, way, stacks)
          isBack = done.isBack
          return done.findings
        }),
      )
      findings.push(...found)
      if (isBack) back.unshift(way)
      if (isFailure(found)) break
    }
    return back
  }

  /** Brings the stacks to the release again. @returns what was executed. */
  async #stacksAgain(
    context: DeployContext,
    ways: readonly StackWay[],
    findings: Finding[],
  ): Promise<readonly ChangeSetPlan[]> {
    const { ports, environment, access } = context
    const { stacks } = this.#options
    const plans: ChangeSetPlan[] = []
    if (stacks === undefined) return plans
    for (const way of ways) {
      const { id, name } = way.stack
      const outputs = await readOutputs(ports, environment, access)
      const found = await ports.log.group(`change ${name} again`, () =>
        this.#stage('forward again', `stack/${id}`, async () => {
          const done = await rehearseAgain(context, way, stacks, outputs)
          if (done.executed) plans.push(done.executed)
          return done.findings
        }),
      )
      findings.push(...found.filter(blocks), again(`stack/${id}`, name, found))
    }
    return plans
  }

  /** What serves after the release came again is the release. */
  async #serving(
    context: DeployContext,
    brought: Pick<DeployedParts, 'outputs' | 'plans' | 'own'>,
  ): Promise<readonly Finding[]> {
    const { environment, ports } = context
    const selected = ({ id }: { readonly id: string }): boolean =>
      this.#options.only.length === 0 || this.#options.only.includes(id)
    const stacks = environment.stacks.filter(selected)
    const deployments = environment.deployments.filter(selected)
    const found = await ports.log.group('what serves after the rehearsal', () =>
      proveServing(context, { stacks, deployments, ...brought }),
    )
    return found.map((finding) => ({ ...finding, subject: `${finding.subject}/after-rehearsal` }))
  }

  async #stage(stage: string, subject: string, act: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    const { ports, record } = this.context
    const began = ports.clock.now().getTime()
    const findings = await this.#attempt(subject, act)
    const value = toSeconds(ports.clock.now().getTime() - began)
    record.measure({ name: `stage: ${stage}`, unit: 's', value, subject })
    return findings
  }

  /** A failed call, or a timeout, is a finding: the results of the stages are reported as well. */
  async #attempt(subject: string, act: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    const { ports, environment } = this.context
    try {
      return await act()
    } catch (error) {
      ports.cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
      return [errorFinding(error, `${subject}/rollback`, environment.key)]
    }
  }

  /** Whether requests were answered while both versions served, in the deployment that has just ended. */
  async #mixed(deployment: Rehearsed['deployment']): Promise<Finding> {
    const { id } = deployment
    const subject = `deployment/${id}/rollback/mixed-versions`
    const expected = 'requests while one target has the new version and another one the old'
    const time = deployment.platform === 'server' ? mixedTime(await lastTargets(this.context, deployment)) : undefined
    const asked = time && this.#requests.between(time)
    if (time === undefined || asked === undefined || asked.sent === 0) {
      return {
        code: 'rollback/mixed-versions',
        outcome: 'noted',
        title: `mixed versions of ${id}: not tested`,
        subject,
        expected,
        observed:
          time === undefined ? 'no target was done before another one began' : 'no request while both versions served',
        advice: 'Give pre-prod two targets and a configuration that deploys to one after the other, as in production.',
      }
    }
    return {
      code: 'rollback/mixed-versions',
      outcome: 'noted',
      title: `${asked.failed} of ${plural(asked.sent, 'request')} failed while both versions of ${id} served`,
      subject,
      expected,
      observed: `${toSeconds(time.to - time.from)} s with both versions`,
      ...(asked.failed > 0 && { advice: 'Let both versions work with the same data and the same requests.' }),
    }
  }
}

/** Deploys, then walks the way back and comes again. @returns whether all of it passed. */
export async function deployAndRehearse(
  given: DeployContext,
  { chain, ...options }: Options & { readonly chain: Chain },
  deploy: (context: DeployContext) => Promise<boolean>,
): Promise<boolean> {
  const { environment, findings } = asInProduction(given.environment, chain)
  const context = { ...given, environment }
  const rehearsal = await Rehearsal.begin(context, options)
  try {
    context.record.find(...rehearsal.lost, ...(rehearsal.hasWay ? findings : []))
    if (rehearsal.lost.length > 0) return false
    return (await deploy(rehearsal.context)) && (await rehearsal.walk())
  } finally {
    await rehearsal.end()
  }
}

function walkAny(
  context: DeployContext,
  deployment: Rehearsed['deployment'],
  previous: Previous,
): Promise<readonly Finding[]> {
  return isByEcs(deployment) ? walkServiceBack(context, deployment, previous) : walkBack(context, deployment, previous)
}

async function readBefore(
  context: DeployContext,
  deployment: Rehearsed['deployment'],
  outputs: Outputs,
): Promise<Rehearsed> {
  try {
    const filled = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
    const before = isByEcs(filled) ? await serviceBefore(context, filled) : await previousOf(context, filled)
    return { deployment, before }
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'config/reference') throw error
    return { deployment, before: { kind: 'none', why: 'the outputs that it refers to do not exist yet' } }
  }
}

function isFailure(findings: readonly Finding[]): boolean {
  return findings.some(
    ({ code, outcome }) => outcome === 'error' || code === 'rollback/failed' || code === 'rollback/lost-revision',
  )
}

function noWayBack({ id }: Pick<RemoteDeployment, 'id'>, why: string): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `the way back of ${id} was not rehearsed, since ${why}`,
    subject: `deployment/${id}`,
    expected: 'an earlier version',
    observed: why,
  }
}

function again(part: string, id: string, findings: readonly Finding[]): Finding {
  const passed = verdictOf(findings) === 'pass'
  return {
    code: 'rollback/deployed-again',
    outcome: passed ? 'noted' : 'fail',
    title: passed
      ? `${id} was deployed again after its way back`
      : `${id} could not be deployed again after its way back`,
    subject: `${part}/rollback/again`,
    expected: 'the release on every target',
    observed: passed ? 'deployed again' : 'the previous version, or a part of both',
    ...(!passed && { advice: 'Correct what the findings of this deployment say, and start the release again.' }),
  }
}
