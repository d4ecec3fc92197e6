import { describe, expect, test } from '@jest/globals'
import type { DeclaredExport, DeclaredImport } from '../../../src/cloudformation/exports.ts'
import type { ExportAtRisk, ExportFacts, StackExports } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/exports.ts'
import { factsOf } from '../facts.ts'

const source = { file: 'infra/web.yml', line: 7, column: 3 }

function stack(name: string, more: Partial<StackExports> = {}): StackExports {
  const own = { stack: name, stackName: `shop-${name}`, account: '111111111111', dependsOn: [] }
  return { ...own, declared: [], exported: [], imports: [], atRisk: [], ...more }
}
const atRisk = (risk: ExportAtRisk['risk']): ExportAtRisk[] => [{ name: 'Vpc', risk, source }]
const imports = (...names: (string | undefined)[]): DeclaredImport[] =>
  names.map((name) => ({ name, expression: name ?? '${Name}-Vpc', logicalId: 'Group', source }))
const exporting = (name: string, made: DeclaredExport['made']): DeclaredExport[] => [
  { output: 'Vpc', name, made, value: 'vpc-1', source },
]

/** `fail exports/in-use shop-app`: outcome, code, and the stacks in the observation. */
function judged(stacks: readonly StackExports[], more: Partial<Omit<ExportFacts, 'stacks'>> = {}): string[] {
  const facts = factsOf({})
  const [environment] = facts.environments
  if (environment === undefined) throw new Error('there is one environment')
  const exports: ExportFacts = { stacks, exports: [], importers: new Map(), ...more }
  return rule
    .judge({ ...facts, environments: [{ ...environment, exports }] })
    .map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed ?? ''}`)
}
const existing = (...names: string[]) => ({
  exports: names.map((name) => ({
    name,
    value: 'vpc-1',
    stackArn: 'arn:aws:cloudformation:::stack/shop-net/1',
  })) as never,
})
const importedBy = (...importers: string[]) => ({ importers: new Map([['Vpc', importers]]) })

describe('an export that the release would', () => {
  test.each<[string, ExportAtRisk['risk'], string]>([
    ['remove', 'removed', 'fail exports/in-use'],
    ['change', 'changed', 'fail exports/in-use'],
    ['perhaps remove', 'perhaps-removed', 'inconclusive exports/perhaps-in-use'],
    ['perhaps change', 'perhaps-changed', 'inconclusive exports/perhaps-in-use'],
  ])('%s is a finding where another stack imports it', (_, risk, expected) => {
    const stacks = [stack('net', { atRisk: atRisk(risk) })]
    expect(judged(stacks, importedBy('other-app'))).toEqual([
      `${expected}: imported by other-app in account 111111111111, eu-west-1`,
    ])
    expect(judged(stacks)).toEqual(['pass exports/kept: no importer'])
  })

  test('remove is accepted where the importer stops before, and a finding where it stops later', () => {
    const net = stack('net', { atRisk: atRisk('removed') })
    const app = stack('app', { imports: [] })
    expect(judged([app, net], importedBy('shop-app'))).toEqual([
      'pass exports/kept: shop-app no longer imports it by then',
    ])
    expect(judged([net, app], importedBy('shop-app'))).toEqual([
      'fail exports/in-use: imported by shop-app in account 111111111111, eu-west-1',
    ])
  })
})

describe('a new export', () => {
  test.each<[string, string, string[]]>([
    ['its own stack has', 'net', []],
    ['another stack has', 'web', ['fail exports/taken: exported by shop-net in account 111111111111, eu-west-1']],
  ])('of a name that %s', (_, name, expected) => {
    expect(judged([stack(name, { declared: exporting('Vpc', true) })], existing('Vpc'))).toEqual(expected)
  })
})

describe('an import', () => {
  test.each<[string, StackExports[], string[], string[]]>([
    ['that exists', [stack('app', { imports: imports('Vpc') })], ['Vpc'], ['pass imports/found: 1 exist']],
    [
      'that exists nowhere',
      [stack('app', { imports: imports('Vpc') })],
      ['VPC'],
      ['fail imports/missing: 1 exports, none of that name'],
    ],
    [
      'that an earlier stack creates',
      [stack('net', { declared: exporting('Vpc', true) }), stack('app', { imports: imports('Vpc') })],
      [],
      ['pass imports/found: 0 exist, 1 made by this release'],
    ],
    [
      'that a later stack creates',
      [stack('app', { imports: imports('Vpc') }), stack('net', { declared: exporting('Vpc', true) })],
      [],
      ['fail imports/missing: 0 exports, none of that name'],
    ],
    [
      'that a stack may create',
      [stack('net', { declared: exporting('Vpc', undefined) }), stack('app', { imports: imports('Vpc') })],
      [],
      ['fail imports/missing: 0 exports, none of that name'],
    ],
    [
      'that this release removes',
      [stack('net', { atRisk: atRisk('removed') }), stack('app', { imports: imports('Vpc') })],
      ['Vpc'],
      [
        'fail exports/in-use: imported by shop-app in account 111111111111, eu-west-1',
        'fail imports/missing: an export that this release removes',
      ],
    ],
    [
      'whose name is not known yet',
      [stack('app', { imports: imports(undefined, 'Vpc') })],
      ['Vpc'],
      ['noted imports/not-checked: Group: ${Name}-Vpc', 'pass imports/found: 1 exist'],
    ],
    [
      'without a known name',
      [stack('app', { imports: imports(undefined) })],
      ['Vpc'],
      ['noted imports/not-checked: Group: ${Name}-Vpc'],
    ],
  ])('%s', (_, stacks, there, expected) => {
    expect(judged(stacks, existing(...there))).toEqual(expected)
  })
})

describe("an import in CloudFormation's remarks", () => {
  const remark = (...names: string[]) =>
    names.map((name) => `[WARN] it failed for resource [P] because: No export named ${name}`)
  const changeSet = (logicalId: string, incomplete: string[], ...nested: object[]) => ({
    logicalId,
    incomplete,
    nested,
  })

  /** Of a stack whose change set and nested ones have these remarks. */
  function remarked(facts: object, stacks: readonly StackExports[] = [stack('web')]): string[] {
    const all = factsOf({})
    const [environment] = all.environments
    const own = { stack: { id: 'web', name: 'shop-web' }, facts }
    return rule
      .judge({
        ...all,
        environments: [
          { ...environment, stacks: [own], exports: { stacks, exports: [], importers: new Map() } },
        ] as never,
      })
      .map(({ outcome, code, title }) => `${outcome} ${code}: ${title}`)
  }

  test('in a nested stack, two levels deep, fails', () =>
    expect(remarked(changeSet('', [], changeSet('Child', [], changeSet('Grandchild', remark('net-topic')))))).toEqual([
      expect.stringMatching(
        /^fail imports\/missing: .*shop-web\/Child\/Grandchild imports net-topic, which no stack of/,
      ),
    ]))

  test('in the stack itself, as in an included text, fails', () =>
    expect(remarked(changeSet('', remark('net-topic')))).toEqual([expect.stringMatching(/^fail .*shop-web imports/)]))

  test('is inconclusive where another nested stack may create the export', () =>
    expect(remarked(changeSet('', [], changeSet('Net', []), changeSet('App', remark('net-topic'))))).toEqual([
      expect.stringMatching(/^inconclusive imports\/missing: .*shop-web\/App imports net-topic/),
    ]))

  test('has no finding where a stack of this release creates it, or the template declares it', () => {
    const facts = changeSet('', [], changeSet('App', remark('net-topic')))
    expect(remarked(facts, [stack('net', { declared: exporting('net-topic', true) }), stack('web')])).toEqual([])
    const shown = stack('web', { imports: imports('net-topic') })
    expect(remarked(changeSet('', remark('net-topic')), [shown])).toHaveLength(1)
  })
})
