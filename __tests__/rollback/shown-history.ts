import type { History, Target } from '../../src/rollback/history.ts'

/** A history in a line: where the rollback starts and leads to. `nameOf`: how the previous version is named. */
export function shownHistory(history: History, nameOf: (previous: Target) => string): string {
  switch (history.kind) {
    case 'back':
      return `${history.from.state.id} of run ${history.from.run} to ${nameOf(history.to)}`
    case 'there':
      return `there with ${nameOf(history.at)}, from ${history.from.state.id}`
    case 'running':
      return `${history.state.id} runs${history.isRelease ? ', release' : ''}`
    case 'foreign':
      return `foreign ${history.state.id}`
    case 'none':
      return history.why
  }
}
