import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Evidence } from '../../../src/evidence/document.ts'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job, type StepResult } from '../../../rehearsal/runner/step.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { readEvidence } from './evidence.ts'
import { runSourceStep } from './source-step.ts'

export const PROJECT = resolve(import.meta.dirname, '../../..')

/** A job's folders with the shop checked out, and a server at the address of AWS that counts its requests. */
export interface Bench {
  readonly workspace: string
  readonly asked: readonly string[]
  readonly aws: string
  step(inputs: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<Ended>
  close(): Promise<void>
}

export interface Ended extends StepResult {
  /** The log as the runner shows it. */
  readonly lines: readonly string[]
  readonly evidence: Evidence | undefined
}

/** `from`: runs the steps from the bundle in a process of its own, or from the source in this process. */
export async function openBench(from: 'bundle' | 'source' = 'bundle'): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'))
  const workspace = join(folder, 'work')
  const temp = join(folder, 'temp')
  mkdirSync(temp)
  cpSync(join(PROJECT, 'examples/shop'), workspace, { recursive: true })
  cpSync(join(workspace, 'app'), join(workspace, 'build'), { recursive: true })
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(500).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const aws = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    workspace,
    asked: requests,
    aws,
    async step(inputs, env = {}) {
      const lines: string[] = []
      const job: Job = {
        workspace,
        temp,
        token: 'ghs_of_the_job',
        masks: new Masks(),
        env: {
          ...ORDINARY,
          GITHUB_API_URL: aws,
          AWS_ENDPOINT_URL: aws,
          GITHUB_WORKSPACE: workspace,
          RUNNER_TEMP: temp,
          ...env,
        },
      }
      const options = { show: (line: string) => lines.push(line), cancelled: new AbortController().signal }
      const result =
        from === 'bundle'
          ? await runStep(readAction(PROJECT), inputs, job, options)
          : await runSourceStep(inputs, job, wallClock, options)
      const path = result.outputs.get('evidence')
      const evidence = path === undefined ? undefined : readEvidence(readFileSync(path, 'utf8'), from)
      return { ...result, lines, evidence }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ORDINARY: Readonly<Record<string, string>> = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_RUN_ID: '16000001013',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'precheck',
  GITHUB_ACTOR: 'ada',
  GITHUB_EVENT_NAME: 'push',
  // As on a hosted runner: the machine has no credentials of its own.
  AWS_EC2_METADATA_DISABLED: 'true',
}
