import { randomUUID } from 'node:crypto'
import type { ActionInput } from '../actions.ts'
import type { PacedClock } from '../clock.ts'
import type { Call } from '../contract.ts'
import type { Aws } from './index.ts'
import type { Home } from './names.ts'

/** Simulated. */
const LIMIT_MS = 24 * 3_600_000

const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])
/** Statuses in which a stack has to be created. */
const TO_BE_CREATED = new Set(['gone', 'REVIEW_IN_PROGRESS'])

type Wanted = ActionInput<'change-set'> | ActionInput<'deploy'>

/** Stack operations of other users, each of which advances time until it has ended. */
export function createStackActions(aws: Aws, clock: PacedClock) {
  const ask = async <T>({ account, region }: Home, operation: string, input: object): Promise<T> => {
    const call: Call = {
      account,
      region,
      service: 'cloudformation',
      operation,
      principal: `arn:aws:iam::${account}:user/somebody`,
      requestId: randomUUID(),
    }
    return (await aws.cloudformation.operations[operation]?.(input, call)) as T
  }

  /** The status of a stack; `gone` when it does not exist. */
  const statusOf = (place: Home, StackName: string): Promise<string> =>
    ask<{ Stacks: { StackStatus: string }[] }>(place, 'DescribeStacks', { StackName }).then(
      ({ Stacks }) => Stacks[0]?.StackStatus ?? 'gone',
      () => 'gone',
    )

  async function pass(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = clock.elapsed() + LIMIT_MS
    for (await clock.settled(); !(await isSo()); await clock.settled()) {
      if (clock.elapsed() > deadline) throw new Error(`${what} within a day`)
      clock.leap()
    }
  }

  const requestOf = ({ stack, template, parameters, capabilities, tags }: Wanted): object => ({
    StackName: stack,
    TemplateBody: template,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: capabilities,
    ...(tags && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  })

  return {
    async deploy(wanted: ActionInput<'deploy'>): Promise<void> {
      const { stack, ends, disableRollback } = wanted
      const operation = TO_BE_CREATED.has(await statusOf(wanted, stack)) ? 'CreateStack' : 'UpdateStack'
      await ask(wanted, operation, { ...requestOf(wanted), DisableRollback: disableRollback })
      let status = ''
      await pass(`${stack} does not end`, async () => {
        status = await statusOf(wanted, stack)
        return status === ends || !status.endsWith('_IN_PROGRESS')
      })
      if (ends === undefined ? !SUCCEEDED.has(status) : status !== ends) {
        throw new Error(`The stack ${stack} has come to ${status}, not to ${ends ?? [...SUCCEEDED].join(' or ')}`)
      }
    },
    async 'change-set'(wanted: ActionInput<'change-set'>): Promise<void> {
      const { stack, name } = wanted
      const ChangeSetType = TO_BE_CREATED.has(await statusOf(wanted, stack)) ? 'CREATE' : 'UPDATE'
      await ask(wanted, 'CreateChangeSet', { ...requestOf(wanted), ChangeSetName: name, ChangeSetType })
      await pass(`The change set ${name} is not made`, async () => {
        const named = { StackName: stack, ChangeSetName: name }
        const { Status } = await ask<{ Status: string }>(wanted, 'DescribeChangeSet', named)
        return !Status.endsWith('_PENDING') && !Status.endsWith('_IN_PROGRESS')
      })
    },
    async delete(wanted: ActionInput<'delete'>): Promise<void> {
      await ask(wanted, 'DeleteStack', { StackName: wanted.stack })
      await pass(`${wanted.stack} is not ${wanted.ends}`, async () => {
        const status = await statusOf(wanted, wanted.stack)
        return status === wanted.ends || (status === 'gone' && wanted.ends === 'DELETE_COMPLETE')
      })
    },
  }
}
