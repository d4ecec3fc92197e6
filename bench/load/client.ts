import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { check } from '../../src/checks/load.ts'
import type { LoadFacts } from '../../src/checks/engine/load/load-parts.ts'
import type { CheckContext } from '../../src/checks/contract.ts'
import { compare } from '../../src/checks/engine/load/options.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'

/** The check `load` as the benches call it. */

export type LoadOptions = Parameters<typeof check.judge>[0]

export function loadOptions(load: object, comparison?: unknown): LoadOptions {
  return {
    load: check.shape.load.parse(load),
    pass: check.shape.pass.parse({ errors: '1%' }),
    compare: compare().parse(comparison),
  }
}

const signal = new AbortController().signal
const context = {
  ports: { secrets: new Secrets({}), log: { info: () => undefined }, place: { env: {} } },
  signal,
  name: 'bench',
  environment: 'preprod',
  hosts: 'unreachable',
  variables: {},
} as unknown as CheckContext

export async function measureLoad(options: LoadOptions): Promise<LoadFacts> {
  return await check.observe(options, context)
}

export interface Service {
  readonly url: string
  slow(factor: number): Promise<void>
  end(): void
}

/** Starts the service in a process of its own. */
export async function startService(): Promise<Service> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'service.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${port.toString().trim()}`
  return {
    url,
    slow: async (factor) => void (await fetch(url, { method: 'PUT', body: String(factor) })),
    end: () => void child.kill(),
  }
}
