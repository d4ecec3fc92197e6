import { describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config/schema/file.ts'
import { accessTo, resolveEnvironment } from '../../../src/config/model/environment.ts'
import { fillOutputs, referencedOutputs, referencedStacks } from '../../../src/config/model/references.ts'

const ROLE = 'arn:aws:iam::111111111111:role/'
const read = (yaml: string) => readConfig(`version: 1\n${yaml}`, 'deploy.yml')

describe('an environment made from the release', () => {
  const config = read(`
environments: { preprod: { region: eu-west-1, plan-role: "${ROLE}plan" }, production: { name: prod, region: eu-west-2, deploy-role: "${ROLE}deploy" } }
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, parameters: { Vpc: "{stack.net.outputs.Vpc}" } }
  - { id: net, name: "net-{environment}", template: net.yml }
deployments:
  - { platform: server, application: shop, group: "shop-{environment}", revision: { directory: app, bucket: "{stack.web.outputs.Releases}" } }
`)

  it('has its own names, and stacks after those they need', () => {
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
    [
      'a stack that is not there',
      'stacks: [{ id: a, name: a, template: t, depends-on: [c] }]',
      'the stack a needs a stack c',
    ],
    ['one id twice', 'stacks: [{ name: a, template: t }, { name: b, template: t }]', 'two stacks have the id stack'],
    [
      'a word that is not set',
      'stacks: [{ name: "{application}", template: t }]',
      '{application} is used but `application` is not set',
    ],
    [
      'an account that nothing tells',
      'stacks: [{ name: a, template: t, role: "arn:aws:iam::{account}:role/cloudformation" }]',
      '{account} is used but no role of the environment has an account',
    ],
  ])('refuses %s', (_story, yaml, message) => {
    expect(() => resolveEnvironment(read(yaml), 'preprod', 'eu-west-1')).toThrow(message)
  })

  it('asks for a region where AWS is used, and only there', () => {
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

  it('are filled wherever they stand', () => {
    expect(fillOutputs({ http: { url: '{stack.web.outputs.Url}/health', tries: 3 } }, outputs, 'check')).toEqual({
      http: { url: 'http://shop/health', tries: 3 },
    })
  })

  it('need no id where there is one stack only', () => {
    expect(fillOutputs('{stack.outputs.Url}', outputs, 'check')).toBe('http://shop')
  })

  it('name what there is when they lead nowhere', () => {
    expect(() => fillOutputs('{stack.web.outputs.Link}', outputs, 'check')).toThrow(
      '{stack.web.outputs.Link} refers to an output that does not exist',
    )
    expect(fillOutputs('{stack.web.outputs.Link}', outputs, 'check', 'unknown')).toBe('unknown')
  })

  it('are known before they are filled', () => {
    const value = ['{stack.a.outputs.X}', { b: '{stack.b.outputs.Y}{stack.a.outputs.Z}' }]
    expect(referencedStacks(value, ['a', 'b', 'c'])).toEqual(['a', 'b'])
  })

  it.each([
    ['the only stack', ['web'], undefined, 'web'],
    ['the other one of two, for a parameter', ['net', 'web'], 'web', 'net'],
    ['none for certain, for a check of two stacks', ['net', 'web'], undefined, 'stack'],
  ])('without a name mean %s', (_, ids, own, expected) => {
    expect(referencedStacks('{stack.outputs.Url}', ids, own)).toEqual([expected])
  })

  it('that are nearly right name the output that was probably meant', () => {
    expect(() => fillOutputs('{stack.web.outputs.Urll}', outputs, 'check')).toThrow(
      '{stack.web.outputs.Urll} refers to an output that does not exist: did you mean {stack.web.outputs.Url}?',
    )
  })

  it('pick what is asked for, and nothing else, out of what there is', () => {
    const two = { web: { Url: 'http://shop', Token: 'secret' }, net: { Vpc: 'vpc-1' } }
    expect(referencedOutputs([{ http: '{stack.web.outputs.Url}' }, '{stack.web.outputs.Gone}'], two)).toEqual({
      web: { Url: 'http://shop' },
      net: {},
    })
    expect(referencedOutputs('{stack.outputs.Url}', { web: two.web })).toEqual({ web: { Url: 'http://shop' } })
  })
})
