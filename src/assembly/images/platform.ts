import { unusable } from '../mistake.ts'
import type { TakenImage } from './sources.ts'

/** Whether functions and tasks of a template can run the images that they name, as far as the template says it. */

const INDEXES = /(?:image\.index|manifest\.list)/

interface Image {
  readonly name: string
  readonly tag: string
  readonly taken: Pick<TakenImage, 'mediaType' | 'platforms'>
}

interface Resource {
  readonly Type?: unknown
  readonly Properties?: Readonly<Record<string, unknown>>
}

/** Throws `config/assembly` where an image is of another platform than what runs it. */
export function checkPlatforms(template: string, images: readonly Image[]): void {
  const { Resources: resources = {} } = JSON.parse(template) as {
    readonly Resources?: Readonly<Record<string, Resource>>
  }
  for (const {
    name,
    tag,
    taken: { mediaType = '', platforms },
  } of images) {
    for (const [logicalId, { Type: type, Properties: properties = {} }] of Object.entries(resources)) {
      const isFunction = type === 'AWS::Lambda::Function'
      if (!isFunction && type !== 'AWS::ECS::TaskDefinition') continue
      const code = isFunction ? properties['Code'] : properties['ContainerDefinitions']
      if (!JSON.stringify(code ?? '').includes(tag)) continue
      if (isFunction && INDEXES.test(mediaType)) {
        throw unusable(
          `${logicalId} runs the image ${name}, which is an index of several manifests; Lambda takes one image`,
          'Build the image for one platform without attestations: `docker buildx build --provenance=false`.',
          { expected: 'a manifest of one image', observed: mediaType },
        )
      }
      const wanted = isFunction ? wantedByFunction(properties) : wantedByTask(properties)
      if (wanted === undefined || platforms.length === 0 || platforms.includes(wanted)) continue
      throw unusable(
        `${logicalId} runs on ${wanted}, and the image ${name} is for ${platforms.join(', ')}`,
        `Build the image for ${wanted} (\`platform\` of the asset), or change the architecture of ${logicalId}.`,
        { expected: wanted, observed: platforms.join(', ') },
      )
    }
  }
}

function wantedByFunction({ Architectures: list }: Readonly<Record<string, unknown>>): string | undefined {
  if (list === undefined) return 'linux/amd64'
  const [architecture] = Array.isArray(list) ? (list as readonly unknown[]) : []
  return typeof architecture === 'string' ? { arm64: 'linux/arm64', x86_64: 'linux/amd64' }[architecture] : undefined
}

/** A task without a platform runs on X86_64 of Fargate; on EC2 its hosts decide. */
function wantedByTask(properties: Readonly<Record<string, unknown>>): string | undefined {
  const { RuntimePlatform: platform, RequiresCompatibilities: compatible } = properties
  const { CpuArchitecture: cpu, OperatingSystemFamily: family = 'LINUX' } = (platform ?? {}) as Readonly<
    Record<string, unknown>
  >
  if (family !== 'LINUX') return undefined
  const isFargate = Array.isArray(compatible) && compatible.length === 1 && compatible[0] === 'FARGATE'
  if (typeof cpu !== 'string') return isFargate ? 'linux/amd64' : undefined
  return { ARM64: 'linux/arm64', X86_64: 'linux/amd64' }[cpu]
}
