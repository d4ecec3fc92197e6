/**
 * The ways in which a question can end. Only `pass` is proof. `noted` is a remark: a defect that does not stop the
 * release, or something that is missing or not known; it neither proves nor blocks. `skipped`: the question was not asked.
 */
export type Outcome = 'pass' | 'noted' | 'skipped' | 'inconclusive' | 'fail' | 'error'

/** How a step ends. Remarks are no answer: a step with nothing else is inconclusive. */
export type Verdict = Exclude<Outcome, 'noted'>
