import { enableCompileCache } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { useTemporaryFolderInMemory } from './scripts/jest/temporary-folder.ts'

// The tests start many Node processes with the same code: workers, and what the tests start.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'test-deployments-compile-cache')
enableCompileCache()
useTemporaryFolderInMemory()

/**
 * ES modules are tested as they run: Node's own loader strips the types and links them (scripts/jest/runtime.ts).
 *
 * Tiers, each a project (`--selectProjects unit`): by folder, and by suffix where a folder holds both kinds.
 */
const DIST = ['**/__tests__/dist/**/*.test.ts']
const PROCESS = [
  '**/__tests__/commands/**/*.test.ts',
  '**/__tests__/sandbox/**/*.test.ts',
  '**/__tests__/**/*.process.test.ts',
]
const BROWSER = ['**/__tests__/browser/**/*.test.ts']
const not = (patterns) => patterns.map((pattern) => `!${pattern}`)

const common = {
  testEnvironment: '<rootDir>/scripts/jest/environment.ts',
  runtime: '<rootDir>/scripts/jest/runtime.ts',
  roots: ['<rootDir>/__tests__'],
  transform: {},
}

export default {
  projects: [
    { ...common, displayName: 'dist', testMatch: DIST },
    { ...common, displayName: 'browser', testMatch: BROWSER },
    { ...common, displayName: 'process', testMatch: [...PROCESS, ...not(DIST)] },
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/__tests__/**/*.test.ts', ...not(PROCESS), ...not(DIST), ...not(BROWSER)],
      setupFilesAfterEnv: ['<rootDir>/__tests__/no-processes.ts'],
    },
  ],
  testSequencer: '<rootDir>/scripts/jest/order.ts',
  // No measure of speed: only a test that hangs takes this long, however busy the machine is.
  testTimeout: 120_000,
  // More than there are processors: a worker often waits for processes, servers and paced time.
  maxWorkers: availableParallelism() + 2,
  // A worker has no handles left after its last file, but on a busy machine its exit can take more than the usual 500 ms.
  workerGracefulExitTimeout: 60_000,
}
