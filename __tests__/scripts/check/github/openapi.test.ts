import { describe, expect, test } from '@jest/globals'
import type { Exchange } from '../../../../sandbox/github/index.ts'
import { OpenApiJudge } from '../../../../scripts/check/github/openapi.ts'

/** A small description with all constructs of the large one. */
const judge = new OpenApiJudge({
  components: {
    schemas: {
      'basic-error': { type: 'object', properties: { message: { type: 'string' } } },
      thing: {
        type: 'object',
        required: ['id', 'note', 'owner'],
        properties: {
          id: { type: 'integer', format: 'int64' },
          note: { type: 'string', nullable: true },
          owner: { $ref: '#/components/schemas/owner' },
          at: { type: 'string', format: 'date-time', nullable: true },
          state: { type: 'string', enum: ['on', 'off'] },
          nullable: { type: 'boolean' },
        },
      },
      owner: { nullable: true, oneOf: [{ type: 'object', required: ['login'] }, { type: 'string' }] },
    },
  },
  paths: {
    '/things/{id}': {
      get: {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'all', in: 'query', schema: { type: 'boolean' } },
          { name: 'since', in: 'query', required: true, schema: { type: 'string' } },
        ],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } } } },
      },
      delete: { parameters: [{ name: 'id', in: 'path', schema: {} }], responses: { 204: {} } },
    },
    '/things/latest': {
      get: { responses: { 200: { content: { 'application/json': { schema: { type: 'array' } } } } } },
    },
    '/things': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['id'], additionalProperties: false, properties: { id: {} } },
            },
          },
        },
        responses: { 201: {} },
      },
    },
  },
})

const thing = { id: 1, note: null, owner: null }

function problems(method: string, path: string, status: number, answer: unknown, body: unknown = ''): string[] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
  const exchange: Exchange = {
    service: 'github',
    request: { method, path, headers: {}, body: text(body) },
    response: { status, headers: {}, body: text(answer) },
  }
  return judge.judge(exchange).violations.map(({ where, problem }) => `${where}: ${problem}`)
}

const get = (answer: unknown, query = 'since=x'): string[] => problems('GET', `/things/7?${query}`, 200, answer)

describe('an HTTP exchange agrees with the description', () => {
  test.each<[string, string[]]>([
    ['a valid one', get(thing)],
    [
      'all members',
      get({ ...thing, note: 'x', owner: { login: 'a' }, at: '2026-01-01T00:00:00Z', state: 'on', nullable: true }),
    ],
    ['null where it is allowed', get({ ...thing, at: null })],
    ['a boolean as text', get(thing, 'since=x&all=true')],
    ['a literal path before a pattern', problems('GET', '/things/latest', 200, [])],
    ['an empty answer', problems('DELETE', '/things/7', 204, '')],
    ['an error that any route may return', problems('GET', '/things/7?since=x', 503, { message: 'no' })],
    ['a body', problems('POST', '/things', 201, '', { id: 1 })],
  ])('%s', (_, found) => expect(found).toEqual([]))
})

describe('an HTTP exchange that does not agree is reported', () => {
  test.each<[string, string[], string]>([
    ['an unknown path', problems('GET', '/nothing', 200, {}), 'no such operation'],
    ['an unknown method', problems('PATCH', '/things/7', 200, {}), 'no such operation'],
    ['a missing member', get({ id: 1, owner: null }), "required property 'note'"],
    ['null where it is not allowed', get({ ...thing, id: null }), '/id must be integer'],
    ['a fraction', get({ ...thing, id: 1.5 }), '/id must be integer'],
    ['another value', get({ ...thing, state: 'broken' }), '["on","off"]'],
    ['a date without a time', get({ ...thing, at: '2026-01-01' }), 'format "date-time"'],
    ['none of the alternatives', get({ ...thing, owner: 1 }), '/owner must'],
    ['a path parameter of another type', problems('GET', '/things/x?since=x', 200, thing), 'path parameter id'],
    ['an undeclared query', get(thing, 'since=x&page=2'), 'page is not declared'],
    ['a query of another type', get(thing, 'since=x&all=perhaps'), 'query parameter all'],
    ['a missing query', get(thing, ''), 'since is missing'],
    ['no JSON', get('<html>'), 'not JSON'],
    ['an undeclared status', problems('GET', '/things/7?since=x', 302, ''), '302 is not declared'],
    ['an error of another form', problems('GET', '/things/7?since=x', 404, { message: 1 }), '/message must be string'],
    ['an undeclared body', problems('DELETE', '/things/7', 204, thing), 'none is declared'],
    ['a body where none is allowed', problems('DELETE', '/things/7', 204, '', { id: 1 }), 'none is declared'],
    ['a missing body', problems('POST', '/things', 201, ''), 'body is missing'],
    ['an additional member', problems('POST', '/things', 201, '', { id: 1, more: 2 }), 'additional properties more'],
  ])('%s', (_, found, expected) => {
    expect(found.join('\n')).toContain(expected)
  })
})
