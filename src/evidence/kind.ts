/** What a check proves. A gate requires kinds. */
export const KINDS = [
  'deployment',
  'functional',
  'security',
  'regression',
  'integration',
  'load',
  'recovery',
  'acceptance',
  'compliance',
] as const
export type Kind = (typeof KINDS)[number]
