import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../src/config/schema/file.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readSources } from '../../../src/plan/sources/read-sources.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
  write('base.yml', 'Resources: { T: { Type: AWS::SNS::Topic } }\nOutputs: { Arn: { Value: !Ref T } }\n')
  write(
    'web.yml',
    'Parameters: { Topic: { Type: String, MinLength: 1 } }\nResources: { T: { Type: AWS::SNS::Topic } }\n',
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function read(web: string, environments = '{}') {
  const config = readConfig(
    `version: 1\nenvironments: ${environments}\nstacks:\n  - { id: base, name: base, template: base.yml }\n  - { id: web, ${web} }\n`,
    'c.yml',
  )
  return readSources(resolveEnvironment(config, 'preprod', 'eu-west-1'), folder, config.verify)
}

test('references of a parameter file are read first', async () => {
  write('p.preprod.json', '{ "Topic": "{stack.base.outputs.Arn} of {environment}" }')
  const sources = await read('name: web, template: web.yml, parameters: "p.{environment}.json"')
  expect(sources.get('web')?.dependsOn).toEqual(['base'])
  expect(sources.get('web')?.parameters.values).toEqual({ Topic: { value: '{stack.base.outputs.Arn} of preprod' } })
})

test.each<[string, string, string, string]>([
  [
    'an undeclared output',
    'name: web, template: web.yml, parameters: { Topic: "{stack.base.outputs.Nobody}" }',
    '{}',
    'config/reference',
  ],
  [
    'a text that resembles a reference',
    'name: web, template: web.yml, parameters: { Topic: "{stack.base.output.Arn}" }',
    '{}',
    'config/reference',
  ],
  ['a missing template', 'name: web, template: nobody.yml', '{}', 'config/missing-file'],
  ['a template outside the workspace', 'name: web, template: ../../etc/passwd', '{}', 'config/missing-file'],
  [
    'a stack in another region',
    'name: "arn:aws:cloudformation:us-east-1:111111111111:stack/web/x", template: web.yml',
    '{}',
    'config/file',
  ],
  [
    'a stack in another account',
    'name: "arn:aws:cloudformation:eu-west-1:222222222222:stack/web/x", template: web.yml',
    '{ preprod: { plan-role: "arn:aws:iam::111111111111:role/plan" } }',
    'config/file',
  ],
  ['two entries for one stack', 'name: base, template: web.yml, parameters: { Topic: x }', '{}', 'config/file'],
  ['a name that is invalid for stacks', 'name: "web_{environment}", template: web.yml', '{}', 'config/file'],
  ['a name that is too long', `name: ${'x'.repeat(129)}, template: web.yml`, '{}', 'config/file'],
  [
    'a value that the template does not allow',
    'name: web, template: web.yml, parameters: { Topic: "" }',
    '{}',
    'config/parameters',
  ],
])('refuses %s before the first request to AWS', async (_, web, environments, code) => {
  await expect(read(web, environments)).rejects.toMatchObject({ code })
})

test.each([
  ['stacks that need each other', 'base', 'stacks need each other in a circle: base → web → base'],
  ['a stack that needs itself', 'web', 'stacks need each other in a circle: web → web'],
])('a cycle that only files contain: %s', async (_, id, message) => {
  const outputs = 'Outputs: { Arn: { Value: !Ref T } }\n'
  const needing = `Parameters: { Topic: { Type: String } }\nResources: { T: { Type: AWS::SNS::Topic } }\n${outputs}`
  write('base.yml', needing)
  write('web.yml', needing)
  write('base.json', '{ "Topic": "{stack.web.outputs.Arn}" }')
  write('web.json', `{ "Topic": "{stack.${id}.outputs.Arn}" }`)
  const config = readConfig(
    'version: 1\nstacks:\n  - { id: base, name: base, template: base.yml, parameters: base.json }\n  - { id: web, name: web, template: web.yml, parameters: web.json }\n',
    'c.yml',
  )
  if (id === 'web') write('base.json', '{ "Topic": "none" }')
  await expect(
    readSources(resolveEnvironment(config, 'preprod', 'eu-west-1'), folder, config.verify),
  ).rejects.toMatchObject({
    message,
  })
})

test('a reference without a stack refers to the other of two, and its output must exist', async () => {
  write('p.json', '{ "Topic": "{stack.outputs.Arn}" }')
  const sources = await read('name: web, template: web.yml, parameters: p.json')
  expect(sources.get('web')?.dependsOn).toEqual(['base'])
  write('p.json', '{ "Topic": "{stack.outputs.Nobody}" }')
  await expect(read('name: web, template: web.yml, parameters: p.json')).rejects.toMatchObject({
    code: 'config/reference',
    message: '{stack.outputs.Nobody} refers to an output that base.yml does not declare',
  })
})

test('a reference to a stack with an unreadable template is not a second error', async () => {
  write('base.yml', 'nothing')
  await expect(
    read('name: web, template: web.yml, parameters: { Topic: "{stack.base.outputs.Arn}" }'),
  ).rejects.toMatchObject({ code: 'config/template', message: expect.stringContaining('base.yml:1') })
})

test('invalid files of several stacks are reported at once', async () => {
  write('base.yml', 'Resources: [')
  await expect(read('name: web, template: nobody.yml')).rejects.toMatchObject({
    findings: [{ code: 'config/template', source: { file: 'base.yml' } }, { code: 'config/missing-file' }],
  })
})
