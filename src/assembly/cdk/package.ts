import { readFile, realpath } from 'node:fs/promises'
import { extname, join, relative, resolve } from 'node:path'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../../config/model/environment-keys.ts'
import type { PackagedStack, StackAsset, StackImage } from '../../config/model/packaged.ts'
import { fillWords } from '../../config/model/references.ts'
import type { CdkInput } from '../../config/model/sections/packaged.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { bytesOf, zipOf } from '../archive.ts'
import type { PackageContext, PackagedPlace } from '../contract.ts'
import { unusable } from '../mistake.ts'
import type { PackagedFile, PackagedStacks, Packaging } from '../packaged-folder.ts'
import { checkPlatforms } from '../images/platform.ts'
import { takeImage, type TakenImage } from '../images/sources.ts'
import { readAssembly, type CdkAsset, type CdkImage, type CdkStack, type CloudAssembly } from './read.ts'
import { selectStacks, type SelectedStack } from './select.ts'

/** What `cdk deploy` passes. */
const CAPABILITIES: PackagedStack['capabilities'] = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']

interface Selection {
  readonly assembly: CloudAssembly
  readonly stacks: readonly SelectedStack[]
}

/** Packages the stacks of an assembly. Rejects with `config/assembly`. */
export async function packageCdk(
  input: CdkInput,
  context: PackageContext,
  packaging: Packaging,
): Promise<PackagedStacks[]> {
  const selected = {
    preprod: await selectionOf(input, context, 'preprod'),
    production: await selectionOf(input, context, 'production'),
  }
  refuseUnpaired(input, selected.preprod.stacks, selected.production.stacks)
  refuseUnknownImages(input, [...selected.preprod.stacks, ...selected.production.stacks])
  const making: Making = { input, context, packaging, made: new Map(), taken: new Map() }
  const stacks: PackagedStacks[] = []
  for (const { id, stack } of selected.preprod.stacks) {
    const placeOf = async (key: EnvironmentKey): Promise<PackagedStack> => {
      const { assembly, stacks: own } = selected[key]
      return packageStack(making, key, assembly, own.find((each) => each.id === id) as SelectedStack)
    }
    const dependsOn = stack.dependsOn.flatMap(
      (key) => selected.preprod.stacks.find((each) => each.stack.key === key)?.id ?? [],
    )
    const places = { preprod: await placeOf('preprod'), production: await placeOf('production') }
    stacks.push({ id, dependsOn, timeout: input.timeout, places })
  }
  return stacks
}

async function selectionOf(input: CdkInput, context: PackageContext, key: EnvironmentKey): Promise<Selection> {
  const place = context.places[key]
  const assembly = await readAssembly(context.workspace, fillWords(input.cdk, place.words, 'stacks'))
  const patterns = Array.isArray(input.stacks) ? input.stacks : input.stacks?.[key]
  const filled = patterns && fillWords(patterns, place.words, 'stacks')
  const names = ENVIRONMENT_KEYS.map((each) => context.places[each].name)
  const stacks = selectStacks(assembly, { key, name: place.name, names }, filled)
  for (const { stack } of stacks) refuseOtherPlace(assembly, stack, place)
  return { assembly, stacks }
}

interface Making {
  readonly input: CdkInput
  readonly context: PackageContext
  readonly packaging: Packaging
  /** Assets by source: each is zipped once. */
  readonly made: Map<string, PackagedFile>
  /** Images by source: each is built once. */
  readonly taken: Map<string, TakenImage>
}

async function packageStack(
  making: Making,
  key: EnvironmentKey,
  assembly: CloudAssembly,
  { id, stack }: SelectedStack,
): Promise<PackagedStack> {
  const { input, packaging, context } = making
  const text = await readFile(stack.template, 'utf8')
  const template = await packaging.file(`${key}/${id}.template.json`, text)
  const assets: StackAsset[] = []
  for (const asset of stack.assets) assets.push(...(await packageAsset(making, asset, assembly, context.places[key])))
  const placed: PlacedImage[] = []
  for (const image of stack.images) placed.push(...(await packageImage(making, image, context.places[key])))
  checkPlatforms(text, placed)
  const images = placed.map(({ name, taken: { digest, bytes, parts, from }, repository, tag }): StackImage => ({
    name,
    digest,
    bytes,
    repository,
    tag,
    ...(parts !== undefined && { parts }),
    ...(from !== undefined && { from }),
  }))
  const role = input.role ?? stack.role
  // The bucket of the bootstrap stack, from the address of the template.
  const bucket = /^s3:\/\/([^/]+)\//.exec(stack.templateUrl ?? '')?.[1] ?? assets[0]?.bucket
  return {
    name: stack.name,
    template,
    source: join(assembly.folder, relative(assembly.root, stack.template)),
    correct: 'the construct in the CDK app',
    parameters: stack.parameters,
    tags: { ...stack.tags, ...input.tags },
    capabilities: CAPABILITIES,
    ...(role !== undefined && { role }),
    ...(bucket !== undefined && { 'template-bucket': bucket }),
    assets,
    ...(images.length > 0 && { images }),
    ...(stack.bootstrap && { bootstrap: stack.bootstrap }),
    ...(stack.account !== undefined && { account: stack.account }),
  }
}

async function packageAsset(
  { context, packaging, made }: Making,
  asset: CdkAsset,
  assembly: CloudAssembly,
  place: PackagedPlace,
): Promise<StackAsset[]> {
  const { source, name } = asset
  const isZip = 'packaging' in source && source.packaging === 'zip'
  const origin = 'path' in source ? source.path : source.command.join('\0')
  const known = made.get(`${isZip} ${origin}`)
  const path = known ? origin : 'path' in source ? source.path : await runSource(context, asset, assembly)
  const ending = isZip ? '.zip' : extname(path)
  const about = { name, root: assembly.root, ...(context.signal && { signal: context.signal }) }
  const file = known ?? (await packaging.asset(await (isZip ? zipOf(path, about) : bytesOf(path, about)), ending))
  made.set(`${isZip} ${origin}`, file)
  return asset.destinations.map(({ bucket, key, region }): StackAsset => {
    refuseRegion(name, region, place)
    const forPlan = path.endsWith('.template.json')
    return { name, ...file, bucket, key, archive: file.file.endsWith('.zip'), forPlan }
  })
}

/** An image with one of its destinations. */
interface PlacedImage {
  readonly name: string
  readonly taken: TakenImage
  readonly repository: string
  readonly tag: string
}

async function packageImage({ input, context, packaging, taken }: Making, image: CdkImage, place: PackagedPlace) {
  const { name, hash, directory, source } = image
  const given = input.images?.[name] ?? input.images?.[hash]
  const origin = given ?? `${directory}\0${JSON.stringify(source)}`
  const its = taken.get(origin) ?? (await takeImage(context, packaging, image, given))
  taken.set(origin, its)
  return image.destinations.map(({ repository, tag, region }) => {
    refuseRegion(name, region, place)
    return { name, taken: its, repository, tag }
  })
}

function refuseRegion(name: string, region: string | undefined, place: PackagedPlace): void {
  if (region === undefined || place.region === undefined || region.includes('${') || region === place.region) return
  throw unusable(
    `the asset ${name} goes to ${region}, and ${place.key} is in ${place.region}`,
    `Deploy the stacks of ${region} with a configuration of their own.`,
    { expected: place.region, observed: region },
  )
}

function refuseUnknownImages({ cdk, images = {} }: CdkInput, stacks: readonly SelectedStack[]): void {
  const known = stacks.flatMap(({ stack }) => stack.images)
  const names = [...new Set(known.map(({ name }) => name))]
  for (const name of Object.keys(images)) {
    if (known.some((image) => image.name === name || image.hash === name)) continue
    throw unusable(
      `\`images\` names ${name}, which is no container image of ${cdk}${didYouMean(name, names)}`,
      'Name images as the asset manifests of the assembly do: by `displayName`, or by their hash.',
      { expected: names.join(', ') || 'no images', observed: name },
    )
  }
}

/** A command that makes an asset runs once, in the job that has no identity. */
async function runSource(
  { execute }: PackageContext,
  asset: CdkAsset,
  { root, folder }: CloudAssembly,
): Promise<string> {
  const { source, name } = asset
  if (!('command' in source)) return source.path
  if (execute === undefined) {
    throw unusable(
      `the asset ${name} is made by a command, which runs with \`command: package\` only`,
      'Run `command: package` in a job without an identity, before precheck, and pass its outputs on by `needs`.',
      { expected: 'a job with `command: package` before this one', observed: source.command.join(' ') },
    )
  }
  const printed = (await execute(source.command, source.directory, name)).trim()
  const real = printed === '' ? undefined : await realpath(resolve(root, printed)).catch(() => undefined)
  if (real !== undefined) return real
  throw unusable(
    `the command of the asset ${name} in ${folder} printed no path of a file`,
    'Let the command print the path of the file that it made, and nothing else.',
    { expected: 'the path of a file', observed: printed.slice(0, 200) },
  )
}

function refuseOtherPlace({ folder }: CloudAssembly, { path, account, region }: CdkStack, place: PackagedPlace): void {
  const wrong =
    account !== undefined && place.account !== undefined && account !== place.account
      ? { what: 'account', observed: account, expected: place.account }
      : region !== undefined && place.region !== undefined && region !== place.region
        ? { what: 'region', observed: region, expected: place.region }
        : undefined
  if (wrong === undefined) return
  const { what, observed, expected } = wrong
  throw unusable(
    `${path} of ${folder} is for the ${what} ${observed}, and ${place.key} is in ${expected}`,
    `Give the stack the \`env\` of ${place.key}, correct environments.${place.key}, or name other stacks in \`stacks:\` of this entry.`,
    { expected, observed },
  )
}

/** A stack that pre-prod does not have would reach production without having been deployed anywhere. */
function refuseUnpaired(input: CdkInput, rehearsed: readonly SelectedStack[], target: readonly SelectedStack[]): void {
  const ids = rehearsed.map(({ id }) => id)
  const others = target.map(({ id }) => id)
  const alone = [...ids.filter((id) => !others.includes(id)), ...others.filter((id) => !ids.includes(id))]
  if (alone.length === 0) return
  throw unusable(
    `${input.cdk}: ${alone.join(', ')} ${alone.length === 1 ? 'is a stack' : 'are stacks'} of one environment only`,
    'Give the stacks of both environments the same paths, but for the name of the environment or stage: `preprod/Network` and `production/Network`.',
    { expected: `the same stacks in both environments: ${ids.join(', ')}`, observed: others.join(', ') },
  )
}
