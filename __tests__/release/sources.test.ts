import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config/file.ts'
import { resolveEnvironment } from '../../src/config/resolve.ts'
import { readSources } from '../../src/release/sources.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
  write('base.yml', 'Resources: { T: { Type: AWS::SNS::Topic } }\nOutputs: { Arn: { Value: !Ref T } }\n')
  write('web.yml', 'Parameters: { Topic: { Type: String } }\nResources: { T: { Type: AWS::SNS::Topic } }\n')
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
  return readSources(resolveEnvironment(config, 'preprod', 'eu-west-1'), folder)
}

test('what a parameter file refers to comes first', async () => {
  write('p.preprod.json', '{ "Topic": "{stack.base.outputs.Arn} of {environment}" }')
  const sources = await read('name: web, template: web.yml, parameters: "p.{environment}.json"')
  expect(sources.get('web')?.dependsOn).toEqual(['base'])
  expect(sources.get('web')?.parameters.values).toEqual({ Topic: { value: '{stack.base.outputs.Arn} of preprod' } })
})

test.each<[string, string, string, string]>([
  [
    'an output that is not declared',
    'name: web, template: web.yml, parameters: { Topic: "{stack.base.outputs.Nobody}" }',
    '{}',
    'config/reference',
  ],
  ['a template that is not there', 'name: web, template: nobody.yml', '{}', 'config/missing-file'],
  ['a template out of the workspace', 'name: web, template: ../../etc/passwd', '{}', 'config/missing-file'],
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
])('refused before AWS is asked: %s', async (_, web, environments, code) => {
  await expect(read(web, environments)).rejects.toMatchObject({ code })
})

test('files of several stacks that cannot be used are told at once', async () => {
  write('base.yml', 'Resources: [')
  await expect(read('name: web, template: nobody.yml')).rejects.toMatchObject({
    findings: [{ code: 'config/template', source: { file: 'base.yml' } }, { code: 'config/missing-file' }],
  })
})
