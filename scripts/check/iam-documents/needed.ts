import { actionsOf, ROLES, startRoles } from '../../../__tests__/docs/roles/roles.ts'
import type { Shown, Story } from './contract.ts'

/** A scenario with unchanged documents. */
export interface Complete extends Shown {
  readonly refused: readonly string[]
  /** Actions of the story's documents that were needed. */
  readonly used: readonly string[]
}

export async function playComplete(story: Story): Promise<Complete> {
  const roles = await startRoles(story.scenario)
  try {
    const shown = await story.play(roles)
    const documented = new Set(story.documents.flatMap(actionsOf))
    return { ...shown, refused: roles.refused, used: roles.used(story.role).filter((each) => documented.has(each)) }
  } finally {
    await roles.world.close()
  }
}

/** The reason why a user does not see that an action is not allowed; undefined where the output names it. */
export async function unnamedWithout(story: Story, complete: Shown, action: string): Promise<string | undefined> {
  const roles = await startRoles(story.scenario, { action, documents: ROLES[story.role] })
  try {
    const shown = await story.play(roles)
    if (roles.used(story.role).includes(action)) return 'it is allowed all the same'
    if (complete.text.includes(action)) return 'it is named in any case'
    // Reachability Analyzer does not report the permission that it lacks: the document is named.
    const named = [action, ...story.documents.map((document) => `docs/iam/${document}.json`)]
    if (named.some((each) => shown.text.includes(each) && !complete.text.includes(each))) return undefined
    const other = shown.lines.filter((line) => !complete.lines.includes(line))
    return other.length === 0 ? 'all answers are the same' : `not named in ${other.join('; ')}`
  } finally {
    await roles.world.close()
  }
}
