import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-lambda'
import { ServiceError } from '../../../contract.ts'
import type { Properties, RequiredPermission, Service } from '../../../contract.ts'
import { asText, homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { handlerMessage, nameOf } from '../../resources/live.ts'
import type { Kind } from '../../resources/live.ts'
import { perWorld } from '../../world.ts'
import type { World } from '../../world.ts'
import { readCode } from './code.ts'

interface LayerVersion {
  readonly arn: string
  readonly created: Date
  readonly content: { readonly CodeSha256: string; readonly CodeSize: number }
}

interface Layers {
  /** Published versions by ARN; a deleted one is gone. */
  readonly versions: Map<string, LayerVersion>
  /** The last number of each layer, which is not used again. */
  readonly numbers: Map<string, number>
}

const layersOf = perWorld((): Layers => ({ versions: new Map(), numbers: new Map() }))

/** An archive that cannot be read is an error of the resource handler. */
function archiveOf(read: () => Buffer): Buffer {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw handlerMessage(`${error.message} (Service: Lambda, Status Code: ${error.status})`, 'InvalidRequest')
  }
}

const layerArn = ({ region, account }: Home, name: string): string =>
  `arn:aws:lambda:${region}:${account}:layer:${name}`

/** AWS::Lambda::LayerVersion: each resource is a version of its own; its archive has to exist in S3. */
export function layerVersionKind(world: World): Kind {
  const { versions, numbers } = layersOf(world)
  return {
    type: 'AWS::Lambda::LayerVersion',
    identify(desired, owner) {
      const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = (desired.Content ?? {}) as Properties
      const object = version === undefined ? undefined : asText(version)
      const archive = archiveOf(() => readCode(world.objects, owner, asText(bucket), asText(key), object))
      const layer = layerArn(owner, nameOf(desired.LayerName, owner, 140))
      const number = (numbers.get(layer) ?? 0) + 1
      numbers.set(layer, number)
      const arn = `${layer}:${number}`
      const CodeSha256 = createHash('sha256').update(archive).digest('base64')
      versions.set(arn, { arn, created: world.clock.now(), content: { CodeSha256, CodeSize: archive.length } })
      return arn
    },
    attributes: ({ physicalId }) => ({ LayerVersionArn: physicalId }),
    removed: ({ physicalId }) => void versions.delete(physicalId),
    observe: ({ physicalId, properties }) =>
      versions.has(physicalId) ? { ...properties, LayerName: physicalId.split(':')[6] } : undefined,
  }
}

/** GetLayerVersionByArn, on the layers of the caller's account. */
export function layerOperations(world: World): Service['operations'] {
  return {
    GetLayerVersionByArn(input: sdk.GetLayerVersionByArnCommandInput, call) {
      const arn = input.Arn ?? ''
      const [, , , region = '', account = '', , , number] = arn.split(':')
      const found = homeKey({ region, account }) === homeKey(call) ? layersOf(world).versions.get(arn) : undefined
      if (found === undefined) {
        throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404)
      }
      const properties = world.live.all().find(({ physicalId }) => physicalId === arn)?.properties ?? {}
      const { Description: description, LicenseInfo: license } = properties
      return {
        LayerArn: arn.split(':').slice(0, -1).join(':'),
        LayerVersionArn: arn,
        Version: Number(number),
        CreatedDate: found.created.toISOString().replace('Z', '+0000'),
        Content: found.content,
        ...(description !== undefined && { Description: asText(description) }),
        ...(license !== undefined && { LicenseInfo: asText(license) }),
        CompatibleRuntimes: properties.CompatibleRuntimes as sdk.Runtime[] | undefined,
        CompatibleArchitectures: properties.CompatibleArchitectures as sdk.Architecture[] | undefined,
      }
    },
  }
}

/** The permission has the name of GetLayerVersion (service authorization reference). */
export const layerPermissions = (arn: unknown): RequiredPermission[] => [
  { action: 'lambda:GetLayerVersion', resource: asText(arn, '*') },
]
