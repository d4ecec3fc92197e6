import { expect, test } from '@jest/globals'
import { STORIES } from '../../../scripts/check/iam-documents/stories.ts'
import { playComplete, unnamedWithout } from '../../../scripts/check/iam-documents/needed.ts'
import { REASONS } from '../../../scripts/check/iam-documents/reasons.ts'
import { actionsOf, ROLES } from '../../docs/roles/roles.ts'

/** A sample of `npm run check:iam-documents`. */

const storyOf = (part: string) => STORIES.find(({ name }) => name.includes(part))!

test.each(['evidence is stored', 'a function is invoked', 'code gets to Lambda, by its deploy-role'])(
  '%s: with the document no call is denied, and each of its actions is needed',
  async (part) => {
    const story = storyOf(part)
    const complete = await playComplete(story)
    expect(complete.refused).toEqual([])
    const actions = story.documents.flatMap(actionsOf)
    expect(complete.used).toEqual(actions)
    for (const action of actions) expect(await unnamedWithout(story, complete, action)).toBeUndefined()
  },
)

test('an action that is allowed in another document, or is not listed, is reported', async () => {
  const story = storyOf('a function is invoked')
  const complete = await playComplete(story)
  expect(await unnamedWithout(story, complete, 's3:GetObject')).toBe('all answers are the same')
  expect(await unnamedWithout(story, { ...complete, text: 'lambda:InvokeFunction' }, 'lambda:InvokeFunction')).toBe(
    'it is named in any case',
  )
})

test('the scenarios use existing documents, and reasons use their actions', () => {
  const documents = new Set<string>(Object.values(ROLES).flat())
  for (const story of STORIES) expect([...documents]).toEqual(expect.arrayContaining([...story.documents]))
  for (const [document, reasons] of Object.entries(REASONS)) {
    expect(actionsOf(document)).toEqual(expect.arrayContaining(Object.keys(reasons)))
  }
})
