import type { AwsAccess } from '../../aws/access.ts'
import { errorName } from '../../aws/errors.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { readImporters } from '../../cloudformation/exports.ts'
import { readStack, type StackState } from '../../cloudformation/stack.ts'
import { listDeployments } from '../../codedeploy/deployment.ts'
import { fillOutputs } from '../../config/model/references.ts'
import { ActionError } from '../../support/errors.ts'
import type { Ports } from '../../ports.ts'
import { mapLimit } from '../../support/limit.ts'
import type { Recorded, StackRecord } from '../record.ts'

const READS_AT_ONCE = 4
const NO_GROUP = new Set(['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'])

/** A recorded stack, and what is in its place now. */
export interface StackFacts {
  readonly record: StackRecord
  /** Undefined where CloudFormation does not know the id, or knows it as deleted. */
  readonly state: StackState | undefined
  readonly hasPolicy: boolean
  /** Names of the stacks that import an export of it. */
  readonly importedBy: readonly string[]
}

export interface TeardownFacts {
  readonly recorded: Recorded
  readonly stacks: readonly StackFacts[]
  /** Ids of deployments in progress. */
  readonly deployments: readonly string[]
}

/** Reads what is recorded and what of it exists: each stack by its id, never by its name. */
export async function readFacts(
  { connect }: Pick<Ports, 'connect'>,
  access: AwsAccess,
  recorded: Recorded,
): Promise<TeardownFacts> {
  const cloudformation = await connect.cloudformation(access)
  const stacks = await mapLimit(recorded.stacks, READS_AT_ONCE, async (record): Promise<StackFacts> => {
    const read = isOf(record, access) ? await readStack(cloudformation, record.stackArn) : undefined
    const state = read?.status === 'DELETE_COMPLETE' ? undefined : read
    const policy = state && (await cloudformation.getStackPolicy({ StackName: record.stackArn }))
    const importedBy = state ? await importersOf(cloudformation, state) : []
    return { record, state, hasPolicy: (policy?.StackPolicyBody ?? '') !== '', importedBy }
  })
  return { recorded, stacks, deployments: await runningDeployments({ connect }, access, recorded, stacks) }
}

/** Without the permission the order is the recorded one; the deletion of an export in use names the importers. */
async function importersOf(cloudformation: CloudFormation, { exports }: StackState): Promise<string[]> {
  const names = new Set<string>()
  try {
    for (const name of Object.values(exports))
      for (const importer of await readImporters(cloudformation, name)) names.add(importer)
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'aws/denied') throw error
  }
  return [...names]
}

/** Another region would have to be asked for it. */
export function isOf({ stackArn }: StackRecord, { region }: Pick<AwsAccess, 'region'>): boolean {
  return stackArn.split(':')[3] === region
}

async function runningDeployments(
  { connect }: Pick<Ports, 'connect'>,
  access: AwsAccess,
  { environment }: Recorded,
  stacks: readonly StackFacts[],
): Promise<string[]> {
  const outputs = Object.fromEntries(
    stacks.flatMap(({ record, state }) => (state ? [[record.id, state.outputs] as const] : [])),
  )
  const groups = (environment?.groups ?? [])
    .map((each) => fillOutputs(each, outputs, 'temporary', ''))
    .filter(({ application, group }) => application !== '' && group !== '')
  if (groups.length === 0 || Object.keys(outputs).length === 0) return []
  const codedeploy = await connect.codedeploy(access)
  const found = await mapLimit(groups, READS_AT_ONCE, async (group) => {
    try {
      return await listDeployments(codedeploy, group, 'active')
    } catch (error) {
      if (NO_GROUP.has(errorName(error))) return []
      throw error
    }
  })
  return found.flat()
}
