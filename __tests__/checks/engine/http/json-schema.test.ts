import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { schemaJudge } from '../../../../src/checks/engine/http/json-schema.ts'

const ORDER = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'string', format: 'uuid' }, status: { enum: ['open', 'paid'] } },
  additionalProperties: false,
}
const RIGHT = { id: '6a2f41a3-c54c-fce8-32d2-0324e1c32e22', status: 'paid' }

let workspace: string
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'schema-'))
  writeFileSync(join(workspace, 'order.json'), JSON.stringify(ORDER))
  writeFileSync(join(workspace, 'broken.json'), '{')
  writeFileSync(join(workspace, 'list.json'), '[]')
})
afterAll(() => rmSync(workspace, { recursive: true }))

test('a value is judged by a schema of the configuration or of a file', async () => {
  for (const given of [ORDER, 'order.json', { $schema: 'http://json-schema.org/draft-07/schema#', ...ORDER }]) {
    const judge = await schemaJudge(given, workspace)
    expect(judge(RIGHT)).toEqual([])
    expect(judge({ id: 'x', status: 'gone', more: 1 })).toEqual([
      'the body must NOT have additional properties: "more"',
      '/id must match format "uuid"',
      '/status must be equal to one of the allowed values: open, paid',
    ])
  }
})

test('many problems are counted', async () => {
  const judge = await schemaJudge({ type: 'array', items: { type: 'number' } }, workspace)
  expect(judge(Array.from({ length: 9 }, () => 'x'))).toHaveLength(6)
  expect(judge(Array.from({ length: 9 }, () => 'x')).at(-1)).toBe('4 more')
})

test.each([
  ['an unknown keyword', { type: 'object', propertys: {} }, 'propertys'],
  ['an unknown format', { type: 'string', format: 'uid' }, 'uid'],
  ['an unknown type', { type: 'text' }, 'type'],
  ['a reference to a missing schema', { $ref: '#/$defs/none' }, 'none'],
  ['a file that does not exist', 'none.json', 'none.json'],
  ['a file that is not JSON', 'broken.json', 'broken.json'],
  ['a file that is not a schema', 'list.json', 'it is not an object'],
  ['a file outside the workspace', '../order.json', 'outside of the workspace'],
])('%s is refused', async (_, given, named) => {
  await expect(schemaJudge(given, workspace)).rejects.toMatchObject({
    code: 'config/reference',
    message: expect.stringContaining(named),
  })
})
