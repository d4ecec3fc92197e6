/** Everything that people read, made from evidence alone. */
export { annotationsOf } from './annotations.ts'
export { renderLog } from './log.ts'
export { renderPage } from './page/page.ts'
export { renderSummary } from './summary/summary.ts'
