import type * as globals from '@jest/globals'
import { CURRENT } from './runtime.ts'

/** The exports of `@jest/globals` for a test file that runtime.ts loads; each test file has its own instance. */
const current = (globalThis as unknown as Record<symbol, typeof globals>)[CURRENT] as typeof globals

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = current
