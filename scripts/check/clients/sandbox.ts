import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'
import type { Exchange } from '../../../sandbox/aws/wire/record.ts'

/** The sandbox as `npm run sandbox` starts it. */
export interface RunningSandbox {
  readonly url: string
  readonly traffic: string
  /** A place in the traffic, for `since`. */
  mark(): number
  /** Exchanges with AWS after that place. */
  since(mark: number): Exchange[]
  stop(): Promise<void>
}

const MAIN = join(import.meta.dirname, '../../../sandbox/main.ts')

export async function startSandboxProcess(
  folder: string,
  scenario: object,
  variables: Readonly<Record<string, string>>,
): Promise<RunningSandbox> {
  const traffic = join(folder, 'traffic.jsonl')
  const file = join(folder, 'scenario.yml')
  writeFileSync(file, stringify(scenario))
  const child = spawn(process.execPath, [MAIN, '--scenario', file, '--traffic', traffic], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const line = await new Promise<string | undefined>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('close', () => resolve(undefined))
  })
  if (line === undefined) throw new Error('the sandbox did not start')
  const { aws } = JSON.parse(line) as { aws: string }
  const lines = (): string[] =>
    existsSync(traffic)
      ? readFileSync(traffic, 'utf8')
          .split('\n')
          .filter((each) => each !== '')
      : []
  return {
    url: aws,
    traffic,
    mark: () => lines().length,
    since: (mark) =>
      lines()
        .slice(mark)
        .map((each) => JSON.parse(each) as Exchange)
        .filter(({ operation }) => operation !== undefined),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
