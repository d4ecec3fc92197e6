import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ActionError, messageOf } from '../errors.ts'
import { nearestFile } from './nearest-file.ts'
import { staysBelow } from './tree.ts'

/**
 * Reads a file that the configuration names. Paths are relative to the workspace and must not lead out of it, nor by links:
 * the configuration of a pull request must not read other files of the runner.
 */
export async function readWorkspaceFile(workspace: string, path: string, subject: string): Promise<Uint8Array> {
  const absolute = resolve(workspace, path)
  if (!(await staysBelow(workspace, absolute))) {
    throw new ActionError('config/missing-file', {
      message: `${path} leads out of the workspace`,
      advice: 'Use a path below the root of the workspace.',
      subject,
      observed: path,
      file: path,
    })
  }
  try {
    return await readFile(absolute)
  } catch (error) {
    const missing = (error as { readonly code?: unknown }).code === 'ENOENT'
    const near = missing ? await nearestFile(workspace, path) : undefined
    const question = near === undefined ? '' : `: did you mean ${near}?`
    throw new ActionError('config/missing-file', {
      message: missing ? `${path} does not exist${question}` : `${path} cannot be read: ${messageOf(error)}`,
      subject,
      ...(near !== undefined && { advice: `Correct the path to ${near}; it is read from the root of the workspace.` }),
      observed: path,
      file: path,
      cause: error,
    })
  }
}
