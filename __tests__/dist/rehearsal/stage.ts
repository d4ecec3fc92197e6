import { join, resolve } from 'node:path'
import type { Break } from '../../../rehearsal/breaks/contract.ts'
import { BREAKS } from '../../../rehearsal/breaks/index.ts'
import type { World } from '../../../rehearsal/contract.ts'
import { keepNothing } from '../../../rehearsal/output/keep.ts'
import type { Stage } from '../../../rehearsal/play.ts'
import { runStep } from '../../../rehearsal/runner/step.ts'
import { createTerminal } from '../../../rehearsal/output/terminal.ts'
import type { PacedClock } from '../../../sandbox/clock.ts'
import { simulated } from '../support/precheck-world.ts'
import { runSourceStep } from '../support/source-step.ts'

/** Shared by the scripts of this folder, which run several rehearsals in one process. */

export const PROJECT = resolve(import.meta.dirname, '../../..')
export const EXAMPLE = join(PROJECT, 'examples/shop')
export const notAborted = new AbortController().signal
export const terminal = createTerminal(process.stdout, process.env)

/** Begins the line with the result of a rehearsal, as JSON. */
const RESULT = 'RESULT '

export function printResult(result: object): void {
  terminal.line(`${RESULT}${JSON.stringify(result)}`)
}

export function breakCalled(name: string): Break {
  const found = BREAKS.find((each) => each.name === name)
  if (!found) throw new Error(`no break is called ${name}`)
  return found
}

/** `isBundled`: whether the step with this number, from 1, runs from the bundle; the others run from the source, in simulated time. */
export function stageOf(clock: PacedClock, world: World, isBundled: (number: number) => boolean): Stage {
  let number = 0
  return {
    runStep(action, inputs, job, options) {
      number += 1
      if (isBundled(number)) return runStep(action, inputs, job, options)
      return runSourceStep(inputs, job, simulated(clock), options)
    },
    world,
    terminal,
    keeper: keepNothing,
    project: PROJECT,
    cancelled: notAborted,
    yes: true,
  }
}
