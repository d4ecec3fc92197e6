import type { CodeTable } from './entry.ts'

/** Phases of checks that run in a deployment. */
export const PHASE_CODES = {
  'phase/not-runnable': {
    title: 'No deployment runs the checks of a phase',
    meaning:
      'A check names a phase that nothing in this configuration has, so it would never run, and the gate would stay closed.',
    outcomes: ['fail'],
    next: 'Give the check another phase, or configure a deployment that has this one.',
  },
  'phase/runnable': {
    title: 'Every check can run in its phase',
    meaning: 'For each phase that checks name, the configuration has a step or a deployment that runs it.',
    outcomes: ['pass'],
  },
} as const satisfies CodeTable
