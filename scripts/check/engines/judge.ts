import type { ChangeSetPlan, Evidence } from '../../../src/evidence/document.ts'
import { ENVIRONMENTS, type EnvironmentName, type State, type Story } from './contract.ts'

/** A step that passed, with the engine's state before and after it. */
export interface GreenStep {
  readonly command: 'precheck' | 'deploy-preprod'
  readonly story: Story
  readonly evidence: Evidence
  readonly before: State
  readonly after: State
}

const DEPLOYED = ['CREATE_COMPLETE', 'UPDATE_COMPLETE']

/** The contradictions of an engine's state to a passed step. */
export function contradictionsOf(step: GreenStep): string[] {
  const { command, story, evidence, before, after } = step
  const found = story.mustNotPass === undefined ? [] : [story.mustNotPass]
  if (command === 'precheck') {
    // The change sets of pre-prod stay, and with them the stack that one made.
    for (const environment of ENVIRONMENTS) found.push(...changed(story, environment, before, after))
    return [...found, ...planContradictions(story, evidence)]
  }
  found.push(...differences(resourcesIn(after, 'preprod'), story.released('preprod')))
  const stack = story.stack?.('preprod')
  const status = after[`stack ${stack}`] ?? 'absent'
  if (stack !== undefined && !DEPLOYED.includes(status)) found.push(`stack ${stack} is ${status}`)
  return [...found, ...changed(story, 'production', before, after)]
}

/** Changes by a step in an environment that it must not change. */
function changed(story: Story, environment: EnvironmentName, before: State, after: State): string[] {
  const found = differences(resourcesIn(after, environment), resourcesIn(before, environment))
  const stack = story.stack?.(environment)
  if (stack === undefined) return found
  const then = before[`stack ${stack}`]
  const now = after[`stack ${stack}`]
  const shell = environment === 'preprod' && then === undefined && now === 'REVIEW_IN_PROGRESS'
  if (then !== now && !shell) found.push(`stack ${stack}: ${then ?? 'absent'} expected, ${now ?? 'absent'} found`)
  if (environment === 'preprod') return found
  const sets = Object.keys(after).filter((key) => key.startsWith(`change-set ${stack} `) && !(key in before))
  return [...found, ...sets.map((key) => `${key} was left`)]
}

function planContradictions(story: Story, { plans }: Evidence): string[] {
  return ENVIRONMENTS.flatMap((environment) => {
    const plan = plans.find((each) => each.environment === environment)
    if (!plan) return [`the evidence has no plan for ${environment}`]
    const planned = plan.changeSets.flatMap(changesOf).toSorted()
    const expected = story.plan.toSorted()
    if (planned.join() === expected.join()) return []
    return [
      `plan for ${environment}: ${expected.join(', ') || 'nothing'} expected, ${planned.join(', ') || 'nothing'} found`,
    ]
  })
}

function changesOf({ changes, nested }: ChangeSetPlan): string[] {
  return [...changes.map(({ logicalId, action }) => `${logicalId} ${action}`), ...nested.flatMap(changesOf)]
}

/** Buckets, alarms and aliases of one environment. */
function resourcesIn(state: State, environment: EnvironmentName): State {
  const isOne = (key: string): boolean => /^(bucket|alarm|alias) /.test(key) && key.includes(`-${environment}`)
  return Object.fromEntries(Object.entries(state).filter(([key]) => isOne(key)))
}

function differences(found: State, expected: State): string[] {
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  return keys
    .filter((key) => found[key] !== expected[key])
    .map((key) => `${key}: ${expected[key] ?? 'absent'} expected, ${found[key] ?? 'absent'} found`)
}
