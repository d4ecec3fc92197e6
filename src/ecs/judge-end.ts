import type { Finding } from '../evidence/finding.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import type { FirstCause } from './first-cause.ts'
import {
  describeDeploymentCommand,
  endOfServiceDeployment,
  type ServiceDeploymentState,
  type ServiceRevision,
} from './service-deployment.ts'
import { nameOfArn } from './names.ts'
import { isRunning, type TaskFacts } from './tasks.ts'

/** The end of a deployment of a service, with what runs then. */
export interface ServiceEnd {
  /** Id in the configuration. */
  readonly id: string
  readonly cluster: string
  readonly service: string
  readonly region: string
  readonly state: ServiceDeploymentState
  /** What it deployed. */
  readonly revision: ServiceRevision
  /** ARN of the task definition that was to be deployed; undefined where CloudFormation asked for it. */
  readonly expected?: string
  readonly desired: number
  /** Tasks that are to run; read where the deployment succeeded. */
  readonly tasks: readonly TaskFacts[]
  /** Where it did not succeed. */
  readonly cause?: FirstCause
  readonly ms: number
}

const SHOWN = 5

/** Pure: what the end of a deployment proves. Only the requested revision on all desired tasks is a pass. */
export function judgeServiceEnd(end: ServiceEnd): Finding[] {
  const { state } = end
  switch (endOfServiceDeployment(state.status)) {
    case 'succeeded':
      return judgeSuccess(end)
    case 'stopped':
      return [failure(end, 'service/stopped', `${state.id} was stopped`)]
    case 'rolled-back':
      return [
        failure(end, 'service/failed', `${state.id} failed`),
        {
          ...about(end),
          code: 'service/rolled-back',
          outcome: 'fail',
          title: `ECS brought the previous revision of ${named(end)} back: this release is not deployed`,
          subject: `deployment/${end.id}/rollback`,
          expected: 'SUCCESSFUL',
          observed: `${state.status}: ${oneLine(state.rollback?.reason ?? state.reason)}`,
          advice: 'Correct what made the release fail, and start it again.',
        },
      ]
    case 'rollback-failed':
      return [
        failure(end, 'service/failed', `${state.id} failed`),
        {
          ...about(end),
          code: 'service/rollback-failed',
          outcome: 'fail',
          title: `ECS could not bring the previous revision of ${named(end)} back`,
          subject: `deployment/${end.id}/rollback`,
          expected: 'ROLLBACK_SUCCESSFUL',
          observed: `${state.status}: ${oneLine(state.reason)}`,
          advice: `Deploy a revision that works; see what runs with \`aws ecs describe-services --region ${end.region} --cluster ${end.cluster} --services ${end.service}\`.`,
        },
      ]
    case 'running':
      return [
        {
          ...about(end),
          code: 'service/incomplete',
          outcome: 'inconclusive',
          title: `${state.id} has the status ${state.status}, which is not an end`,
          expected: 'SUCCESSFUL',
          observed: state.status,
          advice: `See \`${describeDeploymentCommand(state.arn, end.region)}\`.`,
        },
      ]
  }
}

function judgeSuccess(end: ServiceEnd): Finding[] {
  const { state, revision, expected, desired } = end
  const own = nameOfArn(revision.taskDefinition)
  if (expected !== undefined && revision.taskDefinition !== expected) {
    return [
      {
        ...about(end),
        code: 'service/other-release',
        outcome: 'fail',
        title: `${state.id} deployed ${own}, and not what was to be deployed`,
        expected: nameOfArn(expected),
        observed: own,
        advice: 'Find in CloudTrail who called UpdateService, then start the release again.',
      },
    ]
  }
  const running = end.tasks.filter(isRunning)
  const mine = running.filter(({ definition }) => definition === revision.taskDefinition)
  const others = running.filter(({ definition }) => definition !== revision.taskDefinition)
  const sick = mine.filter(({ health }) => health === 'UNHEALTHY')
  const observed = [
    `${mine.length} of ${plural(desired, 'task')} run ${own}`,
    ...(others.length > 0
      ? [`${others.length} run ${listed([...new Set(others.map((task) => nameOfArn(task.definition)))], SHOWN)}`]
      : []),
    ...(sick.length > 0 ? [`${sick.length} unhealthy`] : []),
  ].join('; ')
  const expectation = `${plural(desired, 'running task')} of ${own}, and no other`
  if (desired === 0 || mine.length === 0) {
    return [
      {
        ...about(end),
        code: 'service/no-tasks',
        outcome: desired === 0 ? 'inconclusive' : 'fail',
        title: `${state.id} succeeded, and no task of ${named(end)} runs ${own}`,
        expected: desired === 0 ? 'at least one task' : expectation,
        observed,
        advice: 'Give the service a desired count of at least 1, and check its events.',
      },
    ]
  }
  if (mine.length < desired || others.length > 0 || sick.length > 0) {
    return [
      {
        ...about(end),
        code: 'service/incomplete',
        outcome: 'fail',
        title: `${named(end)} does not run the release on all its tasks, although ECS reports ${state.status}`,
        expected: expectation,
        observed,
        advice: `See \`aws ecs describe-services --region ${end.region} --cluster ${end.cluster} --services ${end.service}\`, then run the job again.`,
      },
    ]
  }
  const images = judgeImages(end, mine)
  if (images) return [images]
  return [
    {
      ...about(end),
      code: 'service/deployed',
      outcome: 'pass',
      title: `${state.id} succeeded: ${observed}`,
      expected: `${expectation}, with the digests of its service revision`,
      observed: [observed, ...digestsOf(mine)].join('; '),
      details: { deploymentArn: state.arn, taskDefinition: revision.taskDefinition },
    },
  ]
}

/** Every task has the image that ECS resolved for the revision; where it resolved none, all tasks have one image. */
function judgeImages(end: ServiceEnd, tasks: readonly TaskFacts[]): Finding | undefined {
  const { digests } = end.revision
  // AWS adds containers to tasks, as of Service Connect, that no revision names.
  const containers = tasks
    .flatMap((task) => task.containers)
    .filter(({ name, digest }) => digests.size === 0 || digests.has(name) || digest !== undefined)
  const silent = containers.filter(({ digest }) => digest === undefined)
  const shown = digestsOf(tasks).join('; ')
  const base = { ...about(end), observed: shown === '' ? 'no container is told' : shown }
  if (containers.length === 0 || silent.length > 0) {
    return {
      ...base,
      code: 'service/images-unknown',
      outcome: 'inconclusive',
      title: `which images run in ${named(end)} is not known`,
      expected: 'the digest of the image of each container',
      advice: 'Name images by their digests, and check the tasks with `aws ecs describe-tasks`.',
    }
  }
  const wrong = containers.filter(({ name, digest }) => {
    const expected = digests.get(name)
    return expected === undefined
      ? containers.some((other) => other.name === name && other.digest !== digest)
      : expected !== digest
  })
  if (wrong.length === 0) return undefined
  return {
    ...base,
    code: 'service/other-images',
    outcome: 'fail',
    title: `${named(end)} runs other images than its service revision has`,
    expected:
      listed(
        [...digests].map(([name, digest]) => `${name} ${digest}`),
        SHOWN,
      ) || 'one image for each container',
    advice: 'Name images by their digests, so that a tag which moves cannot bring another image.',
  }
}

function digestsOf(tasks: readonly TaskFacts[]): string[] {
  const byName = Map.groupBy(
    tasks.flatMap((task) => task.containers),
    ({ name }) => name,
  )
  return [...byName].map(
    ([name, list]) => `${name} ${[...new Set(list.map(({ digest, image }) => digest ?? image))].join(' and ')}`,
  )
}

function failure(end: ServiceEnd, code: 'service/failed' | 'service/stopped', what: string): Finding {
  const { state, cause, revision } = end
  return {
    ...about(end),
    code,
    outcome: 'fail',
    title: `${what}: ${cause?.why ?? (oneLine(state.reason) || state.status)}`,
    expected: `SUCCESSFUL, with ${nameOfArn(revision.taskDefinition)} on ${plural(end.desired, 'task')}`,
    observed: cause === undefined ? `${state.status}: ${oneLine(state.reason)}` : cause.observed.join('; '),
    advice: cause?.advice ?? `See \`${describeDeploymentCommand(state.arn, end.region)}\`.`,
    ...(cause && { details: cause.details }),
  }
}

function about({ id }: ServiceEnd): Pick<Finding, 'subject'> {
  return { subject: `deployment/${id}` }
}

function named({ cluster, service }: ServiceEnd): string {
  return `${cluster}/${service}`
}
