import * as z from 'zod'

/** The files of a cloud assembly, as far as they are read. More members are allowed: the schema grows. */

const texts = z.record(z.string(), z.string())
const notes = z.array(z.looseObject({ type: z.string(), data: z.unknown() }))

const artifact = z.looseObject({
  type: z.string(),
  environment: z.string().optional(),
  displayName: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  properties: z.looseObject({}).default({}),
  metadata: z.record(z.string(), notes).optional(),
  additionalMetadataFile: z.string().optional(),
})

export type Artifact = z.output<typeof artifact>

/** manifest.json */
export const MANIFEST = z.looseObject({
  version: z.string(),
  artifacts: z.record(z.string(), artifact).default({}),
  missing: z.array(z.looseObject({ key: z.string() })).default([]),
})

/** `properties` of a stack. */
export const STACK = z.looseObject({
  templateFile: z.string(),
  stackName: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullish()).default({}),
  tags: texts.default({}),
  cloudFormationExecutionRoleArn: z.string().optional(),
  stackTemplateAssetObjectUrl: z.string().optional(),
  requiresBootstrapStackVersion: z.number().optional(),
  bootstrapStackVersionSsmParameter: z.string().optional(),
})

const cache = z.looseObject({ type: z.string(), params: texts.default({}) })

/** How a container image is built. */
const IMAGE_SOURCE = z.looseObject({
  directory: z.string().optional(),
  executable: z.array(z.string()).min(1).optional(),
  dockerFile: z.string().optional(),
  dockerBuildTarget: z.string().optional(),
  dockerBuildArgs: texts.default({}),
  dockerBuildContexts: texts.default({}),
  dockerBuildSecrets: texts.default({}),
  dockerBuildSsh: z.string().optional(),
  networkMode: z.string().optional(),
  platform: z.string().optional(),
  dockerOutputs: z.array(z.string()).default([]),
  cacheFrom: z.array(cache).default([]),
  cacheTo: cache.optional(),
  cacheDisabled: z.boolean().default(false),
})

export type ImageSource = z.output<typeof IMAGE_SOURCE>

/** `STACK.assets.json` */
export const ASSETS = z.looseObject({
  version: z.string(),
  files: z
    .record(
      z.string(),
      z.looseObject({
        displayName: z.string().optional(),
        source: z.looseObject({
          path: z.string().optional(),
          packaging: z.enum(['zip', 'file']).default('file'),
          executable: z.array(z.string()).min(1).optional(),
        }),
        destinations: z.record(
          z.string(),
          z.looseObject({ bucketName: z.string(), objectKey: z.string(), region: z.string().optional() }),
        ),
      }),
    )
    .default({}),
  dockerImages: z
    .record(
      z.string(),
      z.looseObject({
        displayName: z.string().optional(),
        source: IMAGE_SOURCE,
        destinations: z.record(
          z.string(),
          z.looseObject({ repositoryName: z.string(), imageTag: z.string(), region: z.string().optional() }),
        ),
      }),
    )
    .default({}),
})

/** `STACK.metadata.json`: what the constructs reported. */
export const METADATA = z.record(z.string(), notes)
