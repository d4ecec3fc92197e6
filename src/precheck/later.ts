/**
 * What precheck needs when its first requests are on their way: a command loads this meanwhile, so that it asks AWS sooner.
 * The rules are needed when all answers are there, and are loaded then (`judge-surveys.ts`).
 */
export { storeRelease } from '../handover/store-release.ts'
export { lastReleaseOf } from './last-release.ts'
export { namedImages } from './state/image-values.ts'
export { recordSurveyed } from './state/record-state.ts'
export { writeSuggestions } from './suggestions/write.ts'
export { surveyEnvironment, tellReads } from './survey/index.ts'
