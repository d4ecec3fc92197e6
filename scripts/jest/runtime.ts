import { createRequire, flushCompileCache, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { JestEnvironment } from '@jest/environment'

/**
 * Runs test files with Node's own module loader (Jest's option `runtime`). Jest's own runtime evaluates every module
 * again for each test file, in a context of its own: the SDK, zod and the sandbox cost more than the tests. Here a
 * worker evaluates a module of the product, of the sandbox or of a package once; a test file has its own instances of
 * the modules below `__tests__`. Modules cannot be mocked.
 */

const require = createRequire(import.meta.url)
const GLOBALS = new URL('globals.ts', import.meta.url).href
const TESTS = new URL('../../__tests__/', import.meta.url).href
/** The property of `globalThis` with what `@jest/globals` exports to the current test file. */
export const CURRENT = Symbol.for('test-deployments.jest-globals')

/** How often each test file was run in this process: more than once only in watch mode. */
const runs = new Map<string, number>()
/** The query of the modules that belong to the current test file. */
let query = ''

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') {
      return { url: `${GLOBALS}${query}`, format: 'module-typescript', shortCircuit: true }
    }
    const resolved = next(specifier, context)
    return resolved.url.startsWith(TESTS) && context.parentURL?.startsWith(TESTS)
      ? { ...resolved, url: `${resolved.url}${query}` }
      : resolved
  },
})

export default class NativeRuntime {
  readonly #environment: JestEnvironment
  readonly #testPath: string
  readonly #run: number

  constructor(...args: readonly [config: unknown, environment: JestEnvironment, ...rest: readonly unknown[]]) {
    this.#environment = args[1]
    this.#testPath = String(args[6])
    this.#run = (runs.get(this.#testPath) ?? 0) + 1
    runs.set(this.#testPath, this.#run)
    const name = pathToFileURL(this.#testPath).href.slice(TESTS.length)
    query = `?in=${name}${this.#run > 1 ? `&run=${this.#run}` : ''}`
  }

  unstable_shouldLoadAsEsm(): boolean {
    return true
  }

  async unstable_importModule(path: string): Promise<unknown> {
    const isShared = path !== this.#testPath || this.#run > 1
    return import(`${pathToFileURL(path).href}${isShared ? query : ''}`)
  }

  requireModule(path: string): unknown {
    return require(path)
  }

  /** jest-circus keeps the tests of a file in module state. */
  requireInternalModule(path: string): unknown {
    delete require.cache[path]
    return require(path)
  }

  setGlobalsForRuntime(globals: Readonly<Record<string, unknown>>): void {
    const { moduleMocker: mocks, fakeTimersModern: timers } = this.#environment
    const jest = {
      fn: mocks?.fn.bind(mocks),
      spyOn: mocks?.spyOn.bind(mocks),
      restoreAllMocks: () => mocks?.restoreAllMocks(),
      useFakeTimers: (options?: object) => timers?.useFakeTimers(options),
      useRealTimers: () => timers?.useRealTimers(),
      setSystemTime: (now?: number | Date) => timers?.setSystemTime(now),
      advanceTimersByTimeAsync: (ms: number) => timers?.advanceTimersByTimeAsync(ms),
    }
    Object.assign(globalThis, { [CURRENT]: { ...globals, jest } })
  }

  enterTestCode(): void {}

  leaveTestCode(): void {}

  /** Node removes types without moving code. */
  getSourceMaps(): Map<string, string> {
    return new Map()
  }

  getAllCoverageInfoCopy(): undefined {
    return undefined
  }

  teardown(): void {
    // Jest may kill a worker, which then writes no cache at its end.
    flushCompileCache()
  }
}
