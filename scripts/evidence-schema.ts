/** Generates the JSON Schemas of evidence documents and messages from the shapes that they are validated with. */
import { z } from 'zod'
import { CODES, type CodeEntry } from '../src/evidence/codes/index.ts'
import { evidenceShapes } from '../src/evidence/shape.ts'
import { messageShape } from '../src/notify/message.ts'
import { PROJECT } from '../src/support/project.ts'

const BASE = `https://raw.githubusercontent.com/${PROJECT.repository}/${PROJECT.version}/schema`

export function evidenceSchema(): string {
  const { evidence, finding } = evidenceShapes()
  const made = z.toJSONSchema(evidence, {
    override: ({ zodSchema, jsonSchema }) => {
      if (Object.is(zodSchema, finding)) jsonSchema.anyOf = codesByOutcomes()
    },
  })
  return JSON.stringify({ ...made, $id: `${BASE}/evidence-v1.json`, title: 'Evidence of test-deployments' })
}

/** One alternative for each set of outcomes: the codes that can have these outcomes and no others. */
function codesByOutcomes(): { properties: Record<'code' | 'outcome', { enum: string[] }> }[] {
  const groups = Map.groupBy(Object.entries<CodeEntry>(CODES), ([, { outcomes }]) => outcomes.toSorted().join(' '))
  return [...groups].map(([outcomes, entries]) => ({
    properties: { code: { enum: entries.map(([code]) => code) }, outcome: { enum: outcomes.split(' ') } },
  }))
}

/** The JSON Schema of the messages of `notify`. */
export function notificationSchema(): string {
  const made = z.toJSONSchema(messageShape)
  return JSON.stringify({ ...made, $id: `${BASE}/notification-v1.json`, title: 'Message of test-deployments' })
}
