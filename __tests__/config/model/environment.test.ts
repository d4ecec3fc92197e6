import { describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config/schema/file.ts'
import { accessTo, resolveEnvironment } from '../../../src/config/model/environment.ts'
import { fillOutputs, referencedOutputs, referencedStacks } from '../../../src/config/model/references.ts'

const ROLE = 'arn:aws:iam::111111111111:role/'
const read = (yaml: string) => readConfig(`version: 1\n${yaml}`, 'deploy.yml')

describe('an environment of the release', () => {
  const config = read(`
environments: { preprod: { region: eu-west-1, plan-role: "${ROLE}plan" }, production: { name: prod, region: eu-west-2, deploy-role: "${ROLE}deploy" } }
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, parameters: { Vpc: "{stack.net.outputs.Vpc}" } }
  - { id: net, name: "net-{environment}", template: net.yml }
deployments:
  - { platform: server, application: shop, group: "shop-{environment}", revision: { directory: app, bucket: "{stack.web.outputs.Releases}" } }
`)

  it('has its own names, and stacks after their dependencies', () => {
    const production = resolveEnvironment(config, 'production', undefined)
    expect(production).toMatchObject({ name: 'prod', region: 'eu-west-2', deployRole: `${ROLE}deploy` })
    expect(production.stacks.map(({ id, name }) => [id, name])).toEqual([
      ['net', 'net-prod'],
      ['web', 'shop-prod'],
    ])
    expect(production.deployments[0]).toMatchObject({ id: 'app', group: 'shop-prod' })
  })

  it('names the account of its roles', () => {
    const arn = (account: string) => `arn:aws:iam::${account}:role/deploy`
    const two = read(`
environments: { preprod: { plan-role: "${arn('111111111111')}" }, production: { deploy-role: "${arn('222222222222')}" } }
stacks: [{ name: web, template: t, role: "arn:aws:iam::{account}:role/cloudformation" }]
`)
    expect(
      (['preprod', 'production'] as const).map((key) => resolveEnvironment(two, key, 'eu-west-1').stacks[0]?.role),
    ).toEqual(['arn:aws:iam::111111111111:role/cloudformation', 'arn:aws:iam::222222222222:role/cloudformation'])
  })

  it('is reached by the role of the purpose', () => {
    const preprod = resolveEnvironment(config, 'preprod', undefined)
    expect(accessTo(preprod, 'plan', '42')).toEqual({
      region: 'eu-west-1',
      role: `${ROLE}plan`,
      session: 'test-deployments-42',
    })
    expect(accessTo(preprod, 'deploy', '42')).not.toHaveProperty('role')
    expect(accessTo(preprod, 'verify', '42').role).toBe(`${ROLE}plan`)
    expect(accessTo({ ...preprod, verifyRole: 'verify' }, 'verify', '42').role).toBe('verify')
  })

  it.each([
    [
      'a circle',
      'stacks: [{ id: a, name: a, template: t, depends-on: [b] }, { id: b, name: b, template: t, depends-on: [a] }]',
      'a → b → a',
    ],
    ['a missing stack', 'stacks: [{ id: a, name: a, template: t, depends-on: [c] }]', 'the stack a needs a stack c'],
    ['a duplicate ID', 'stacks: [{ name: a, template: t }, { name: b, template: t }]', 'two stacks have the id stack'],
    [
      'an unset placeholder',
      'stacks: [{ name: "{application}", template: t }]',
      '{application} is used but `application` is not set',
    ],
    [
      'an unknown account',
      'stacks: [{ name: a, template: t, role: "arn:aws:iam::{account}:role/cloudformation" }]',
      '{account} is used but no role of the environment has an account',
    ],
  ])('refuses %s', (_story, yaml, message) => {
    expect(() => resolveEnvironment(read(yaml), 'preprod', 'eu-west-1')).toThrow(message)
  })

  it('requires a region only where AWS is used', () => {
    expect(() => resolveEnvironment(read('stacks: [{ name: a, template: t }]'), 'preprod', undefined)).toThrow(
      'the environment preprod has no region',
    )
    expect(
      resolveEnvironment(read('deployments: [{ platform: local, revision: { directory: app } }]'), 'preprod', undefined)
        .region,
    ).toBe('')
  })
})

describe('references to outputs', () => {
  const outputs = { web: { Url: 'http://shop', Releases: 'bucket' } }

  it('are resolved in every place', () => {
    expect(fillOutputs({ http: { url: '{stack.web.outputs.Url}/health', tries: 3 } }, outputs, 'check')).toEqual({
      http: { url: 'http://shop/health', tries: 3 },
    })
  })

  it('need no ID where there is one stack only', () => {
    expect(fillOutputs('{stack.outputs.Url}', outputs, 'check')).toBe('http://shop')
  })

  it('list the existing ones when they do not exist', () => {
    expect(() => fillOutputs('{stack.web.outputs.Link}', outputs, 'check')).toThrow(
      '{stack.web.outputs.Link} refers to an output that does not exist',
    )
    expect(fillOutputs('{stack.web.outputs.Link}', outputs, 'check', 'unknown')).toBe('unknown')
  })

  it('are known before they are resolved', () => {
    const value = ['{stack.a.outputs.X}', { b: '{stack.b.outputs.Y}{stack.a.outputs.Z}' }]
    expect(referencedStacks(value, ['a', 'b', 'c'])).toEqual(['a', 'b'])
  })

  it.each([
    ['the only stack', ['web'], undefined, 'web'],
    ['the other one of two, for a parameter', ['net', 'web'], 'web', 'net'],
    ['none with certainty, for a check of two stacks', ['net', 'web'], undefined, 'stack'],
  ])('without a name mean %s', (_, ids, own, expected) => {
    expect(referencedStacks('{stack.outputs.Url}', ids, own)).toEqual([expected])
  })

  it('with a typing error suggest the probable output', () => {
    expect(() => fillOutputs('{stack.web.outputs.Urll}', outputs, 'check')).toThrow(
      '{stack.web.outputs.Urll} refers to an output that does not exist: did you mean {stack.web.outputs.Url}?',
    )
  })

  it('read only the requested outputs', () => {
    const two = { web: { Url: 'http://shop', Token: 'secret' }, net: { Vpc: 'vpc-1' } }
    expect(referencedOutputs([{ http: '{stack.web.outputs.Url}' }, '{stack.web.outputs.Gone}'], two)).toEqual({
      web: { Url: 'http://shop' },
      net: {},
    })
    expect(referencedOutputs('{stack.outputs.Url}', { web: two.web })).toEqual({ web: { Url: 'http://shop' } })
  })
})
