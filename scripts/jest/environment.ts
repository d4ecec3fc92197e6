import { relative } from 'node:path'
import { ModernFakeTimers } from '@jest/fake-timers'
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment'
import { ModuleMocker } from 'jest-mock'
import { processorTime } from './processor-time.ts'

/** The list of jest-circus to which each test file adds its handlers. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS')

/**
 * Runs test files in the realm of the worker (Jest's option `testEnvironment`), see runtime.ts. After a test file the
 * environment variables, the working directory, the mocks and the globals that tests replace are as they were before.
 */
export default class WorkerRealm {
  readonly global = globalThis
  readonly moduleMocker = new ModuleMocker(globalThis)
  readonly fakeTimers = null
  readonly fakeTimersModern: ModernFakeTimers
  readonly #variables = { ...process.env }
  readonly #folder = process.cwd()
  readonly #globals = Object.getOwnPropertyDescriptors(globalThis)
  readonly #process = Object.getOwnPropertyDescriptors(process)

  readonly #writeProcessorTime: () => void

  constructor({ projectConfig }: JestEnvironmentConfig, { testPath }: EnvironmentContext) {
    this.#writeProcessorTime = processorTime(relative(projectConfig.rootDir, testPath))
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis })
    Reflect.deleteProperty(globalThis, EVENT_HANDLERS)
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.fakeTimersModern.dispose()
    this.moduleMocker.restoreAllMocks()
    for (const name of ['console', 'Date', 'fetch'] as const) {
      Object.defineProperty(globalThis, name, this.#globals[name])
    }
    // Jest wraps `exit` for each test file.
    for (const name of ['env', 'exit'] as const) {
      const descriptor = this.#process[name]
      if (descriptor) Object.defineProperty(process, name, descriptor)
    }
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name]
    Object.assign(process.env, this.#variables)
    process.chdir(this.#folder)
    this.#writeProcessorTime()
  }

  exportConditions(): string[] {
    return ['node', 'node-addons']
  }

  getVmContext(): null {
    return null
  }
}
