import { describe, expect, test } from '@jest/globals'
import type { Route } from '../../../../sandbox/github/server/router.ts'
import { judgeEdition } from '../../../../scripts/check/github/edition.ts'
import { OpenApiJudge } from '../../../../scripts/check/github/openapi.ts'
import { judgePermissions } from '../../../../scripts/check/github/permissions.ts'

describe('entries of a timeline', () => {
  const any = { type: 'object', required: ['event'] }
  const judge = new OpenApiJudge({
    components: {
      schemas: {
        'timeline-reviewed-event': { ...any, required: ['event', 'state'] },
        'state-change-issue-event': { ...any, required: ['event', 'actor'] },
      },
    },
    paths: {
      '/timeline': {
        get: {
          operationId: 'issues/list-events-for-timeline',
          responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: any } } } } },
        },
      },
    },
  })
  const problems = (...entries: object[]): string[] =>
    judge
      .judge({
        service: 'github',
        request: { method: 'GET', path: '/timeline', headers: {}, body: '' },
        response: { status: 200, headers: {}, body: JSON.stringify(entries) },
      })
      .violations.map(({ problem }) => problem)

  test('each must have the schema of its event, not that of any event', () => {
    expect(problems({ event: 'reviewed', state: 'approved' }, { event: 'merged', actor: {} })).toEqual([])
    expect(problems({ event: 'reviewed', actor: {} }, { event: 'closed', state: 'x' })).toEqual([
      "reviewed / must have required property 'state'",
      "closed / must have required property 'actor'",
    ])
  })
})

describe('permissions of routes', () => {
  const published = {
    permissions: {
      issues: { read: ['GET /repos/{owner}/{repo}/issues/{issue_number}/comments'] },
      pull_requests: { read: ['GET /repos/{owner}/{repo}/issues/{issue_number}/comments'] },
    },
  }
  const route = (path: string, needs?: Route['needs']): Route => ({
    method: 'GET',
    path,
    docs: '',
    answer: () => ({ status: 200 }),
    ...(needs && { needs }),
  })
  const COMMENTS = '/repos/:owner/:repo/issues/:issue/comments'

  test('each sufficient permission must be published, at that level', () => {
    const right = route(COMMENTS, { scope: 'issues', level: 'read', or: ['pull-requests'] })
    expect(judgePermissions([right, route('/open')], published)).toEqual({ violations: [], unknown: [], judged: 1 })
    const wrong = route(COMMENTS, { scope: 'issues', level: 'write', or: ['contents'] })
    expect(judgePermissions([wrong], published).violations).toEqual([
      expect.stringContaining('issues=write is not among issues=read, pull_requests=read'),
      expect.stringContaining('contents=write is not among'),
    ])
  })

  test('unpublished entries are reported, not passed', () => {
    const other = route('/other', { scope: 'contents', level: 'read' })
    expect(judgePermissions([other], published)).toEqual({ violations: [], unknown: ['GET /other'], judged: 0 })
  })
})

test('an Enterprise Server has only the routes that it describes', () => {
  const route = (path: string): Route => ({
    method: 'GET',
    path,
    docs: '',
    needs: { scope: 'contents', level: 'read' },
    answer: () => ({ status: 200 }),
  })
  const [both, newer, lost] = [route('/a/:id'), route('/newer'), route('/lost')]
  const description = { paths: { '/a/{a_id}': { get: {} }, '/lost': { get: {} } } }
  expect(judgeEdition([both, newer], [both], description)).toEqual({ violations: [], judged: 2 })
  expect(judgeEdition([both, newer, lost], [both, newer], description).violations).toEqual([
    'GET /newer is served, but not described',
    'GET /lost is described, but not served',
  ])
})
