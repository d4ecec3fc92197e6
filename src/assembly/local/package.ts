import { open, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, relative, resolve } from 'node:path'
import { parseTemplate, type Template } from '../../cloudformation/template/template.ts'
import type { EnvironmentKey } from '../../config/model/environment-keys.ts'
import type { PackagedStack, StackAsset } from '../../config/model/packaged.ts'
import { fillWords } from '../../config/model/references.ts'
import type { StackInput } from '../../config/model/sections/release.ts'
import { inlineParameters, parseParameters } from '../../cloudformation/template/parameters.ts'
import { decodeText } from '../../support/text/decode.ts'
import { isInside } from '../../support/files/folders.ts'
import { bytesOf, zipOf, type Contained } from '../archive.ts'
import type { PackageContext, PackagedPlace } from '../contract.ts'
import { unusable } from '../mistake.ts'
import type { PackagedFile, PackagedStacks, Packaging } from '../packaged-folder.ts'
import { localImage, localReferences, replaced, type LocalReference } from './references.ts'

/** Prefix of the keys of assets; the name is the digest of the bytes. */
const PREFIX = 'test-deployments/assets/'
const MOST_NESTED = 8

/** What a template becomes for one environment. */
export interface PackagedTemplate {
  readonly template: string
  readonly original: string
  readonly assets: readonly StackAsset[]
}

export interface TemplateOptions {
  readonly context: PackageContext
  readonly packaging: Packaging
  /** Files by their source: each is packed once for both environments. */
  readonly made: Map<string, PackagedFile>
  /** Absolute, with links followed: no file of the template is outside of it. */
  readonly root: string
}

/** Packages a template of the workspace with the local files that it names. Rejects with `config/assembly`. */
export async function packageTemplate(
  input: StackInput & { readonly 'asset-bucket': string },
  context: PackageContext,
  packaging: Packaging,
): Promise<PackagedStacks[]> {
  const id = input.id ?? 'stack'
  const options = { context, packaging, made: new Map(), root: await realpath(context.workspace) }
  const placeOf = async (key: EnvironmentKey): Promise<PackagedStack> => {
    const place = context.places[key]
    const filled = fillWords(input, place.words, `stack/${id}`)
    const bucket = filled['asset-bucket']
    const made = await packageFor(options, { id, place, bucket, file: filled.template })
    const { role, tags, capabilities, 'template-bucket': templates = bucket } = filled
    return {
      // The name keeps its placeholder: copies of pre-prod have their own.
      name: input.name,
      source: filled.template,
      ...made,
      parameters: await parametersOf(filled, context),
      tags,
      capabilities,
      ...(role !== undefined && { role }),
      'template-bucket': templates,
    }
  }
  const places = { preprod: await placeOf('preprod'), production: await placeOf('production') }
  return [{ id, dependsOn: input['depends-on'], timeout: input.timeout, places }]
}

async function parametersOf(
  { parameters = {} }: StackInput,
  { workspace }: PackageContext,
): Promise<Record<string, string>> {
  const given =
    typeof parameters === 'string'
      ? parseParameters(decodeText(await readFile(resolve(workspace, parameters))), parameters)
      : inlineParameters(parameters)
  return Object.fromEntries(
    Object.entries(given.values).flatMap(([name, each]) => ('value' in each ? [[name, each.value]] : [])),
  )
}

/** Packages one template for one environment. */
export async function packageFor(
  options: TemplateOptions,
  { id, place, bucket, file }: { id: string; place: PackagedPlace; bucket: string; file: string },
): Promise<PackagedTemplate> {
  const { context, packaging } = options
  const path = await insideOf(options, context.workspace, file, 'the template')
  const text = decodeText(await readFile(path))
  const assets: StackAsset[] = []
  const template = await packagedText(options, { place, bucket, text, path, label: file, assets, depth: 0 })
  return {
    template: await packaging.file(`${place.key}/${id}.template.json`, template),
    original: await packaging.file(`${place.key}/${id}.original${extname(file)}`, text),
    assets,
  }
}

interface Packing {
  readonly place: PackagedPlace
  readonly bucket: string
  readonly text: string
  readonly path: string
  /** The template as messages name it. */
  readonly label: string
  readonly assets: StackAsset[]
  readonly depth: number
}

async function packagedText(options: TemplateOptions, packing: Packing): Promise<string> {
  const { text, label } = packing
  const template = parseTemplate(text, label)
  const image = localImage(template)
  if (image) {
    throw unusable(
      `${label}: ${image.id} is the image ${image.image}, which only the host that built it has`,
      'Push the image once in an earlier job, and write it by its digest: `REGISTRY/REPOSITORY@sha256:…`.',
      { file: label, observed: image.image, expected: 'an image of a registry' },
    )
  }
  const values = []
  for (const reference of localReferences(template))
    values.push({ path: reference.path, value: await uploaded(options, packing, template, reference) })
  return `${JSON.stringify(replaced(template.body, values), undefined, 1)}\n`
}

/** The value that names the object which a local file becomes. */
async function uploaded(
  options: TemplateOptions,
  packing: Packing,
  template: Template,
  reference: LocalReference,
): Promise<unknown> {
  const { place, bucket, label, assets } = packing
  const { where, value, form, content } = reference
  const { line } = template.source(reference.path)
  const what = `${label}${line === undefined ? '' : `:${line}`}: ${where}`
  const path = await insideOf(options, dirname(packing.path), value, what)
  const file = await packagedFile(options, packing, reference, path, what)
  const key = `${PREFIX}${basename(file.file)}`
  const forPlan = content === 'template' || where === 'AWS::Include'
  if (!assets.some((each) => each.bucket === bucket && each.key === key))
    assets.push({ name: `${where} (${value})`, ...file, bucket, key, archive: file.file.endsWith('.zip'), forPlan })
  switch (form) {
    case 's3':
      return `s3://${bucket}/${key}`
    case 'S3Bucket/S3Key':
      return { S3Bucket: bucket, S3Key: key }
    case 'Bucket/Key':
      return { Bucket: bucket, Key: key }
    case 'https':
      return urlOf(place.region, bucket, key)
  }
}

/** Without a region: the address that S3 leads to the region of the bucket. */
function urlOf(region: string | undefined, bucket: string, key: string): string {
  const host = region === undefined ? 's3' : `s3.${region}`
  return `https://${bucket}.${host}.amazonaws.com${region?.startsWith('cn-') ? '.cn' : ''}/${key}`
}

async function packagedFile(
  options: TemplateOptions,
  packing: Packing,
  { content }: LocalReference,
  path: string,
  what: string,
): Promise<PackagedFile> {
  const { packaging, made, root, context } = options
  const about: Contained = { name: what, root, ...(context.signal && { signal: context.signal }) }
  if (content === 'template') {
    if (packing.depth >= MOST_NESTED)
      throw unusable(`${what} is nested more than ${MOST_NESTED} times`, 'Remove a level.')
    const label = relative(root, path)
    const nested = { ...packing, path, label, text: decodeText(await readFile(path)), depth: packing.depth + 1 }
    return packaging.asset(Buffer.from(await packagedText(options, nested)), '.template')
  }
  const key = `${content} ${path}`
  const known = made.get(key)
  if (known) return known
  const isFolder = (await stat(path)).isDirectory()
  if (isFolder && content === 'file')
    throw unusable(`${what} is a folder`, 'Name a file.', { expected: 'a file', observed: 'a folder' })
  const zips = content === 'zip' && (isFolder || !(await isZip(path)))
  const bytes = zips ? await zipOf(path, about) : await bytesOf(path, about)
  const file = await packaging.asset(bytes, content === 'zip' ? '.zip' : extname(path))
  made.set(key, file)
  return file
}

/** By its first bytes, as `aws cloudformation package` decides. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1') === 'PK\u0003\u0004'
  } finally {
    await file.close()
  }
}

async function insideOf(
  { root, context }: TemplateOptions,
  directory: string,
  value: string,
  what: string,
): Promise<string> {
  const absolute = resolve(directory, value)
  const real = await realpath(absolute).catch(() => undefined)
  if (real !== undefined && isInside(root, real)) return real
  const isAbsent = real === undefined && isInside(root, absolute)
  throw unusable(
    isAbsent
      ? `${what} is ${value}, which does not exist`
      : `${what} is ${value}, which is outside of ${relative(context.workspace, root) || 'the workspace'}`,
    isAbsent
      ? 'Build it in this job before the step, or correct the path: it is relative to the template.'
      : 'Name a file of the same build.',
    { expected: 'a file or folder of the build', observed: value },
  )
}
