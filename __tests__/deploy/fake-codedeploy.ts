import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Storage } from '../../src/aws/clients/services.ts'
import type { CodeDeploy } from '../../src/codedeploy/client.ts'
import { ActionError } from '../../src/support/errors.ts'
import { awsError, type FakeClock } from './fakes.ts'
import { FakeCalls } from './fake-calls.ts'

/** Events of a target, in milliseconds from the creation of the deployment. */
export interface TargetStep {
  readonly ms: number
  readonly target: string
  readonly event: string
  readonly status: string
  readonly diagnostics?: sdk.Diagnostics
}

/** The course of a deployment: its targets, and its end. `rollback`: the script of the rollback's deployment. */
export interface DeploymentScript {
  readonly targets: readonly string[]
  readonly steps?: readonly TargetStep[]
  readonly end?: { readonly ms: number; readonly status: string; readonly error?: sdk.ErrorInformation }
  /** It waits before traffic from `ms` on, is stopped after `expires` more, and ends a second after it is continued. */
  readonly ready?: { readonly ms: number; readonly expires: number }
  readonly rollback?: DeploymentScript
}

interface FakeDeployment {
  readonly id: string
  status: string
  readonly input: sdk.CreateDeploymentCommandInput
  readonly creator: string
  readonly createTime: Date
  readonly script: DeploymentScript
  readonly targets: Map<string, { status: string; events: sdk.LifecycleEvent[] }>
  error?: sdk.ErrorInformation
  rollbackInfo?: sdk.RollbackInfo
}

/** CodeDeploy by script: one deployment for each group at a time, targets in batches, rollbacks as new deployments. */
export class FakeCodeDeploy extends FakeCalls {
  readonly deployments: FakeDeployment[] = []
  /** Of the next deployments that are created, in order; the last one repeats. */
  scripts: DeploymentScript[] = []
  group: sdk.DeploymentGroupInfo = {}
  platform: sdk.ComputePlatform = 'Server'
  pageSize = 2
  /** Calls with other responses than the script's. */
  odd: Partial<CodeDeploy> = {}
  readonly #clock: FakeClock

  constructor(clock: FakeClock) {
    super()
    this.#clock = clock
  }

  begin(input: sdk.CreateDeploymentCommandInput, script: DeploymentScript, creator = 'user'): FakeDeployment {
    const deployment: FakeDeployment = {
      id: `d-${this.deployments.length + 1}`,
      status: 'Created',
      input,
      creator,
      createTime: this.#clock.now(),
      script,
      targets: new Map(script.targets.map((id) => [id, { status: 'Pending', events: [] }])),
    }
    this.deployments.unshift(deployment)
    this.#clock.at(200, () => {
      if (deployment.status === 'Created') deployment.status = 'InProgress'
    })
    for (const step of script.steps ?? []) this.#clock.at(step.ms, () => this.#step(deployment, step))
    const { end, ready } = script
    if (ready) {
      this.#clock.at(ready.ms, () => {
        if (deployment.status !== 'InProgress') return
        deployment.status = 'Ready'
        const error = { code: 'TIMEOUT' as const, message: 'the wait time is over' }
        this.#clock.at(ready.expires, () => {
          if (deployment.status === 'Ready') this.stop(deployment, error)
        })
      })
    } else if (end) this.#clock.at(end.ms, () => this.#end(deployment, end))
    return deployment
  }

  /** The process that continues it. */
  proceed(deployment: FakeDeployment): void {
    deployment.status = 'InProgress'
    this.#clock.at(1_000, () => this.#end(deployment, deployment.script.end ?? { ms: 0, status: 'Succeeded' }))
  }

  stop(deployment: FakeDeployment, error?: sdk.ErrorInformation): void {
    deployment.status = 'InProgress'
    this.#end(deployment, { ms: 0, status: 'Stopped', ...(error && { error }) })
  }

  #step(deployment: FakeDeployment, step: TargetStep): void {
    const target = deployment.targets.get(step.target)
    if (!target || deployment.status !== 'InProgress') return
    const known = target.events.find((event) => event.lifecycleEventName === step.event)
    const event = known ?? { lifecycleEventName: step.event, startTime: this.#clock.now() }
    if (!known) target.events.push(event)
    event.status = step.status as sdk.LifecycleEventStatus
    if (step.status !== 'InProgress') event.endTime = this.#clock.now()
    if (step.diagnostics) event.diagnostics = step.diagnostics
    target.status = step.status === 'Failed' ? 'Failed' : 'InProgress'
  }

  #end(deployment: FakeDeployment, end: NonNullable<DeploymentScript['end']>): void {
    if (deployment.status !== 'InProgress') return
    deployment.status = end.status
    if (end.error) deployment.error = end.error
    for (const target of deployment.targets.values()) {
      if (end.status === 'Succeeded' && target.status === 'InProgress') target.status = 'Succeeded'
    }
    if (deployment.script.rollback) {
      const back = this.begin(deployment.input, deployment.script.rollback, 'codeDeployRollback')
      back.rollbackInfo = { rollbackTriggeringDeploymentId: deployment.id }
      deployment.rollbackInfo = { rollbackDeploymentId: back.id, rollbackMessage: 'rolling back' }
    }
  }

  get api(): CodeDeploy {
    return {
      getDeploymentGroup: (input: object) =>
        this.answer('getDeploymentGroup', input, () => ({ deploymentGroupInfo: this.#groupNow() })),
      createDeployment: (input: sdk.CreateDeploymentCommandInput) =>
        this.answer('createDeployment', input, () => {
          const active = this.deployments.find((one) => ['Created', 'InProgress', 'Queued'].includes(one.status))
          if (active) {
            throw awsError('DeploymentLimitExceededException', `already has an active Deployment '${active.id}'`)
          }
          const script = this.scripts.length > 1 ? this.scripts.shift() : this.scripts[0]
          if (!script) throw new Error('no script')
          return { deploymentId: this.begin(input, script).id }
        }),
      getDeployment: (input: sdk.GetDeploymentCommandInput) =>
        this.answer('getDeployment', input, () => ({ deploymentInfo: this.#info(this.#find(input.deploymentId)) })),
      batchGetDeployments: (input: sdk.BatchGetDeploymentsCommandInput) =>
        this.answer('batchGetDeployments', input, () => {
          if ((input.deploymentIds?.length ?? 0) > 25) throw awsError('BatchLimitExceededException')
          const found = this.deployments.filter(({ id }) => input.deploymentIds?.includes(id))
          return { deploymentsInfo: found.map((one) => this.#info(one)) }
        }),
      listDeployments: (input: sdk.ListDeploymentsCommandInput) =>
        this.answer('listDeployments', input, () => {
          const found = this.deployments.filter(
            (one) =>
              (input.includeOnlyStatuses?.includes(one.status as sdk.DeploymentStatus) ?? true) &&
              one.createTime >= (input.createTimeRange?.start ?? new Date(0)),
          )
          return this.#page(
            'deployments',
            found.map(({ id }) => id),
            input.nextToken,
          )
        }),
      listDeploymentTargets: (input: sdk.ListDeploymentTargetsCommandInput) =>
        this.answer('listDeploymentTargets', input, () => {
          const found = this.#find(input.deploymentId)
          if (found.status === 'Created') throw awsError('DeploymentNotStartedException')
          return this.#page('targetIds', [...found.targets.keys()], input.nextToken)
        }),
      batchGetDeploymentTargets: (input: sdk.BatchGetDeploymentTargetsCommandInput) =>
        this.answer('batchGetDeploymentTargets', input, () => {
          if ((input.targetIds?.length ?? 0) > 25) throw awsError('DeploymentTargetListSizeExceededException')
          const found = this.#find(input.deploymentId)
          return {
            deploymentTargets: (input.targetIds ?? []).map((targetId) => {
              const target = found.targets.get(targetId)
              const events = target?.events.map((event) => ({ ...event })) ?? []
              return { instanceTarget: { targetId, status: target?.status, lifecycleEvents: events } }
            }),
          }
        }),
      continueDeployment: (input: sdk.ContinueDeploymentCommandInput) =>
        this.answer('continueDeployment', input, () => {
          const found = this.#find(input.deploymentId)
          if (found.status !== 'Ready') throw awsError('DeploymentIsNotInReadyStateException')
          this.proceed(found)
          return {}
        }),
      stopDeployment: (input: sdk.StopDeploymentCommandInput) =>
        this.answer('stopDeployment', input, () => {
          const found = this.#find(input.deploymentId)
          if (!['Created', 'InProgress', 'Ready'].includes(found.status))
            throw awsError('DeploymentAlreadyCompletedException')
          if (input.autoRollbackEnabled === true) this.stop(found, { code: 'MANUAL_STOP', message: 'stopped' })
          else found.status = 'Stopped'
          return { status: 'Succeeded' }
        }),
      ...this.odd,
    } as unknown as CodeDeploy
  }

  /** The group with its last deployment. */
  #groupNow(): sdk.DeploymentGroupInfo {
    const [attempted] = this.deployments
    const succeeded = this.deployments.find(({ status }) => status === 'Succeeded')
    return {
      ...this.group,
      ...(attempted && { lastAttemptedDeployment: { deploymentId: attempted.id } }),
      ...(succeeded && {
        lastSuccessfulDeployment: { deploymentId: succeeded.id },
        targetRevision: succeeded.input.revision,
      }),
    }
  }

  #info(one: FakeDeployment): sdk.DeploymentInfo {
    const statuses = [...one.targets.values()].map(({ status }) => status)
    const count = (status: string): number => statuses.filter((each) => each === status).length
    return {
      deploymentId: one.id,
      status: one.status as sdk.DeploymentStatus,
      creator: one.creator as sdk.DeploymentCreator,
      description: one.input.description,
      createTime: one.createTime,
      computePlatform: this.platform,
      applicationName: one.input.applicationName,
      deploymentGroupName: one.input.deploymentGroupName,
      revision: one.input.revision,
      errorInformation: one.error,
      rollbackInfo: one.rollbackInfo,
      deploymentOverview: {
        Pending: count('Pending'),
        InProgress: count('InProgress'),
        Succeeded: count('Succeeded'),
        Failed: count('Failed'),
        Skipped: count('Skipped'),
        Ready: 0,
      },
    }
  }

  #page(name: string, all: readonly string[], token: string | undefined): object {
    const from = Number(token ?? 0)
    const next = from + this.pageSize
    return { [name]: all.slice(from, next), ...(next < all.length && { nextToken: String(next) }) }
  }

  #find(id: string | undefined): FakeDeployment {
    const found = this.deployments.find((one) => one.id === id)
    if (!found) throw awsError('DeploymentDoesNotExistException')
    return found
  }
}

/** A bucket in memory that stores S3's checksum of each object. */
/** A response to HEAD has a status only. */
function namelessError(httpStatusCode: number): Error {
  const said = Object.assign(new Error('UnknownError'), { name: 'Unknown', $metadata: { httpStatusCode } })
  return new ActionError('aws/service', { message: 's3:HeadObject answered Unknown', cause: said })
}

export class FakeStorage {
  readonly objects = new Map<string, { body: Buffer; checksum: string | undefined }>()
  puts = 0
  /** 403 for callers who may not list the bucket. */
  absent = 404

  get api(): Storage {
    return {
      putObject: async ({
        Key = '',
        Body,
        ChecksumSHA256,
      }: {
        Key?: string
        Body?: Buffer
        ChecksumSHA256?: string
      }) => {
        this.puts++
        this.objects.set(Key, { body: Body ?? Buffer.alloc(0), checksum: ChecksumSHA256 })
        return { ETag: `"tag-${this.puts}"`, VersionId: `v${this.puts}` }
      },
      headObject: async ({ Key = '' }: { Key?: string }) => {
        const found = this.objects.get(Key)
        if (!found) throw namelessError(this.absent)
        return { ETag: `"tag-${this.puts}"`, VersionId: `v${this.puts}`, ChecksumSHA256: found.checksum }
      },
    } as unknown as Storage
  }
}
