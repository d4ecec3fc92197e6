import { ServiceError } from '../../contract.ts'
import type { Call } from '../../contract.ts'
import { decodeS3, encodeS3, encodeS3Error } from '../s3/rest.ts'
import { modelOf } from './dialects.ts'
import type { Dialect, ServiceModel } from './dialects.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import { decodeJson, encodeJson, encodeJsonError, missingMember } from './json.ts'
import { decodeQuery, encodeQuery, encodeQueryError } from './query.ts'
import { decodeRest, encodeRest, encodeRestError, matchOperation, unknownPath } from './rest.ts'
import { missingError } from './route.ts'
import type { Route } from './route.ts'

/** One request's way in and out of its wire format. */
export interface Codec {
  readonly service: string
  readonly operation: string
  /** Throws the ServiceError that AWS answers to a malformed request. */
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
    decode() {
      const input =
        route.kind === 'query' ? decodeQuery(known(), route.form) : decodeJson(known(), request.body.toString('utf8'))
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

/** With the code and the status that the service's model has for it. */
function asModelled(error: ServiceError, model: ServiceModel): ServiceError {
  const modelled = model.error(error.code)
  return modelled === undefined ? error : new ServiceError(modelled.code, error.message, modelled.status, error.members)
}

async function restCodec(dialect: Dialect, request: HttpRequest): Promise<Codec> {
  const model = await modelOf(dialect)
  const match = matchOperation(model, request)
  const known = () => {
    if (match === undefined) throw unknownPath(request)
    return match
  }
  return {
    service: dialect.service,
    operation: match?.operation.name ?? 'Unknown',
    decode() {
      const input = decodeRest(known(), request)
      const missing = missingMember(known().operation.input, input)
      if (missing !== undefined) throw missingError({ service: dialect.service }, missing)
      return input
    },
    encode: (output) => encodeRest(known().operation, output),
    encodeError: (error) => encodeRestError(model, asModelled(error, model)),
  }
}

function s3Codec(operation: string | undefined, request: HttpRequest): Codec {
  return {
    service: 's3',
    operation: operation ?? 'Unknown',
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
