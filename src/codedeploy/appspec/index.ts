export { collectRevisionFacts } from './facts.ts'
export { lintRevision } from './lint/index.ts'
export { parseAppSpec } from './parse.ts'
export * from './types.ts'
