import { expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { neededByDeployments } from '../../../src/deploy/order/deployments.ts'

const STACKS = `version: 1
stacks:
  - { id: base, name: base, template: base.yml }
  - { id: web, name: web, template: web.yml }
`

function environmentOf(...deployments: readonly string[]) {
  const list = deployments.map((each) => `  - { ${each} }\n`).join('')
  return resolveEnvironment(readConfig(`${STACKS}deployments:\n${list}`, 'c.yml'), 'preprod', 'eu-west-1')
}

function needs(...deployments: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(neededByDeployments(environmentOf(...deployments), new Map()))
}

const server = (id: string, more = ''): string =>
  `id: ${id}, platform: server, application: shop, group: ${id}, revision: { directory: app, bucket: b }${more}`
const lambda = (id: string, more = ''): string =>
  `id: ${id}, platform: lambda, application: shop, group: ${id}, appspec: a.yml${more}`

test('deployments to functions need all stacks, and not each other', () => {
  expect(needs(lambda('a'), lambda('b'))).toEqual({ a: ['stack/base', 'stack/web'], b: ['stack/base', 'stack/web'] })
})

test('server deployments, which may share hosts, run one after the other', () => {
  expect(needs(server('a'), lambda('b'), server('c'))['c']).toEqual(['stack/base', 'stack/web', 'deployment/a'])
})

test('depends-on replaces the default order', () => {
  expect(needs(server('a'), server('b', ', depends-on: [web]'), lambda('c', ', depends-on: []'))).toMatchObject({
    b: ['stack/web'],
    c: [],
  })
})

test('a deployment runs after those in its depends-on, even if they are later in the list', () => {
  const environment = environmentOf(server('a', ', depends-on: [b]'), server('b'))
  expect(environment.deployments.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(neededByDeployments(environment, new Map()).get('a')).toEqual(['deployment/b'])
})

test('references to outputs count in addition to depends-on, including those in files', () => {
  const own = lambda('a', ', depends-on: [], deployment-config: "{stack.base.outputs.Config}"')
  const texts = new Map([['a', ['Name: {stack.web.outputs.Function}']]])
  expect(neededByDeployments(environmentOf(own), texts).get('a')).toEqual(['stack/base', 'stack/web'])
})

test('two deployments to one group never run in parallel', () => {
  const again = lambda('b', ', depends-on: []').replace('group: b', 'group: a')
  expect(needs(lambda('a', ', depends-on: []'), again)['b']).toEqual(['deployment/a'])
})

test.each([
  ['an unknown ID', lambda('a', ', depends-on: [wen]'), /needs a stack or deployment wen that does not exist/],
  ['itself', lambda('a', ', depends-on: [a]'), /deployments need each other in a circle: a → a/],
])('%s is refused', (_, own, message) => {
  expect(() => environmentOf(own)).toThrow(message)
})
