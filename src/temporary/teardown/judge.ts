import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import { hasTagsOf } from '../tags.ts'
import { isOf, type StackFacts, type TeardownFacts } from './facts.ts'

const NAMED_AT_MOST = 10

/** Whose environments are removed, and where. */
export interface TeardownScope {
  readonly repository: string
  readonly region: string
  /** Names of the stacks of pre-prod and production, in lower case. */
  readonly forbidden: ReadonlySet<string>
  /** A sweep leaves what is in use; a teardown of one environment says that it did not do what it was to do. */
  readonly inUse: 'fail' | 'skipped'
}

/**
 * Pure: what forbids to remove an environment. One stack that may not be deleted keeps all of them: what is left would be
 * an environment that works no more.
 */
export function judgeTeardown(facts: TeardownFacts, scope: TeardownScope): Finding[] {
  const { recorded } = facts
  const unreadable = recorded.unreadable.map((path): Finding => ({
    code: 'temporary/record-unreadable',
    outcome: 'fail',
    title: `${path} is not a record of a temporary environment`,
    subject: `environment/${recorded.name}/record`,
    expected: 'a parameter that a deployment wrote',
    observed: path,
    advice: `Read its history with \`aws ssm get-parameter-history --name ${path} --region ${scope.region}\`.`,
  }))
  const stacks = facts.stacks.flatMap((stack) => judgeStack(stack, recorded.name, scope))
  return [...unreadable, ...stacks, ...judgeUse(facts, scope)]
}

function judgeStack(facts: StackFacts, name: string, scope: TeardownScope): Finding[] {
  const { record, state, hasPolicy } = facts
  const stackName = record.stackArn.split('/')[1] ?? ''
  const about = { subject: `stack/${record.id}`, details: { environment: name } }
  const notOwn = (title: string, expected: string, observed: string): Finding => ({
    ...about,
    code: 'temporary/not-own',
    outcome: 'fail',
    title: `${stackName} ${title}`,
    expected,
    observed,
    advice: `Nothing of ${name} was removed. Find out who changed the stack: \`aws cloudformation describe-stacks --stack-name ${record.stackArn} --region ${scope.region}\`.`,
  })
  if (!isOf(record, scope)) return [notOwn('is in another region', scope.region, record.stackArn)]
  if (scope.forbidden.has(stackName.toLowerCase())) {
    return [notOwn('has the name of a stack of pre-prod or production', `a stack of ${name}`, record.stackArn)]
  }
  if (!stackName.includes(name)) return [notOwn(`is not named after ${name}`, `${name} in its name`, stackName)]
  if (state === undefined) return []
  if (state.parent !== undefined)
    return [notOwn('is a nested stack of another one', 'a stack of its own', state.parent)]
  if (!hasTagsOf(state.tags, { name, repository: scope.repository })) {
    const tags = Object.entries(state.tags).map(([key, value]) => `${key}=${value}`)
    return [
      notOwn(
        'has other tags than a stack of this environment',
        `the tags of ${name} of ${scope.repository}`,
        listed(tags, NAMED_AT_MOST) || 'no tags',
      ),
    ]
  }
  const protectedBy = [
    ...(state.terminationProtection ? ['termination protection'] : []),
    ...(hasPolicy ? ['a stack policy'] : []),
  ]
  if (protectedBy.length === 0) return []
  return [
    {
      ...about,
      code: 'temporary/protected',
      outcome: 'fail',
      title: `${stackName} has ${protectedBy.join(' and ')}`,
      expected: 'neither termination protection nor a stack policy',
      observed: protectedBy.join(', '),
      advice:
        `Nothing of ${name} was removed. If the stack is not needed any more, remove the protection ` +
        `(\`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName} --region ${scope.region}\`) and run the teardown again.`,
    },
  ]
}

/** An operation that only deletes is continued; a change set that was not executed is none. */
const IDLE = new Set(['DELETE_IN_PROGRESS', 'REVIEW_IN_PROGRESS'])

function judgeUse({ recorded, stacks, deployments }: TeardownFacts, { inUse, region }: TeardownScope): Finding[] {
  const busy = stacks.flatMap(({ state }) =>
    state !== undefined && state.status.endsWith('_IN_PROGRESS') && !IDLE.has(state.status)
      ? [`${state.name} is ${state.status}`]
      : [],
  )
  const running = deployments.map((id) => `the deployment ${id} is in progress`)
  const all = [...busy, ...running]
  if (all.length === 0) return []
  return [
    {
      code: 'temporary/in-use',
      outcome: inUse,
      title: `${recorded.name} is in use: ${listed(all, NAMED_AT_MOST)}`,
      subject: `environment/${recorded.name}`,
      expected: 'no operation in progress',
      observed: listed(all, NAMED_AT_MOST),
      advice:
        running.length > 0
          ? `Run the teardown again when it has ended: \`aws deploy get-deployment --deployment-id ${deployments[0]} --region ${region}\`.`
          : 'Run the teardown again when the operation has ended.',
      details: { environment: recorded.name },
    },
  ]
}
