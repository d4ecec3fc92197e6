import { afterEach, describe, expect, test } from '@jest/globals'
import { blockers, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'

/** References of a template to resources outside it, in both environments. */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

interface Stack {
  readonly name: string
  readonly template: string
  readonly parameters?: Readonly<Record<string, string>>
}

/** Precheck of a release of the given templates, where the given stacks exist. */
async function precheck(files: Readonly<Record<string, string>>, existing: readonly Stack[]): Promise<Seen> {
  world = await openSourceWorld({
    pace: 100,
    github: { repository: 'acme/shop', files },
    history: existing.map(({ name, template, parameters }) => ({
      deploy: { stack: name, template, ...(parameters && { parameters }) },
    })),
  })
  return world.precheck()
}

const found = ({ evidence }: Seen, code: string) => evidence.findings.filter((finding) => finding.code === code)
const titles = (seen: Seen, code: string) => found(seen, code).map(({ title }) => title)

const EXPORTER = `
Parameters: { Env: { Type: String }, Label: { Type: String, Default: one } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: hello } }
Outputs:
  Topic: { Value: !GetAtt Topic.TopicName, Export: { Name: !Sub "\${Env}-topic" } }
  Label: { Value: !Ref Label, Export: { Name: !Join ["-", [!Ref Env, label]] } }
`
const WITHOUT_TOPIC = `
Parameters: { Env: { Type: String }, Label: { Type: String, Default: one } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: hello } }
Outputs:
  Label: { Value: !Ref Label, Export: { Name: !Join ["-", [!Ref Env, label]] } }
`
const importer = (name: string) => `
Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !ImportValue ${name} } }
`
const NET = (template: string): Record<string, string> => ({
  '.github/test-deployments.yml': `version: 1
stacks: [{ id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" } }]
`,
  'net.yml': template,
})
const both = (template: string): Stack[] =>
  ['preprod', 'production'].map((name) => ({ name: `net-${name}`, template, parameters: { Env: name } }))

describe('an export that another stack imports', () => {
  test('may not be removed: importer, account and export are reported', async () => {
    const seen = await precheck(NET(WITHOUT_TOPIC), [
      ...both(EXPORTER),
      { name: 'app-production', template: importer('production-topic') },
    ])
    expect(blockers(seen)).toContain('fail exports/in-use stack/net/export/production-topic')
    const [finding] = found(seen, 'exports/in-use')
    expect(finding?.title).toBe(
      'production: the update of net-production would remove the export production-topic, which app-production imports',
    )
    expect(finding?.observed).toMatch(/^imported by app-production in account \d{12}, eu-west-1$/)
    expect(titles(seen, 'exports/kept')).toEqual([
      'preprod: net-preprod would remove the export preprod-topic, which no other stack imports',
    ])
  })

  test('may not change its value', async () => {
    const seen = await precheck(NET(EXPORTER.replace('Default: one', 'Default: two')), [
      ...both(EXPORTER),
      { name: 'app-preprod', template: importer('preprod-label') },
    ])
    expect(titles(seen, 'exports/in-use')).toEqual([
      'preprod: the update of net-preprod would change the export preprod-label, which app-preprod imports',
    ])
  })

  test('changes when its resource is replaced', async () => {
    const named = (name: string) => EXPORTER.replace('DisplayName: hello', `TopicName: !Sub "\${Env}-${name}"`)
    const seen = await precheck(NET(named('b')), [
      ...both(named('a')),
      { name: 'app-production', template: importer('production-topic') },
    ])
    expect(titles(seen, 'exports/in-use')).toEqual([
      'production: the update of net-production would change the export production-topic, which app-production imports',
    ])
  })

  test('may be removed where the importer is deployed before and no longer imports it', async () => {
    const config = `version: 1
stacks:
  - { id: app, name: "app-{environment}", template: app.yml }
  - { id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" }, depends-on: [app] }
`
    const files = {
      '.github/test-deployments.yml': config,
      'net.yml': WITHOUT_TOPIC,
      'app.yml': 'Resources: { P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: none } } }\n',
    }
    const apps = ['preprod', 'production'].map((name) => ({ name: `app-${name}`, template: importer(`${name}-topic`) }))
    const seen = await precheck(files, [...both(EXPORTER), ...apps])
    expect(found(seen, 'exports/in-use')).toEqual([])
    expect(titles(seen, 'exports/kept')).toHaveLength(2)
  })
})

describe('a new export', () => {
  const shared = (name: string) => EXPORTER.replace(/"\$\{Env\}-topic"/, name)

  test('may not have the name of an export of another stack', async () => {
    const seen = await precheck(NET(EXPORTER), [
      { name: 'old', template: shared('production-topic'), parameters: { Env: 'old' } },
    ])
    expect(blockers(seen)).toEqual(['fail exports/taken stack/net/export/production-topic'])
    expect(titles(seen, 'exports/taken')).toEqual([
      'production: net-production would export production-topic, which old exports already',
    ])
  })

  test('may not have the same name in both environments of one account and region', async () => {
    const seen = await precheck(NET(shared('topic')), [])
    expect(titles(seen, 'exports/taken')).toEqual([
      'production: net-production would export topic, which net-preprod of preprod exports before',
    ])
  })

  test('is allowed where its stack has it already', async () => {
    const seen = await precheck(NET(EXPORTER), both(EXPORTER))
    expect(found(seen, 'exports/taken')).toEqual([])
  })

  test('may move from a stack that is deployed before and removes it', async () => {
    const config = `version: 1
stacks:
  - { id: app, name: "app-{environment}", template: app.yml, parameters: { Env: "{environment}" } }
  - { id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" }, depends-on: [app] }
`
    const apps = both(EXPORTER).map((stack) => ({ ...stack, name: stack.name.replace('net', 'app') }))
    const release = (text: string) =>
      precheck(
        {
          '.github/test-deployments.yml': text,
          'net.yml': EXPORTER,
          'app.yml': 'Parameters: { Env: { Type: String } }\nResources: { Other: { Type: AWS::SNS::Topic } }\n',
        },
        apps,
      )
    expect(found(await release(config), 'exports/taken')).toEqual([])
    await world?.close()
    const [, head = '', app = '', net = ''] = /^(version: 1\nstacks:\n)(.+\n)(.+\n)$/.exec(config) ?? []
    const reversed = await release(`${head}${net.replace(', depends-on: [app]', '')}${app}`)
    expect(blockers(reversed)).toEqual(
      ['label', 'topic']
        .flatMap((name) =>
          ['preprod', 'production'].map((each) => `fail exports/taken stack/net/export/${each}-${name}`),
        )
        .toSorted(),
    )
  })
})

describe('an import', () => {
  const config = '.github/test-deployments.yml'
  const WEB = {
    [config]: `version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: { Env: "{environment}" } }]
`,
    'web.yml': `
Parameters: { Env: { Type: String } }
Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: { "Fn::ImportValue": !Sub "\${Env}-topic" } } }
`,
  }
  const EXISTS = { name: 'net-preprod', template: EXPORTER, parameters: { Env: 'preprod' } }

  test('needs an export in each environment', async () => {
    const seen = await precheck(WEB, [EXISTS])
    expect(titles(seen, 'imports/missing')).toEqual([
      'production: P of web-production imports production-topic, which no stack of eu-west-1 exports',
    ])
    expect(found(seen, 'imports/missing')[0]?.source).toMatchObject({ file: 'web.yml', line: 4 })
    expect(titles(seen, 'imports/found')).toEqual(['preprod: the exports that web-preprod imports exist'])
  })

  test('is satisfied by a stack of this release that is deployed before it, and not by a later one', async () => {
    const files = (dependsOn: string) => ({
      ...WEB,
      [config]: `version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Env: "{environment}" }${dependsOn} }
  - { id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" } }
`,
      'net.yml': EXPORTER,
    })
    const right = await precheck(files(', depends-on: [net]'), [])
    expect(found(right, 'imports/missing')).toEqual([])
    expect(found(right, 'imports/found')).toHaveLength(2)
    await world?.close()
    const wrong = await precheck(files(''), [])
    expect(found(wrong, 'imports/missing')).toHaveLength(2)
    expect(found(wrong, 'imports/missing')[0]?.advice).toContain('add `depends-on: [net]`')
  })

  test('is not satisfied by an existing export that this release removes', async () => {
    const files = {
      ...WEB,
      [config]: `version: 1
stacks:
  - { id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" } }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Env: "{environment}" }, depends-on: [net] }
`,
      'net.yml': WITHOUT_TOPIC,
    }
    const seen = await precheck(files, both(EXPORTER))
    expect(found(seen, 'imports/found')).toEqual([])
    expect(titles(seen, 'imports/missing')).toEqual([
      'preprod: P of web-preprod imports preprod-topic, which this release removes',
      'production: P of web-production imports production-topic, which this release removes',
    ])
  })

  test('under a condition that is false needs nothing', async () => {
    const template = `
Parameters: { Env: { Type: String } }
Conditions: { Production: !Equals [!Ref Env, production] }
Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !If [Production, !ImportValue production-topic, none] } }
`
    const seen = await precheck({ ...WEB, 'web.yml': template }, [])
    expect(titles(seen, 'imports/missing')).toEqual([
      'production: P of web-production imports production-topic, which no stack of eu-west-1 exports',
    ])
  })
})
