import { expect, test } from '@jest/globals'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { brokenReferences } from '../../../src/plan/sources/output-references.ts'

const RESOURCES = 'Resources: { T: { Type: AWS::SNS::Topic } }\n'

function messages(text: string, templates: Readonly<Record<string, string>>, stack?: string): string[] {
  const read = Object.entries(templates).map(
    ([id, outputs]) => [id, parseTemplate(`${RESOURCES}${outputs}`, `${id}.yml`)] as const,
  )
  const declared = { ids: Object.keys(templates), templates: new Map(read) }
  const referring = { subject: 'check/x', text, ...(stack !== undefined && { stack }) }
  return brokenReferences(referring, declared).map(({ message }) => message)
}

const URL = 'Outputs: { Url: { Value: x } }\n'

test.each<[string, string, Readonly<Record<string, string>>, string[]]>([
  ['a declared output', '{stack.web.outputs.Url}/health', { web: URL }, []],
  [
    'a misspelt output',
    'curl {stack.web.outputs.Urll}/health',
    { web: URL },
    ['{stack.web.outputs.Urll} refers to an output that web.yml does not declare: did you mean Url?'],
  ],
  [
    'an output of a template without outputs',
    '{stack.outputs.Url}',
    { web: '' },
    ['{stack.outputs.Url} refers to an output that web.yml does not declare'],
  ],
  [
    'a misspelt stack',
    '{stack.webb.outputs.Url}',
    { web: URL },
    ['{stack.webb.outputs.Url} refers to a stack webb that is not declared: did you mean web?'],
  ],
  [
    'an unnamed stack where there are two',
    '{stack.outputs.Url}',
    { web: URL, net: URL },
    ['{stack.outputs.Url} refers to a stack without its name, and the release has several'],
  ],
  [
    'each of several outputs',
    '{stack.web.outputs.A}{stack.web.outputs.B}',
    { web: URL },
    [
      '{stack.web.outputs.A} refers to an output that web.yml does not declare',
      '{stack.web.outputs.B} refers to an output that web.yml does not declare',
    ],
  ],
  [
    'a text that resembles a reference',
    '{stack.web.output.Url}',
    { web: URL },
    ['{stack.web.output.Url} is not a valid reference to an output; it would be used literally'],
  ],
  ['a template of another language', "awk '{stack[NR]=$0}' && node -e 'if (x) {stack.push(1)}'", { web: URL }, []],
  ['an output that a macro may add', '{stack.web.outputs.X}', { web: `Transform: Shop\n${URL}` }, []],
  [
    'an output that SAM does not add',
    '{stack.web.outputs.X}',
    { web: `Transform: AWS::Serverless-2016-10-31\n${URL}` },
    ['{stack.web.outputs.X} refers to an output that web.yml does not declare'],
  ],
  [
    'an output from a loop',
    '{stack.web.outputs.UrlA}{stack.web.outputs.UrlC}',
    {
      web: 'Transform: AWS::LanguageExtensions\nOutputs:\n  Fn::ForEach::Each: [Name, [A, B], { "Url${Name}": { Value: x } }]\n',
    },
    [],
  ],
])('a text that refers to %s', (_, text, templates, expected) => {
  expect(messages(text, templates)).toEqual(expected)
})

test('an unreadable template has a finding of its own only', () => {
  const declared = { ids: ['web'], templates: new Map() }
  expect(brokenReferences({ subject: 'check/x', text: '{stack.web.outputs.X}' }, declared)).toEqual([])
})
