import type { Check } from './contract.ts'

/** Every check there is, by its key in the configuration. */
export const CHECKS: Readonly<Record<string, Check>> = {}
