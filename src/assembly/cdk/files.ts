import { readFile, realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type * as z from 'zod'
import { messageOf } from '../../support/errors.ts'
import { isInside } from '../../support/files/folders.ts'
import { unusable } from '../mistake.ts'

/** A folder of a cloud assembly: as the configuration writes it, and absolute with links followed. */
export interface AssemblyRoot {
  readonly folder: string
  readonly root: string
}

const MOST_BYTES = 64 * 1024 * 1024

/** An absolute path that a file of the assembly names, links followed. Rejects where it is absent or outside. */
export async function insideOf({ folder, root }: AssemblyRoot, directory: string, path: string): Promise<string> {
  const absolute = resolve(directory, path)
  const real = await realpath(absolute).catch(() => undefined)
  if (real === undefined && isInside(root, absolute)) {
    throw unusable(
      `${basename(path)} is not in ${folder}`,
      `Run \`cdk synth\` in this job, or hand all of ${folder} on from the job that ran it.`,
      { expected: path, observed: 'nothing' },
    )
  }
  if (real === undefined || !isInside(root, real)) {
    throw unusable(
      `${folder} names ${path}, which is outside of it`,
      'Run `cdk synth` with its default staging, which copies assets into the output: without `--no-staging`.',
      { expected: `a path below ${folder}`, observed: path },
    )
  }
  return real
}

export async function readJson<T>(at: AssemblyRoot, file: string, shape: z.ZodType<T>): Promise<T> {
  const label = labelOf(at, file)
  let value: unknown
  try {
    const bytes = await readFile(file)
    if (bytes.length > MOST_BYTES) throw new Error(`it has ${bytes.length} bytes`)
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw unreadable(label, messageOf(error), error)
  }
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw unreadable(label, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not readable'}`)
}

export function unreadable(file: string, why: string, cause?: unknown) {
  return unusable(`${file} cannot be read: ${why}`, 'Run `cdk synth` again; its output is not meant to be edited.', {
    file,
    observed: why,
    cause,
  })
}

/** `cdk.out/assembly-preprod/manifest.json`, as messages show it. */
export function labelOf({ folder, root }: AssemblyRoot, file: string): string {
  return join(folder, file.slice(root.length))
}
