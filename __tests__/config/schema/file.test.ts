import { describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config/schema/file.ts'
import { ActionError } from '../../../src/support/errors.ts'

/** Line, column and message of each error. */
function mistakes(yaml: string): string[] {
  try {
    readConfig(yaml, 'deploy.yml')
  } catch (error) {
    if (error instanceof ActionError)
      return error.findings.map(({ source, title }) => `${source?.line}:${source?.column} ${title}`)
    throw error
  }
  return []
}

describe('a configuration', () => {
  it('may be small', () => {
    const config = readConfig('version: 1\nstacks: [{ name: "shop-{environment}", template: web.yml }]\n', 'deploy.yml')
    expect(config.stacks).toMatchObject([{ name: 'shop-{environment}', template: 'web.yml', capabilities: [] }])
    expect(config.gate).toMatchObject({
      'evidence-younger-than': 86_400_000,
      reviewers: { 'at-least': 1, not: ['trigger', 'bots'], digest: 'when-ambiguous' },
    })
  })

  it('accepts parameters as they are written, and a share as a number or a percentage', () => {
    const parameters = '{ Version: 1.10, Account: 012345678901, On: true }'
    const config = readConfig(
      `version: 1\nstacks: [{ name: a, template: b, parameters: ${parameters} }]\nprecheck: { drift: { coverage: 90% } }\n`,
      'deploy.yml',
    )
    expect(config.stacks[0]?.parameters).toEqual({ Version: '1.10', Account: '012345678901', On: true })
    expect(config.precheck.drift.coverage).toBe(0.9)
  })

  it('is frozen after it is read', () => {
    const config = readConfig('version: 1\nstacks: [{ name: a, template: b }]\n', 'deploy.yml')
    expect(Object.isFrozen(config.stacks[0])).toBe(true)
  })

  it('reports all errors at once, each with its place, the expected and the read value', () => {
    const yaml = `version: 2
stacks:
  - name: shop
    templat: web.yml
gate:
  evidence-younger-than: soon
  reviewers: { at-least: 0 }
deployments:
  - platform: heroku
`
    expect(mistakes(yaml)).toEqual([
      '1:10 version: expected 1, read 2',
      '4:5 stacks.0: expected a known key, read the key "templat": did you mean template?',
      '6:26 gate.evidence-younger-than: expected a duration such as 500ms, 2s, 15m or 24h, read "soon"',
      '7:26 gate.reviewers.at-least: expected at least 1, read 0',
      '9:15 deployments.0.platform: expected server or lambda or ecs or ecs-native or local, read "heroku"',
    ])
  })

  it.each([
    ['a duplicate key', 'version: 1\nversion: 1\n', 2],
    ['a bracket that is not closed', 'version: 1\nstacks: [\n', 3],
    ['a tab', 'version: 1\ngate:\n\treviewers: {}\n', 3],
    ['an alias without its anchor', 'version: 1\nstacks: *shop\n', 2],
    ['an unknown tag', 'version: 1\nstacks: !Ref shop\n', 2],
    ['an anchor that contains itself', 'version: 1\nverify: &a [{ http: { url: "https://x", json: { a: *a } } }]\n', 1],
    ['an incomplete character', 'version: 1\napplication: "\\uD83D"\n', 1],
    [
      'aliases with unlimited expansion',
      `a: &a [x, x]\n${[...'bcdefghij'].map((name, i) => `${name}: &${name} [*${'abcdefghi'[i]}, *${'abcdefghi'[i]}, *${'abcdefghi'[i]}]\n`).join('')}`,
      1,
    ],
  ])('reports the place of the YAML error: %s', (_story, yaml, line) => {
    expect(mistakes(yaml)[0]).toMatch(new RegExp(`^${line}:\\d+ file: expected valid YAML, read `))
  })

  it.each([
    [
      'stacks: [{ id: web, name: w, template: a.yml }]',
      'wbe',
      'an id of a stack or a deployment in AWS: web, read "wbe"',
    ],
    [
      'stacks: [{ id: web, name: w, template: a.yml }]',
      '[web, api]',
      'an id of a stack or a deployment in AWS: web, read "api"',
    ],
    ['stacks: [{ name: w, template: a.yml }]', 'w', 'an id of a stack or a deployment in AWS: stack, read "w"'],
    [
      'deployments: [{ id: app, platform: local, revision: { directory: a } }]',
      'app',
      'no id, since nothing is in AWS',
    ],
  ])('may list only declared IDs in `released`: %s, %s', (parts, released, expected) => {
    expect(mistakes(`version: 1\n${parts}\nverify: [{ released: ${released} }]\n`)).toEqual([
      expect.stringContaining(expected),
    ])
  })

  it.each([
    ['stacks: [{ name: w, template: a.yml }]', 'stack'],
    ['stacks: [{ cdk: cdk.out }]', 'Anything'],
  ])('may list IDs in `released` that are declared, or known later: %s, %s', (parts, released) =>
    expect(mistakes(`version: 1\n${parts}\nverify: [{ released: ${released} }]\n`)).toEqual([]),
  )

  it.each([
    ['', 'nothing'],
    ['just words', '"just words"'],
    ['[1]', '[1]'],
  ])('must be a map: %j', (yaml, read) => {
    expect(mistakes(yaml)).toEqual([`1:1 file: expected a map, read ${read}`])
  })

  describe('declared differences', () => {
    const STACKS = 'version: 1\nstacks: [{ name: "shop-{environment}", template: web.yml }]\n'
    const declared = (path: string) =>
      mistakes(`${STACKS}precheck: { parity: { allow: [{ path: "${path}", reason: r }] } }\n`)

    it.each([
      '**',
      '*/**',
      'stacks/**',
      'stacks/*/*',
      'stacks/*/**',
      '**/*',
      'st*/**',
      'd*/**',
      'deployments/**',
      '*/*/?**',
      'stacks/*/*/**',
      'deployments/*/*',
    ])('cannot be all that there are: %s', (path) => {
      expect(declared(path)).toEqual([
        expect.stringContaining('expected a path that names a stack, a deployment or a fact'),
      ])
    })

    it.each([
      'stacks/web/**',
      '**/role',
      'stacks/*/parameters/*',
      '**/parameters/VpcId',
      'deployments/*/alarms/**',
      'stacks/*/conditions/IsProd/**',
    ])('may be those of a part or of a kind: %s', (path) => {
      expect(declared(path)).toEqual([])
    })
  })
})
