import type { StateReads } from '../../../aws/clients/state-reads.ts'
import type { CloudFormation } from '../../../cloudformation/client.ts'
import type { Declarations } from '../../../cloudformation/live/compare.ts'
import type { DeployedResource, LiveModel, LiveModels } from '../../../cloudformation/live/contract.ts'
import type { DeclaredStack } from '../../../cloudformation/live/declared.ts'
import { ACCESS_KINDS } from '../../../cloudformation/live/kinds/index.ts'
import { comparableValues, type OwnNames } from '../../../cloudformation/live/models/comparable.ts'
import { identifierOf } from '../../../cloudformation/live/models/identifier.ts'
import { parseModelSchema, type ModelSchema } from '../../../cloudformation/live/models/schema.ts'
import { undeclaredValues } from '../../../cloudformation/live/models/undeclared.ts'
import { readModel, whyUnread } from '../../../cloudformation/live/read.ts'
import { errorName } from '../../../aws/errors.ts'
import type { Environment } from '../../../config/model/environment.ts'
import { ActionError } from '../../../support/errors.ts'
import { mapLimit } from '../../../support/limit.ts'

const READS_AT_ONCE = 8
/** A larger schema is not parsed. */
const LARGEST_SCHEMA = 4_000_000
/** Shorter ids are words that stand for other things, too. */
const SHORTEST_ID = 3

/** A value of a parameter that names something, such as `shop.example.com`. Others are values of settings, too. */
const NAMING = /^(?=.{6})[\w-]+([.:/-][\w-]*)+$/

export interface StackResource {
  readonly stack: DeclaredStack
  readonly resource: DeployedResource
}

/** Reads the models of resources by Cloud Control. What cannot be read is named; other errors than those of AWS are thrown. */
export async function surveyModels(
  resources: readonly StackResource[],
  options: {
    readonly cloudformation: Pick<CloudFormation, 'describeType'>
    readonly reads: Pick<StateReads, 'getResource'>
    readonly declared: Declarations
    readonly names: OwnNames
    readonly cancelled: AbortSignal
  },
): Promise<LiveModels> {
  const { cloudformation, reads, declared, names } = options
  const schemas = new Map<string, Promise<ModelSchema>>()
  const schemaOf = (type: string): Promise<ModelSchema> => {
    const known = schemas.get(type) ?? readSchema(cloudformation, type)
    schemas.set(type, known)
    return known
  }
  const read = async ({
    stack,
    resource,
  }: StackResource): Promise<LiveModel | { readonly reason: string; readonly action?: string }> => {
    const { logicalId, physicalId, type } = resource
    if (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type))
      return { reason: 'a custom resource has no model' }
    const own = declared.of(stack.stack, logicalId)
    if (own === undefined) return { reason: 'its deployed template does not have it under this name' }
    try {
      const schema = await schemaOf(type)
      if (!schema.readable) return { reason: `${type} has no read handler` }
      const [, partition = '', , region = '', account = ''] = stack.state.arn.split(':')
      const identifier = identifierOf(schema, resource, own, { partition, region, account })
      if (identifier === undefined) return { reason: `the identifier of ${physicalId} is not known` }
      const model = await readModel(reads, type, identifier)
      const writeOnly = schema.writeOnly.flatMap(([name = '', ...deeper]) =>
        deeper.length === 0 && name in own ? [name] : [],
      )
      const judged = new Set(ACCESS_KINDS[type]?.aspects.map(({ name }) => name.split('/')[1]))
      const values = undeclaredValues(schema, own, model).filter(({ path }) => !judged.has(path.split('/')[1]))
      return { logicalId, physicalId, type, stack: stack.stack, values: comparableValues(values, names), writeOnly }
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      if (errorName(error) === 'TypeNotFoundException')
        return { reason: `${type} is not known to CloudFormation's registry` }
      return whyUnread(error)
    }
  }
  const answers = await mapLimit(resources, READS_AT_ONCE, async (each) => {
    options.cancelled.throwIfAborted()
    return { each, answer: await read(each) }
  })
  return {
    read: answers.flatMap(({ answer }) => ('values' in answer ? [answer] : [])),
    unread: answers.flatMap(({ each: { stack, resource }, answer }) =>
      'values' in answer ? [] : [{ ...resource, stack: stack.stack, ...answer }],
    ),
  }
}

async function readSchema(cloudformation: Pick<CloudFormation, 'describeType'>, type: string): Promise<ModelSchema> {
  const { Schema: text = '' } = await cloudformation.describeType({ Type: 'RESOURCE', TypeName: type })
  const schema = text.length > LARGEST_SCHEMA ? undefined : parseModelSchema(text)
  if (schema !== undefined) return schema
  throw new ActionError('aws/service', {
    message: `cloudformation:DescribeType returned no schema for ${type}`,
    subject: 'aws/cloudformation/DescribeType',
  })
}

/** Pure: what an environment calls its own. */
export function ownNames(environment: Environment, stacks: readonly DeclaredStack[]): OwnNames {
  const texts = new Map<string, string>()
  const add = (text: string, by: string): void => {
    if (text.length >= SHORTEST_ID && !texts.has(text.toLowerCase())) texts.set(text.toLowerCase(), by)
  }
  for (const { stack, state, resources } of stacks) {
    add(state.arn, `{stack ${stack}}`)
    add(state.name, `{stack ${stack}}`)
    for (const [name, value] of Object.entries(state.parameters)) {
      if (NAMING.test(value)) add(value, `{parameter ${name}}`)
    }
    for (const { logicalId, physicalId } of resources) {
      add(physicalId, `{${stack}/${logicalId}}`)
      add(physicalId.split(/[/:]/).at(-1) ?? '', `{${stack}/${logicalId}}`)
    }
  }
  const [, , , region = '', account = ''] = stacks[0]?.state.arn.split(':') ?? []
  return {
    texts,
    account,
    region,
    environment: [...new Set([environment.key, environment.name, ...Object.values(environment.words)])],
  }
}
