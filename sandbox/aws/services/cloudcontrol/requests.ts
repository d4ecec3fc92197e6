import { randomUUID } from 'node:crypto'
import { applyPatch } from 'rfc6902'
import type { Operation } from 'rfc6902'
import { ServiceError } from '../../../contract.ts'
import type { Call, Owner, Properties, ResourceHandler, SandboxClock, Service } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import { identifierOf } from '../../registry/identifier.ts'
import { modelOf } from '../../registry/model.ts'
import { wholeProperties, without } from '../../registry/paths.ts'
import type { ResourceSchema } from '../../registry/schemas.ts'
import { assertHandlerAllowed } from './access.ts'
import { handlerFailed } from './errors.ts'
import { invalidRequest, requireResource, schemaWith } from './read.ts'
import type { ReadOptions } from './read.ts'

/** Simulated: the time that a request takes. */
const REQUEST_MS = 1_000

interface RequestInput {
  readonly TypeName: string
  readonly Identifier: string
  readonly DesiredState: string
  readonly PatchDocument: string
  readonly RoleArn?: string
  readonly ClientToken?: string
  readonly RequestToken: string
}

/** A request, as GetResourceRequestStatus returns it. */
interface ProgressEvent {
  readonly TypeName: string
  readonly RequestToken: string
  readonly Operation: 'CREATE' | 'UPDATE' | 'DELETE'
  Identifier?: string
  OperationStatus: 'IN_PROGRESS' | 'SUCCESS' | 'FAILED'
  EventTime: Date
  ResourceModel?: string
  StatusMessage?: string
  ErrorCode?: string
}

export interface RequestOptions extends ReadOptions {
  readonly clock: SandboxClock
  readonly handler: (type: string) => ResourceHandler
}

export function requestOperations(options: RequestOptions): Service['operations'] {
  const { catalogue, clock, handler, refusal } = options
  const requests = new Map<string, ProgressEvent>()
  /** By account, region and client token: the input, and its request. */
  const tokens = new Map<string, { readonly asked: string; readonly event: ProgressEvent }>()

  /** Starts a request in the background, or finds the one with the same client token. */
  function start(
    input: RequestInput,
    call: Call,
    operation: ProgressEvent['Operation'],
    work: () => Promise<Pick<ProgressEvent, 'Identifier' | 'ResourceModel'>>,
  ): { ProgressEvent: ProgressEvent } {
    const token = input.ClientToken ?? randomUUID()
    const key = homeKey(call, token)
    const asked = JSON.stringify([operation, input])
    const known = tokens.get(key)
    if (known !== undefined) {
      if (known.asked === asked) return { ProgressEvent: known.event }
      throw new ServiceError('ClientTokenConflictException', `The client token ${token} was used for another request`)
    }
    const event: ProgressEvent = {
      TypeName: input.TypeName,
      RequestToken: randomUUID(),
      Operation: operation,
      OperationStatus: 'IN_PROGRESS',
      EventTime: clock.now(),
      ...(input.Identifier !== undefined && { Identifier: input.Identifier }),
    }
    requests.set(homeKey(call, event.RequestToken), event)
    tokens.set(key, { asked, event })
    void run(event, work)
    return { ProgressEvent: { ...event } }
  }

  async function run(event: ProgressEvent, work: Parameters<typeof start>[3]): Promise<void> {
    await clock.sleep(REQUEST_MS)
    try {
      Object.assign(event, await work(), { OperationStatus: 'SUCCESS' })
    } catch (error) {
      const { message } = error as Error
      const code = /HandlerErrorCode: (\w+)/.exec(message)?.[1] ?? 'GeneralServiceException'
      Object.assign(event, { OperationStatus: 'FAILED', StatusMessage: message, ErrorCode: code })
    }
    event.EventTime = clock.now()
  }

  return {
    CreateResource(input: RequestInput, call: Call) {
      const schema = schemaWith(input.TypeName, 'create')
      const desired = desiredOf(schema, input.DesiredState)
      assertHandlerAllowed(refusal, { call, role: input.RoleArn }, schema, 'create')
      const { account, region } = call
      const owner: Owner = { account, region, stackName: '', stackId: '', logicalId: '' }
      return start(input, call, 'CREATE', async () => {
        const made = await handler(input.TypeName).create(desired, owner)
        const resource = { type: input.TypeName, owner, properties: desired, ...made }
        return { Identifier: identifierOf(schema, modelOf(schema, resource)) }
      })
    },

    UpdateResource(input: RequestInput, call: Call) {
      const schema = schemaWith(input.TypeName, 'update')
      const found = requireResource(catalogue, call, schema, input.Identifier)
      assertHandlerAllowed(refusal, { call, role: input.RoleArn }, schema, 'update', found.resource.attributes['Arn'])
      const { resource } = found
      const desired = patched(schema, found.model, input.PatchDocument)
      return start(input, call, 'UPDATE', async () => {
        const fixed = wholeProperties(schema.createOnlyProperties)
        const changed = fixed.find((name) => JSON.stringify(desired[name]) !== JSON.stringify(found.model[name]))
        if (changed !== undefined) {
          throw handlerFailed(input.TypeName, `Create-only property ${changed} cannot be updated`, 'NotUpdatable')
        }
        await handler(input.TypeName).update(resource.physicalId, desired, resource.properties, resource.owner)
        return { Identifier: found.identifier }
      })
    },

    DeleteResource(input: RequestInput, call: Call) {
      const schema = schemaWith(input.TypeName, 'delete')
      const { resource, identifier } = requireResource(catalogue, call, schema, input.Identifier)
      assertHandlerAllowed(refusal, { call, role: input.RoleArn }, schema, 'delete', resource.attributes['Arn'])
      return start(input, call, 'DELETE', async () => {
        await handler(input.TypeName).remove(resource.physicalId, resource.owner)
        return { Identifier: identifier }
      })
    },

    GetResourceRequestStatus({ RequestToken }: RequestInput, call: Call) {
      const event = requests.get(homeKey(call, RequestToken))
      if (event === undefined) {
        const message = `Request with token ${RequestToken} was not found`
        throw new ServiceError('RequestTokenNotFoundException', message)
      }
      return { ProgressEvent: { ...event } }
    },
  }
}

/** The desired state, which may have the schema's properties only. */
function desiredOf(schema: ResourceSchema, text: string): Properties {
  const desired = parsed(text) as Properties
  const extraneous = Object.keys(desired).find((name) => !(name in schema.properties))
  if (extraneous !== undefined) throw invalidModel(`extraneous key [${extraneous}] is not permitted`)
  const missing = schema.required?.find((name) => desired[name] === undefined)
  if (missing !== undefined) throw invalidModel(`required key [${missing}] not found`)
  return desired
}

const invalidModel = (why: string): ServiceError =>
  new ServiceError('ValidationException', `Model validation failed (#: ${why})`)

/** The current model with a JSON Patch (RFC 6902) applied, without what the service generates. */
function patched(schema: ResourceSchema, model: Properties, text: string): Properties {
  const desired = structuredClone(without(model, schema.readOnlyProperties))
  const failed = applyPatch(desired, parsed(text) as Operation[]).find((error) => error !== null)
  if (failed) throw invalidRequest(`The patch document cannot be applied: ${failed.message}`)
  return desired
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('The document is not valid JSON')
  }
}
