import { parseArgs } from 'node:util'
import { actionsOf } from '../../../__tests__/docs/roles/roles.ts'
import { STORIES } from './stories.ts'
import { playComplete, unnamedWithout } from './needed.ts'
import { REASONS } from './reasons.ts'

/**
 * Plays releases with roles that have the documents of docs/iam, in a sandbox that refuses what they do not allow: with
 * the whole documents nothing is refused; without any one of their actions the output changes, and names the action.
 * npm run check:iam-documents -- [--only PART] [--action PART]
 * Exits 1 where an action is refused, is not named where it is missing, or is needed by no story and has no reason.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, action: { type: 'string' } } })
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const faults: string[] = []
/** Played without them: `DOCUMENT ACTION`. */
const played = new Set<string>()
/** Of these, those that the user is told. */
const shown = new Set<string>()
const stories = STORIES.filter(({ name, documents }) => `${name} ${documents.join(' ')}`.includes(values.only ?? ''))

for (const story of stories) {
  const complete = await playComplete(story)
  const refused = complete.refused.filter((action) => !story.tolerated?.includes(action))
  if (refused.length > 0) faults.push(`${story.name}: refused ${refused.join(', ')}`)
  say(`${story.name}: ${complete.used.length} actions of ${story.documents.join(', ')}`)
  for (const document of story.documents) {
    for (const action of actionsOf(document).filter((each) => complete.used.includes(each))) {
      const key = `${document} ${action}`
      if (shown.has(key) || !action.includes(values.action ?? '')) continue
      played.add(key)
      const why = await unnamedWithout(story, complete, action)
      if (why === undefined) shown.add(key)
      say(`  without ${action}: ${why ?? 'named'}`)
    }
  }
}

const documents = new Set(stories.flatMap((story) => story.documents))
for (const document of values.action === undefined ? documents : []) {
  for (const action of new Set(actionsOf(document))) {
    const key = `${document} ${action}`
    const reason = REASONS[document]?.[action]
    if (shown.has(key) && reason !== undefined) faults.push(`${key}: shown to be needed: remove its reason`)
    if (shown.has(key)) continue
    if (reason !== undefined) say(`${key}: ${reason}`)
    else faults.push(`${key}: ${played.has(key) ? 'a user is not told that it is missing' : 'no story needs it'}`)
  }
}
for (const fault of faults) say(`FAULT ${fault}`)
say(`${shown.size} actions of ${documents.size} documents: shown to be needed, one by one; ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)
