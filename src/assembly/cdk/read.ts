import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isInside } from '../../support/files/folders.ts'
import { kindOfPath } from '../../support/files/tree.ts'
import { unusable } from '../mistake.ts'
import { insideOf, labelOf, readJson, unreadable, type AssemblyRoot } from './files.ts'
import { ASSETS, MANIFEST, METADATA, STACK, type Artifact, type ImageSource } from './shapes.ts'
import { checkVersion } from './version.ts'

/** A file of an assembly that goes to a bucket before its stack is deployed. */
export interface CdkAsset {
  readonly name: string
  /** A path of the disk, or a command that makes the file and prints its path. */
  readonly source:
    | { readonly path: string; readonly packaging: 'zip' | 'file' }
    | { readonly command: readonly string[]; readonly directory: string }
  readonly destinations: readonly { readonly bucket: string; readonly key: string; readonly region?: string }[]
}

/** A container image of an assembly. */
export interface CdkImage {
  readonly name: string
  /** Identifies it in the assembly: the digest of its sources. */
  readonly hash: string
  readonly source: ImageSource
  /** Absolute: the build context, or the assembly for a command. */
  readonly directory: string
  readonly destinations: readonly { readonly repository: string; readonly tag: string; readonly region?: string }[]
}

/** A stack of an assembly. */
export interface CdkStack {
  /** Identifies it in the assembly. */
  readonly key: string
  /** The path of its construct, `preprod/Network`, and the part of it that is the stage; empty without stages. */
  readonly path: string
  readonly stage: string
  readonly name: string
  /** Absolute path of the template. */
  readonly template: string
  /** Where the CDK would put the template. */
  readonly templateUrl?: string
  /** Undefined where it takes them from the environment that it is deployed to. */
  readonly account?: string
  readonly region?: string
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly role?: string
  readonly bootstrap?: { readonly parameter: string; readonly version: number }
  /** Keys of the stacks that come first. */
  readonly dependsOn: readonly string[]
  readonly assets: readonly CdkAsset[]
  readonly images: readonly CdkImage[]
}

export interface CloudAssembly extends AssemblyRoot {
  readonly stacks: readonly CdkStack[]
  /** Paths of the stages. */
  readonly stages: readonly string[]
}

const MOST_NESTED = 8

/**
 * Reads a cloud assembly with its stages. Rejects with `config/assembly` where it is incomplete, was refused by its own
 * checks, has what this version does not know, or names a file outside of its folder.
 * @param folder as the configuration writes it
 */
export async function readAssembly(workspace: string, folder: string): Promise<CloudAssembly> {
  const absolute = resolve(workspace, folder)
  if ((await kindOfPath(join(absolute, 'manifest.json'))) !== 'file') {
    throw unusable(
      `${folder} is not a cloud assembly of the CDK: it has no manifest.json`,
      `Run \`cdk synth --output ${folder}\` in this job, before the step that runs \`command: package\` or \`precheck\`.`,
      { expected: `${folder}/manifest.json`, observed: 'nothing' },
    )
  }
  const root = await realpath(absolute)
  if (!isInside(await realpath(workspace), root)) {
    throw unusable(`${folder} leads out of the workspace`, 'Let `cdk synth` write its output below the workspace.', {
      observed: folder,
    })
  }
  const stages: string[] = []
  const at = { folder, root }
  const stacks = await readFolder(at, root, '', stages, 0)
  if (stacks.length > 0) return { ...at, stacks, stages }
  throw unusable(
    `${folder} declares no stack`,
    'Check the app that `cdk synth` runs: an empty assembly deploys nothing.',
  )
}

async function readFolder(
  at: AssemblyRoot,
  directory: string,
  stage: string,
  stages: string[],
  depth: number,
): Promise<CdkStack[]> {
  const file = join(directory, 'manifest.json')
  const manifest = await readJson(at, file, MANIFEST)
  checkVersion(labelOf(at, file), manifest)
  if (manifest.missing.length > 0) {
    throw unusable(
      `${at.folder} is incomplete: the app needs values that \`cdk synth\` did not look up`,
      'Run `cdk synth` once with credentials of the accounts, and commit cdk.context.json with the values.',
      { expected: 'no missing context', observed: manifest.missing.map(({ key }) => key).join(', ') },
    )
  }
  const found: CdkStack[] = []
  for (const [id, each] of Object.entries(manifest.artifacts)) {
    if (each.type === 'cdk:cloud-assembly') {
      const { directoryName, displayName } = each.properties
      if (typeof directoryName !== 'string' || depth >= MOST_NESTED)
        throw unreadable(labelOf(at, file), `the nested assembly ${id} has no folder`)
      const name = typeof displayName === 'string' ? displayName : id.replace(/^assembly-/, '')
      stages.push(name)
      const inner = await insideOf(at, directory, directoryName)
      found.push(...(await readFolder(at, inner, name, stages, depth + 1)))
    }
    if (each.type === 'aws:cloudformation:stack')
      found.push(await readStack(at, directory, { id, stage, artifact: each, all: manifest.artifacts }))
  }
  return found
}

interface Placed {
  readonly id: string
  readonly stage: string
  readonly artifact: Artifact
  readonly all: Readonly<Record<string, Artifact>>
}

async function readStack(at: AssemblyRoot, directory: string, placed: Placed): Promise<CdkStack> {
  const { id, stage, artifact: own, all } = placed
  const read = STACK.safeParse(own.properties)
  const file = labelOf(at, join(directory, 'manifest.json'))
  if (!read.success) throw unreadable(file, `the stack ${id}: ${read.error.issues[0]?.message ?? 'not readable'}`)
  const properties = read.data
  await refuseErrors(at, directory, own, id)
  const keyOf = (artifactId: string): string => `${labelOf(at, directory)}/${artifactId}`
  const template = await insideOf(at, directory, properties.templateFile)
  const manifests = own.dependencies.filter((each) => all[each]?.type === 'cdk:asset-manifest')
  const assets: CdkAsset[] = []
  const images: CdkImage[] = []
  for (const each of manifests) {
    const assetsFile = all[each]?.properties['file']
    if (typeof assetsFile !== 'string') throw unreadable(file, `${each} names no file`)
    const found = await readAssets(at, await insideOf(at, directory, assetsFile), template)
    assets.push(...found.assets)
    images.push(...found.images)
  }
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(own.environment ?? '') ?? []
  const { cloudFormationExecutionRoleArn: role, stackTemplateAssetObjectUrl: templateUrl } = properties
  const bootstrap = bootstrapOf([properties, ...manifests.map((each) => all[each]?.properties ?? {})])
  return {
    key: keyOf(id),
    path: own.displayName ?? id,
    stage,
    name: properties.stackName ?? id,
    template,
    ...(templateUrl !== undefined && { templateUrl }),
    ...(account !== undefined && account !== 'unknown-account' && { account }),
    ...(region !== undefined && region !== 'unknown-region' && { region }),
    parameters: Object.fromEntries(
      Object.entries(properties.parameters).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [[name, String(value)]],
      ),
    ),
    tags: properties.tags,
    ...(role !== undefined && { role }),
    ...(bootstrap && { bootstrap }),
    dependsOn: own.dependencies.filter((each) => all[each]?.type === 'aws:cloudformation:stack').map(keyOf),
    assets,
    images,
  }
}

/** The highest version that the stack or its assets need. */
function bootstrapOf(all: readonly Readonly<Record<string, unknown>>[]): CdkStack['bootstrap'] {
  const versions = all.flatMap(({ requiresBootstrapStackVersion: version }) =>
    typeof version === 'number' ? [version] : [],
  )
  const parameter = all.find((each) => typeof each['bootstrapStackVersionSsmParameter'] === 'string')
  if (versions.length === 0 || parameter === undefined) return undefined
  return { parameter: String(parameter['bootstrapStackVersionSsmParameter']), version: Math.max(...versions) }
}

/** The CDK writes an assembly also where a construct has reported an error, and refuses to deploy it. */
async function refuseErrors(at: AssemblyRoot, directory: string, own: Artifact, id: string): Promise<void> {
  const more =
    own.additionalMetadataFile === undefined
      ? {}
      : await readJson(at, await insideOf(at, directory, own.additionalMetadataFile), METADATA)
  const errors = [...Object.entries(own.metadata ?? {}), ...Object.entries(more)].flatMap(([path, entries]) =>
    entries.filter(({ type }) => type === 'aws:cdk:error').map(({ data }) => `${path}: ${String(data)}`),
  )
  const [first] = errors
  if (first === undefined) return
  throw unusable(
    `the CDK reported ${errors.length === 1 ? 'an error' : `${errors.length} errors`} in ${own.displayName ?? id}: ${first}`,
    'Correct what `cdk synth` reports, and let the job fail where `cdk synth` fails.',
    { expected: 'an assembly without errors', observed: errors.slice(0, 5).join('; ') },
  )
}

async function readAssets(
  at: AssemblyRoot,
  file: string,
  template: string,
): Promise<{ readonly assets: CdkAsset[]; readonly images: CdkImage[] }> {
  const manifest = await readJson(at, file, ASSETS)
  const label = labelOf(at, file)
  const assets: CdkAsset[] = []
  for (const [hash, { displayName, source, destinations }] of Object.entries(manifest.files)) {
    const path = source.path === undefined ? undefined : await insideOf(at, join(file, '..'), source.path)
    // CloudFormation gets the template of the stack itself from the release.
    if (path === template) continue
    const { executable } = source
    if (path === undefined && executable === undefined) throw unreadable(label, `the asset ${hash} has no source`)
    assets.push({
      name: displayName ?? hash,
      source:
        path === undefined ? { command: executable ?? [], directory: at.root } : { path, packaging: source.packaging },
      destinations: Object.values(destinations).map(({ bucketName: bucket, objectKey: key, region }) => ({
        bucket,
        key,
        ...(region !== undefined && { region }),
      })),
    })
  }
  const images: CdkImage[] = []
  for (const [hash, { displayName, source, destinations }] of Object.entries(manifest.dockerImages)) {
    if (source.directory === undefined && source.executable === undefined)
      throw unreadable(label, `the container image ${hash} has no source`)
    images.push({
      name: displayName ?? hash,
      hash,
      source,
      directory: source.directory === undefined ? at.root : await insideOf(at, join(file, '..'), source.directory),
      destinations: Object.values(destinations).map(({ repositoryName: repository, imageTag: tag, region }) => ({
        repository,
        tag,
        ...(region !== undefined && { region }),
      })),
    })
  }
  return { assets, images }
}
