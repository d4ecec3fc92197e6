import type { AwsAccess } from '../../aws/access.ts'
import type { StackState } from '../../cloudformation/stack.ts'
import type { TemporaryInput } from '../../config/model/sections/temporary.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { TemporaryContext } from '../context.ts'
import { readStacksNamed } from '../ownership.ts'
import type { StackRecord, TemporaryRecord } from '../record.ts'
import { hasTagsOf } from '../tags.ts'
import { deleteStack, type Deletion } from './delete-stack.ts'
import { bucketsOf, emptyBucket } from './empty-buckets.ts'
import { explain } from './explain.ts'
import { readFacts, type TeardownFacts } from './facts.ts'
import { judgeTeardown, type TeardownScope } from './judge.ts'
import { deletionOrder, withImports } from './order.ts'

const NAMED_AT_MOST = 10

export interface Removal {
  readonly context: TemporaryContext
  readonly access: AwsAccess
  readonly registry: TemporaryRecord
  readonly scope: TeardownScope
  readonly temporary: TemporaryInput
  /** The names that the configuration gives to the stacks of an environment. */
  readonly stackNames: (name: string) => readonly string[]
}

/**
 * Removes what is recorded of one environment, or nothing of it where something forbids it. A stack leaves the record when
 * CloudFormation reports it as deleted, and the environment when its last stack has left: whenever this ends, it can be run
 * again.
 */
export async function removeEnvironment(removal: Removal, name: string): Promise<void> {
  const { context, access, registry, scope } = removal
  const { ports, record } = context
  // Read again just before: a deployment may have begun since the environment was listed.
  const facts = await readFacts(ports, access, await registry.read(name))
  const forbidden = judgeTeardown(facts, scope)
  record.find(...forbidden)
  if (forbidden.length > 0) return
  const removed: string[] = []
  const left = new Set<string>()
  const recorded = withImports(facts.stacks)
  for (const stack of deletionOrder(recorded)) {
    const waits = recorded.filter(({ id, dependsOn }) => left.has(id) && dependsOn.includes(stack.id))
    if (waits.length > 0) {
      left.add(stack.id)
      continue
    }
    const findings = await ports.log.group(`delete ${stack.stackArn.split('/')[1]}`, () => remove(removal, name, stack))
    record.find(...findings)
    if (findings.some(blocks)) {
      left.add(stack.id)
      continue
    }
    await registry.removeStack(name, stack.id)
    removed.push(stack.stackArn.split('/')[1] ?? stack.id)
  }
  if (left.size > 0) return
  const unrecorded = await unrecordedStacks(removal, name)
  record.find(...unrecorded)
  if (unrecorded.length > 0) return
  await registry.removeEnvironment(name)
  record.find(removedFinding(facts, name, removed))
}

/** Stacks of the environment by name and tags that its record does not name: something removed a part of the record. */
async function unrecordedStacks({ context, access, scope, stackNames }: Removal, name: string): Promise<Finding[]> {
  const cloudformation = await context.ports.connect.cloudformation(access)
  const found = await readStacksNamed(cloudformation, stackNames(name))
  return found
    .filter(({ tags }) => hasTagsOf(tags, { name, repository: scope.repository }))
    .map((stack) => notRecorded(stack, name))
}

/** A stack that a teardown leaves, since nothing records who made it. */
export function notRecorded({ name, arn, status }: StackState, environment: string): Finding {
  return {
    code: 'temporary/not-recorded',
    outcome: 'fail',
    title: `${name} exists, and nothing records that it was made for ${environment}`,
    subject: `stack/${name}`,
    expected: `a record of ${arn}`,
    observed: `${status}, no record`,
    advice: 'It was not removed. Find out who made the stack, and remove it as it was made.',
  }
}

async function remove(
  { context, access, temporary }: Removal,
  name: string,
  stack: StackRecord,
): Promise<readonly Finding[]> {
  const { ports, origin, record } = context
  const cloudformation = await ports.connect.cloudformation(access)
  const place = { environment: name, account: stack.stackArn.split(':')[4] ?? '', region: access.region }
  const handle = { kind: 'stack' as const, id: stack.stackArn, ...place }
  const look = `aws cloudformation describe-stack-events --stack-name ${stack.stackArn} --region ${access.region}`
  record.handle({ ...handle, state: 'unknown', advice: `Look at it with \`${look}\`, and run the teardown again.` })
  if (temporary['empty-buckets']) {
    for (const bucket of await bucketsOfExisting(context, access, stack)) {
      const count = await emptyBucket(ports, access, bucket)
      ports.log.info(`${bucket}: ${plural(count, 'version')} of objects deleted`)
    }
  }
  const now = ports.clock.now().getTime().toString(36)
  const token = `td-teardown-${origin.runId}-${origin.runAttempt}-${now}`.replaceAll(/[^A-Za-z0-9-]/g, '-')
  const end = await deleteStack(ports, cloudformation, stack, token)
  record.handle({
    ...handle,
    state: end.kind === 'deleted' ? 'removed' : 'kept',
    ...(end.kind === 'failed' && { advice: `Look at it with \`${look}\`.` }),
  })
  if (end.kind === 'failed') return explain({ ports, access, cloudformation }, name, stack, end)
  return retained(name, stack, end)
}

async function bucketsOfExisting(
  { ports }: TemporaryContext,
  access: AwsAccess,
  stack: StackRecord,
): Promise<string[]> {
  const cloudformation = await ports.connect.cloudformation(access)
  const { stacks } = await readFacts(ports, access, {
    name: '',
    environment: undefined,
    stacks: [stack],
    unreadable: [],
  })
  return stacks[0]?.state === undefined ? [] : bucketsOf(cloudformation, stack.stackArn)
}

function retained(environment: string, stack: StackRecord, { retained: kept }: Deletion): Finding[] {
  if (kept.length === 0) return []
  const ids = kept.map(({ type, physicalId }) => `${type} ${physicalId}`)
  return [
    {
      code: 'temporary/retained',
      outcome: 'noted',
      title: `${plural(kept.length, 'resource')} of ${stack.stackArn.split('/')[1]} ${kept.length === 1 ? 'remains' : 'remain'}: ${listed(ids, NAMED_AT_MOST)}`,
      subject: `stack/${stack.id}/retained`,
      expected: 'no resource after the deletion of its stack',
      observed: listed(ids, NAMED_AT_MOST),
      advice: 'Remove them by hand if they are not needed: the templates say `DeletionPolicy: Retain`.',
      details: { environment },
    },
  ]
}

function removedFinding({ recorded, stacks }: TeardownFacts, name: string, removed: readonly string[]): Finding {
  const before = stacks.filter(({ state }) => state === undefined).length
  return {
    code: 'temporary/removed',
    outcome: 'pass',
    title: `${name} is removed: ${plural(removed.length, 'stack')}${before > 0 ? `, of which ${before} did not exist any more` : ''}`,
    subject: `environment/${name}`,
    expected: `${plural(recorded.stacks.length, 'recorded stack')} deleted`,
    observed: listed(removed, NAMED_AT_MOST) || 'no stack was made',
  }
}
