import { realpath } from 'node:fs/promises'
import { dirname, join, normalize, resolve } from 'node:path'
import type { EnvironmentKey } from '../../config/model/environment-keys.ts'
import type { PackagedStack } from '../../config/model/packaged.ts'
import { fillWords } from '../../config/model/references.ts'
import type { SamInput } from '../../config/model/sections/packaged.ts'
import { isInside } from '../../support/files/folders.ts'
import { kindOfPath } from '../../support/files/tree.ts'
import type { PackageContext } from '../contract.ts'
import { packageFor } from '../local/package.ts'
import { unusable } from '../mistake.ts'
import type { PackagedStacks, Packaging } from '../packaged-folder.ts'
import { readSamConfig, samDefaults, type SamDefaults } from './config-file.ts'

const NONE: SamDefaults = { parameters: {}, tags: {}, capabilities: [] }
const KNOWN = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'] as const
type Capability = (typeof KNOWN)[number]

/** Packages what `sam build` wrote, with the defaults of samconfig.toml. Rejects with `config/assembly`. */
export async function packageSam(
  input: SamInput,
  context: PackageContext,
  packaging: Packaging,
): Promise<PackagedStacks[]> {
  const { workspace } = context
  const id = input.id ?? 'stack'
  const file = await builtTemplate(workspace, input.sam)
  const root = await realpath(resolve(workspace, input.sam))
  if (!isInside(await realpath(workspace), root))
    throw unusable(`${input.sam} leads out of the workspace`, 'Let `sam build` write below the workspace.')
  const config = await readSamConfig(workspace, projectOf(input.sam))
  const options = { context, packaging, made: new Map(), root }
  const placeOf = async (key: EnvironmentKey): Promise<PackagedStack> => {
    const place = context.places[key]
    const defaults = config ? samDefaults(config.content, [place.name, 'default'], config.file) : NONE
    const name = input.name ?? defaults.name
    if (name === undefined) throw missing(input, 'a name of its stack', 'name', 'stack_name', config?.file)
    const bucket = fillWords(input['asset-bucket'], place.words, `stack/${id}`) ?? defaults.bucket
    if (bucket === undefined) throw missing(input, 'a bucket for its code', 'asset-bucket', 's3_bucket', config?.file)
    const role = input.role ?? defaults.role
    return {
      name,
      source: file,
      correct: 'the template that `sam build` reads',
      ...(await packageFor(options, { id, place, bucket, file })),
      parameters: { ...defaults.parameters, ...textsOf(input.parameters) },
      tags: { ...defaults.tags, ...input.tags },
      capabilities: input.capabilities ?? defaults.capabilities.filter(isCapability),
      ...(role !== undefined && { role }),
      'template-bucket': input['template-bucket'] ?? bucket,
    }
  }
  const places = { preprod: await placeOf('preprod'), production: await placeOf('production') }
  return [{ id, dependsOn: input['depends-on'], timeout: input.timeout, places }]
}

async function builtTemplate(workspace: string, folder: string): Promise<string> {
  for (const name of ['template.yaml', 'template.yml', 'template.json']) {
    if ((await kindOfPath(join(workspace, folder, name))) === 'file') return join(folder, name)
  }
  throw unusable(
    `${folder} is not an output of \`sam build\`: it has no template.yaml`,
    'Run `sam build` in this job, before the step that runs `command: package` or `precheck`.',
    { expected: `${folder}/template.yaml`, observed: 'nothing' },
  )
}

/** The folder of samconfig.toml: that in which `sam build` runs. */
function projectOf(folder: string): string {
  const clean = normalize(folder).replace(/\/$/, '')
  return clean.endsWith('.aws-sam/build') ? dirname(dirname(clean)) : '.'
}

function missing({ sam }: SamInput, what: string, key: string, samKey: string, file: string | undefined) {
  return unusable(
    `${sam} has no ${what.replace(/^a /, '')}: neither \`${key}\` nor \`${samKey}\` is set`,
    `Set \`${key}\` of this entry of \`stacks\`, or \`${samKey}\` in ${file ?? 'samconfig.toml'}. \`resolve_s3\` is not followed: it makes a bucket.`,
    { expected: what, observed: 'nothing' },
  )
}

function isCapability(text: string): text is Capability {
  return (KNOWN as readonly string[]).includes(text)
}

function textsOf(values: SamInput['parameters']): Record<string, string> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))
}
