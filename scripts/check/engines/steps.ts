import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type StepResult } from '../../../rehearsal/runner/step.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

const PROJECT = resolve(import.meta.dirname, '../../..')
export const REGION = 'eu-west-1'
export const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' } as const

/** A checkout in which the bundle's steps run against one AWS. */
export interface Checkout {
  /** An empty folder. */
  readonly folder: string
  readonly files: Readonly<Record<string, string>>
  readonly awsUrl: string
  readonly githubUrl: string
  readonly variables?: Readonly<Record<string, string>>
}

export interface Ended extends StepResult {
  readonly log: string
  /** Absent where the step wrote none that can be read. */
  readonly evidence: Evidence | undefined
}

/** Writes the files of the checkout. */
export function layOut({ folder, files }: Checkout): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** Runs a step of dist/ as the runner starts it; it is cancelled as a job is that takes too long. */
export async function runAction(
  { folder, awsUrl, githubUrl, variables = {} }: Checkout,
  inputs: Readonly<Record<string, string>>,
  limit: number,
  cancelled: AbortSignal,
): Promise<Ended> {
  const lines: string[] = []
  const temp = join(folder, 'temp')
  const result = await runStep(
    readAction(PROJECT),
    inputs,
    {
      workspace: folder,
      temp,
      token: 'ghs_of_the_job',
      masks: new Masks(),
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_SHA: '0'.repeat(40),
        GITHUB_RUN_ID: '7',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_JOB: inputs['command'] ?? '',
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: temp,
        GITHUB_API_URL: githubUrl,
        AWS_ENDPOINT_URL: awsUrl,
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...variables,
      },
    },
    { show: (line) => lines.push(line), cancelled: AbortSignal.any([cancelled, AbortSignal.timeout(limit)]) },
  )
  return { ...result, log: lines.join('\n'), evidence: evidenceOf(result) }
}

/** The `needs` of a job after precheck. */
export function needsOf({ outputs, status }: StepResult): string {
  return JSON.stringify({
    precheck: { result: status === 0 ? 'success' : 'failure', outputs: Object.fromEntries(outputs) },
  })
}

function evidenceOf({ outputs }: StepResult): Evidence | undefined {
  try {
    return JSON.parse(readFileSync(outputs.get('evidence') ?? '', 'utf8')) as Evidence
  } catch {
    return undefined
  }
}
