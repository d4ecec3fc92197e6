import { ServiceError } from '../../contract.ts'
import type { Call } from '../../contract.ts'
import { decodeS3, encodeS3, encodeS3Error } from '../services/s3/rest.ts'
import type { Dialect } from './dialects.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { decodeJson, encodeJson, encodeJsonError, missingMember } from './json.ts'
import { modelOf } from './model.ts'
import type { ServiceModel } from './model.ts'
import { decodeQuery, encodeQuery, encodeQueryError } from './query.ts'
import { missingError } from './route.ts'
import type { Route } from './route.ts'

/** Decodes a request and encodes its response in one wire protocol. */
export interface Codec {
  readonly service: string
  readonly operation: string
  /** Whether the operation is in AWS's model of the service. */
  readonly modelled: boolean
  /** Throws AWS's error for a malformed request. */
  decode(): object
  encode(output: object, call: Call): HttpAnswer
  encodeError(error: ServiceError, requestId: string): HttpAnswer
}

export async function codecOf(route: Exclude<Route, { kind: 'unknown' }>, request: HttpRequest): Promise<Codec> {
  if (route.kind === 's3') return s3Codec(route.operation, request)
  if (route.kind === 'rest') return restCodec(route.dialect, request)
  const { dialect, operation: name } = route
  const model = await modelOf(dialect)
  const operation = model.operation(name)
  const unknown = (): ServiceError =>
    route.kind === 'query'
      ? new ServiceError('InvalidAction', `The action ${name} is not valid for this web service.`)
      : new ServiceError('UnknownOperationException', `Unknown operation ${name}`)
  const known = () => {
    if (operation === undefined) throw unknown()
    return operation
  }
  return {
    service: dialect.service,
    operation: name,
    modelled: operation !== undefined,
    decode() {
      const input =
        route.kind === 'query'
          ? decodeQuery(dialect, known(), route.form)
          : decodeJson(known(), request.body.toString('utf8'))
      const missing = missingMember(known().input, input)
      if (missing !== undefined) throw missingError({ service: dialect.service }, missing)
      return input as object
    },
    encode: (output, call) =>
      route.kind === 'query'
        ? encodeQuery(dialect, known(), output, call.requestId)
        : encodeJson(dialect, known(), output),
    encodeError(error, requestId) {
      const exact = asModelled(error, model)
      return route.kind === 'query'
        ? encodeQueryError(dialect, exact, requestId)
        : encodeJsonError(dialect, model, exact)
    },
  }
}

/** An error with the code and status of the service model. */
function asModelled(error: ServiceError, model: ServiceModel): ServiceError {
  const modelled = model.error(error.code)
  return modelled === undefined ? error : new ServiceError(modelled.code, error.message, modelled.status, error.members)
}

async function restCodec(dialect: Dialect, request: HttpRequest): Promise<Codec> {
  const { decodeRest, encodeRest, encodeRestError, matchOperation, unknownPath } = await import('./rest.ts')
  const model = await modelOf(dialect)
  const match = matchOperation(model, request)
  const known = () => {
    if (match === undefined) throw unknownPath(request)
    return match
  }
  return {
    service: dialect.service,
    operation: match?.operation.name ?? 'Unknown',
    modelled: match !== undefined,
    decode() {
      const input = decodeRest(dialect, known(), request)
      const missing = missingMember(known().operation.input, input)
      if (missing !== undefined) throw missingError({ service: dialect.service }, missing)
      return input
    },
    encode: (output) => encodeRest(dialect, known().operation, output),
    encodeError: (error, requestId) => encodeRestError(dialect, model, asModelled(error, model), requestId),
  }
}

function s3Codec(operation: string | undefined, request: HttpRequest): Codec {
  return {
    service: 's3',
    operation: operation ?? 'Unknown',
    modelled: operation !== undefined,
    decode() {
      if (operation === undefined) {
        throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405)
      }
      return decodeS3(request)
    },
    encode: (output) => encodeS3(output),
    encodeError: (error, requestId) => encodeS3Error(error, requestId, request),
  }
}
