import { readTargets, type TargetState } from '../codedeploy/deployment.ts'
import { readGroupInfo } from '../codedeploy/group.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { readOutputs } from '../deploy/outputs.ts'
import { deployRevision } from '../deploy/platforms/index.ts'
import type { Chain } from '../evidence/chain.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking, blocks, verdictOf } from '../evidence/verdict.ts'
import { ActionError } from '../support/errors.ts'
import { toSeconds } from '../support/text/rounding.ts'
import { plural } from '../support/text/text.ts'
import { mixedTime } from './judge.ts'
import { checkOldVersion } from './old-version-checks.ts'
import { previousOf, type Before, type RemoteDeployment } from './previous.ts'
import { asInProduction } from './production-configuration.ts'
import { Requests } from './requests.ts'
import { walkBack } from './walk-back.ts'

/** A deployment whose way back is rehearsed, and the version that it had before the release. */
interface Rehearsed {
  readonly deployment: RemoteDeployment
  readonly before: Before
}

/**
 * The rehearsal of the way back on an environment: what is there is read before the release is deployed; afterwards each
 * deployment goes back to its previous version as production would, is proved on every target, and comes again.
 */
export class Rehearsal {
  readonly #context: DeployContext
  readonly #rehearsed: readonly Rehearsed[]
  readonly #requests: Requests

  private constructor(context: DeployContext, rehearsed: readonly Rehearsed[], outputs: Outputs) {
    this.#context = context
    this.#rehearsed = rehearsed
    this.#requests = new Requests(context.ports, context.checks, context.environment.words, outputs)
  }

  /** Reads the versions of before, and begins with the requests. Rejects with an ActionError where a call fails. */
  static async begin(context: DeployContext, only: readonly string[]): Promise<Rehearsal> {
    const { ports, environment, access } = context
    const outputs = await readOutputs(ports, environment, access)
    const rehearsed: Rehearsed[] = []
    for (const deployment of environment.deployments) {
      if (deployment.platform === 'local' || (only.length > 0 && !only.includes(deployment.id))) continue
      rehearsed.push(await readBefore(context, deployment, outputs))
    }
    const rehearsal = new Rehearsal(context, rehearsed, outputs)
    rehearsal.#requests.begin()
    return rehearsal
  }

  /** What forbids to deploy: a version to which nobody can go back any more. */
  get lost(): readonly Finding[] {
    return this.#rehearsed.flatMap(({ before }) => (before.kind === 'lost' ? [before.finding] : []))
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
    const { ports, record, environment, access } = this.#context
    const outputs = await readOutputs(ports, environment, access)
    const findings: Finding[] = this.#rehearsed.flatMap(({ deployment, before }) =>
      before.kind === 'none' ? [noWayBack(deployment, before.why)] : [],
    )
    const ways = this.#rehearsed.flatMap(({ deployment, before }) =>
      before.kind === 'found'
        ? [{ deployment: fillOutputs(deployment, outputs, `deployment/${deployment.id}`), previous: before.previous }]
        : [],
    )
    if (ways.length > 0) {
      for (const { deployment } of ways) findings.push(await this.#mixed(deployment))
      this.#requests.stage('rollback')
      const back: typeof ways = []
      for (const way of ways.toReversed()) {
        const found = await ports.log.group(`rehearse the way back of ${way.deployment.id}`, () =>
          this.#stage('rollback', way.deployment, () => walkBack(this.#context, way.deployment, way.previous)),
        )
        findings.push(...found)
        if (!found.some(blocks)) back.unshift(way)
        else if (isFailure(found)) break
      }
      if (back.length > 0) {
        this.#requests.stage('with the old version')
        findings.push(...(await checkOldVersion(this.#context, outputs)))
      }
      this.#requests.stage('forward again')
      for (const { deployment } of back) {
        const found = await ports.log.group(`deploy ${deployment.id} again`, () =>
          this.#stage('forward again', deployment, () => deployRevision(this.#context, deployment, outputs)),
        )
        findings.push(...found.filter(blocks), again(deployment, found))
      }
    }
    await this.#requests.end()
    record.measure(...this.#requests.measurements(environment.key))
    if (ways.length > 0) findings.push(...this.#requests.findings(environment.key))
    record.find(...findings)
    return blocking(findings).length === 0
  }

  async #stage(
    stage: string,
    { id }: RemoteDeployment,
    act: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    const { ports, record } = this.#context
    const began = ports.clock.now().getTime()
    const findings = await act()
    const value = toSeconds(ports.clock.now().getTime() - began)
    record.measure({ name: `stage: ${stage}`, unit: 's', value, subject: `deployment/${id}` })
    return findings
  }

  /** Whether requests were answered while both versions served, in the deployment that has just ended. */
  async #mixed(deployment: RemoteDeployment): Promise<Finding> {
    const { id } = deployment
    const subject = `deployment/${id}/rollback/mixed-versions`
    const expected = 'requests while one target has the new version and another one the old'
    const time = deployment.platform === 'server' ? mixedTime(await this.#lastTargets(deployment)) : undefined
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

  async #lastTargets(deployment: RemoteDeployment): Promise<readonly TargetState[]> {
    const codedeploy = await this.#context.ports.connect.codedeploy(this.#context.access)
    const info = await readGroupInfo(codedeploy, deployment)
    const last = info?.lastSuccessfulDeployment?.deploymentId
    return last === undefined ? [] : readTargets(codedeploy, last)
  }
}

/** Deploys, then walks the way back and comes again. @returns whether all of it passed. */
export async function deployAndRehearse(
  given: DeployContext,
  { chain, only }: { readonly chain: Chain; readonly only: readonly string[] },
  deploy: (context: DeployContext) => Promise<boolean>,
): Promise<boolean> {
  const { environment, findings } = asInProduction(given.environment, chain)
  const context = { ...given, environment }
  const rehearsal = await Rehearsal.begin(context, only)
  try {
    context.record.find(...rehearsal.lost, ...(rehearsal.hasWay ? findings : []))
    if (rehearsal.lost.length > 0) return false
    return (await deploy(context)) && (await rehearsal.walk())
  } finally {
    await rehearsal.end()
  }
}

async function readBefore(context: DeployContext, deployment: RemoteDeployment, outputs: Outputs): Promise<Rehearsed> {
  try {
    const filled = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
    return { deployment, before: await previousOf(context, filled) }
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'config/reference') throw error
    return { deployment, before: { kind: 'none', why: 'the outputs that it refers to do not exist yet' } }
  }
}

function isFailure(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => code === 'rollback/failed')
}

function noWayBack({ id }: RemoteDeployment, why: string): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `the way back of ${id} was not rehearsed, since ${why}`,
    subject: `deployment/${id}`,
    expected: 'an earlier version',
    observed: why,
  }
}

function again({ id }: RemoteDeployment, findings: readonly Finding[]): Finding {
  const passed = verdictOf(findings) === 'pass'
  return {
    code: 'rollback/deployed-again',
    outcome: passed ? 'noted' : 'fail',
    title: passed
      ? `${id} was deployed again after its way back`
      : `${id} could not be deployed again after its way back`,
    subject: `deployment/${id}/rollback/again`,
    expected: 'the release on every target',
    observed: passed ? 'deployed again' : 'the version of before, or a part of both',
    ...(!passed && { advice: 'Correct what the findings of this deployment say, and start the release again.' }),
  }
}
