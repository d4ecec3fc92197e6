import { ServiceError } from '../../contract.ts'
import type { Properties } from '../../contract.ts'
import { readCode } from '../services/functions/code.ts'
import { codeOf } from '../services/functions/functions.ts'
import type { Code, Functions } from '../services/functions/functions.ts'
import { functionArn } from '../services/functions/lambda.ts'
import { asText } from '../names.ts'
import type { Home } from '../names.ts'
import type { ObjectStore } from '../services/s3/store.ts'
import { handlerError, handlerMessage, nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** The function name in a name or an ARN, with or without a version. */
export const functionName = (given: unknown): string => {
  const text = asText(given)
  return text.startsWith('arn:') ? (text.split(':')[6] ?? '') : (text.split(':')[0] ?? '')
}

export const missing = (home: Home, name: string, version?: string): Error =>
  handlerMessage(
    `Function not found: ${functionArn(home, name, version)} (Service: Lambda, Status Code: 404)`,
    'NotFound',
  )

/** Properties that are not part of a function's configuration. */
const NOT_CONFIGURATION = new Set(['Code', 'FunctionName', 'Tags'])

const settingsOf = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_CONFIGURATION.has(name)))

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK'

/** The code of a template: an archive in S3, or inline source that CloudFormation packs. */
function codeIn(
  { Code: given }: Properties,
  owner: Home,
  objects: ObjectStore,
  { keep }: Pick<Functions, 'keep'>,
): Code {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion, ImageUri } = (given ?? {}) as Properties
  if (S3Bucket === undefined) return codeOf(Buffer.from(asText(ZipFile ?? ImageUri)))
  const version = S3ObjectVersion === undefined ? undefined : asText(S3ObjectVersion)
  try {
    const archive = readCode(objects, owner, asText(S3Bucket), asText(S3Key), version)
    // Scenarios also have objects that are not archives: those can be deployed, and not invoked.
    return isZip(archive) ? keep(archive) : codeOf(archive)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw handlerMessage(`${error.message} (Service: Lambda, Status Code: ${error.status})`, 'InvalidRequest')
  }
}

/** AWS::Lambda::Function: the digest of its code, and its configuration. */
export function functionKind(functions: Functions, objects: ObjectStore): Kind {
  return {
    type: 'AWS::Lambda::Function',
    identify: (desired, owner) => nameOf(desired.FunctionName, owner, 64),
    attributes: ({ owner, physicalId }) => ({ Arn: functionArn(owner, physicalId) }),
    created({ type, physicalId, owner, properties }) {
      if (functions.find(owner, physicalId) !== undefined) {
        throw handlerError(type, physicalId, 'already exists.', 'AlreadyExists')
      }
      const code = codeIn(properties, owner, objects, functions)
      functions.put(owner, physicalId, { code, settings: settingsOf(properties) })
    },
    updated({ physicalId, owner, properties }, previous) {
      const dropped = Object.fromEntries(Object.keys(settingsOf(previous)).map((name) => [name, undefined]))
      const settings = { ...dropped, ...settingsOf(properties) }
      const same = JSON.stringify(properties.Code) === JSON.stringify(previous.Code)
      functions.put(owner, physicalId, {
        settings,
        ...(!same && { code: codeIn(properties, owner, objects, functions) }),
      })
    },
    tampered: ({ physicalId, owner, properties }) =>
      void functions.put(owner, physicalId, { settings: settingsOf(properties) }),
    removed: ({ physicalId, owner }) => functions.remove(owner, physicalId),
    observe({ physicalId, owner, properties }) {
      const fn = functions.find(owner, physicalId)
      // Code is a write-only property, which has no drift.
      return fn && { ...properties, ...functions.latest(fn).settings, FunctionName: physicalId }
    },
  }
}

/** AWS::Lambda::Version: the state of `$LATEST` when the resource is created. */
export function versionKind(functions: Functions): Kind {
  const numberOf = ({ physicalId }: LiveResource): string => physicalId.split(':').at(-1) ?? ''
  return {
    type: 'AWS::Lambda::Version',
    identify(desired, owner) {
      const name = functionName(desired.FunctionName)
      const fn = functions.find(owner, name)
      if (fn === undefined) throw missing(owner, name)
      const newest = fn.versions.at(-1)
      const made = functions.publish(fn, desired.Description === undefined ? undefined : asText(desired.Description))
      if (made === newest) {
        const message = `A version for this Lambda function exists ( ${made.version} ). Modify the function to create a new version.`
        throw handlerMessage(message, 'AlreadyExists')
      }
      return functionArn(owner, name, made.version)
    },
    attributes: (resource) => ({ FunctionArn: resource.physicalId, Version: numberOf(resource) }),
    removed(resource) {
      const fn = functions.find(resource.owner, functionName(resource.physicalId))
      if (fn !== undefined) functions.removeVersion(fn, numberOf(resource))
    },
  }
}
