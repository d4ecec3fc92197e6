import * as z from 'zod'
import { ServiceError } from '../../../contract.ts'

/** The script of a command document with the parameters of a call. */
export interface Job {
  readonly script: string
  /** A folder of the host; its root when it is empty. */
  readonly workingDirectory: string
  readonly timeoutMs: number
}

export interface CommandDocument {
  readonly name: string
  readonly version: string
  /** The name of its only step, which answers list as the plugin. */
  readonly step: string
  job(parameters: Readonly<Record<string, readonly string[]>>): Job
}

const DEFAULT_TIMEOUT_S = 3_600
const MOST_TIMEOUT_S = 172_800

const runShellScript = z.strictObject({
  commands: z.array(z.string()).min(1),
  workingDirectory: z.array(z.string()).max(1).default(['']),
  executionTimeout: z
    .array(z.string().regex(/^\d{1,6}$/))
    .max(1)
    .default([String(DEFAULT_TIMEOUT_S)]),
})

/** The public documents that the sandbox knows. */
const DOCUMENTS: readonly CommandDocument[] = [
  {
    name: 'AWS-RunShellScript',
    version: '1',
    step: 'aws:runShellScript',
    job(parameters) {
      const given = runShellScript.safeParse(parameters)
      const seconds = given.success ? Number(given.data.executionTimeout[0]) : Number.NaN
      if (!given.success || !(seconds >= 1 && seconds <= MOST_TIMEOUT_S)) {
        throw new ServiceError('InvalidParameters', 'Invalid parameters for document AWS-RunShellScript')
      }
      const { commands, workingDirectory } = given.data
      return {
        script: commands.join('\n'),
        workingDirectory: workingDirectory[0] ?? '',
        timeoutMs: seconds * 1_000,
      }
    },
  },
]

/** A document by name or ARN. */
export function documentOf(given: string): CommandDocument {
  const name = given.split('document/').at(-1)
  const found = DOCUMENTS.find((each) => each.name === name)
  if (found === undefined) throw new ServiceError('InvalidDocument', `Document with name ${given} does not exist.`)
  return found
}
