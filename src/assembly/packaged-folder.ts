import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { ConfiguredStack, PackagedFolder, PackagedStack, StackAsset } from '../config/model/packaged.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../config/model/environment-keys.ts'
import { digestOfBytes, isDigest, type Digest } from '../evidence/digest.ts'
import { makeFolder } from '../support/files/folders.ts'
import { writeAtomically } from '../support/files/atomic-files.ts'
import { kindOfPath } from '../support/files/tree.ts'
import { messageOf } from '../support/errors.ts'
import { writeFile } from 'node:fs/promises'
import { unusable } from './mistake.ts'

/** The list of what a packaged folder holds, beside the files. */
const LIST = 'packaged.json'
const VERSION = 1

/** The stacks of one entry of the configuration, by environment. */
export interface PackagedStacks {
  readonly id: string
  readonly dependsOn: readonly string[]
  readonly timeout: number
  readonly places: Readonly<Record<EnvironmentKey, PackagedStack>>
}

/** A file of the folder: its path from the root of the workspace, and what it has. */
export type PackagedFile = Pick<StackAsset, 'file' | 'digest' | 'bytes'>

const texts = z.record(z.string(), z.string())
const aDigest = z.custom<Digest>(isDigest)
const place: z.ZodType<PackagedStack> = z.strictObject({
  name: z.string(),
  template: z.string(),
  source: z.string(),
  correct: z.string().exactOptional(),
  original: z.string().exactOptional(),
  parameters: texts,
  tags: texts,
  capabilities: z.array(z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'])),
  role: z.string().exactOptional(),
  'template-bucket': z.string().exactOptional(),
  assets: z.array(
    z.strictObject({
      name: z.string(),
      file: z.string(),
      digest: aDigest,
      bytes: z.number(),
      bucket: z.string(),
      key: z.string(),
      archive: z.boolean(),
      forPlan: z.boolean(),
    }),
  ),
  images: z
    .array(
      z.strictObject({
        name: z.string(),
        digest: aDigest,
        bytes: z.number(),
        repository: z.string(),
        tag: z.string(),
        parts: z.string().exactOptional(),
        from: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  bootstrap: z.strictObject({ parameter: z.string(), version: z.number() }).exactOptional(),
  account: z.string().exactOptional(),
})
const list = z.strictObject({
  version: z.literal(VERSION),
  stacks: z.array(
    z.strictObject({
      id: z.string(),
      dependsOn: z.array(z.string()),
      timeout: z.number(),
      places: z.strictObject({ preprod: place, production: place }),
    }),
  ),
})

/** Whether the folder has been packaged, here or in an earlier job. */
export async function isPackaged(workspace: string, { path }: PackagedFolder): Promise<boolean> {
  return (await kindOfPath(join(workspace, path, LIST))) === 'file'
}

/** The stacks of a packaged folder, as a configuration could declare them. Rejects with `config/assembly`. */
export async function readPackaged(workspace: string, { path }: PackagedFolder): Promise<ConfiguredStack[]> {
  let read: z.output<typeof list>
  try {
    read = list.parse(JSON.parse(await readFile(join(workspace, path, LIST), 'utf8')))
  } catch (error) {
    throw unusable(
      `${path}/${LIST} cannot be read: ${messageOf(error).split('\n')[0]}`,
      `Remove ${path}, and let \`command: package\` or \`precheck\` write it again; all jobs use the same version of this action.`,
      { cause: error },
    )
  }
  for (const { places } of read.stacks) {
    for (const key of ENVIRONMENT_KEYS) {
      const { template, original, assets, images = [] } = places[key]
      const folders = images.flatMap(({ parts }) => parts ?? [])
      const outside = [template, original ?? template, ...assets.map(({ file }) => file), ...folders].find(
        (file) => !file.startsWith(`${path}/`) || file.split('/').includes('..'),
      )
      if (outside !== undefined)
        throw unusable(`${path}/${LIST} names ${outside}, which is outside of it`, `Remove ${path}.`)
    }
  }
  return read.stacks.map(({ id, dependsOn, timeout, places }) => ({
    id,
    name: places.preprod.name,
    template: places.preprod.template,
    capabilities: [],
    tags: {},
    'depends-on': [...dependsOn],
    timeout,
    packaged: places,
  }))
}

/** Writes the files of one entry, each asset once, by its digest. */
export class Packaging {
  /** Absolute path of the folder that is written. */
  readonly folder: string
  /** What it becomes, from the root of the workspace. */
  readonly path: string
  readonly #written = new Set<string>()

  constructor(folder: string, { path }: PackagedFolder) {
    this.folder = folder
    this.path = path
    makeFolder(folder)
  }

  /** Absolute path of a folder for unfinished files, on the same disk. */
  get scratch(): string {
    return `${this.folder}.scratch`
  }

  /** @returns path from the root of the workspace */
  async file(name: string, bytes: string | Uint8Array): Promise<string> {
    const target = join(this.folder, name)
    makeFolder(join(target, '..'))
    if (!this.#written.has(name)) await writeAtomically(target, (part) => writeFile(part, bytes))
    this.#written.add(name)
    return `${this.path}/${name}`
  }

  async asset(bytes: Uint8Array, ending: string): Promise<PackagedFile> {
    const digest = digestOfBytes(bytes)
    const file = await this.file(`assets/${digest.replace('sha256:', '')}${ending}`, bytes)
    return { digest, file, bytes: bytes.length }
  }

  async finish(stacks: readonly PackagedStacks[]): Promise<void> {
    await this.file(LIST, `${JSON.stringify({ version: VERSION, stacks }, undefined, 1)}\n`)
  }
}
