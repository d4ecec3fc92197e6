import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openBench, type Bench, type Ended } from '../support/harness.ts'

/** Inputs and configurations that would have another effect than they state. */

let bench: Bench
beforeEach(async () => {
  bench = await openBench('source')
})
afterEach(() => bench.close())

const blocking = ({ evidence }: Ended) => evidence?.findings.filter(({ outcome }) => outcome !== 'pass')
const RUN = (entries: string): string => `version: 1\nverify:\n${entries}`

describe('inputs that a command does not take', () => {
  test.each([
    ['gate', { only: 'web' }],
    ['gate', { shard: '1/2' }],
    ['package', { only: 'tests' }],
    ['package', { shard: '1/2' }],
    ['precheck', { shard: '2/2' }],
    ['deploy-preprod', { shard: '1/3' }],
    ['deploy-production', { shard: '1/3' }],
  ])('%s rejects %j', async (command, input) => {
    const [[name, value] = ['', '']] = Object.entries(input)
    const ended = await bench.step({ command, ...input })
    expect(ended.status).toBe(1)
    expect(blocking(ended)).toMatchObject([
      { code: 'config/input', outcome: 'error', subject: `input/${name}`, observed: value },
    ])
    expect(bench.asked).toEqual([])
  })

  test.each([
    ['precheck', 'shp', 'did you mean shop?'],
    ['verify', 'tets', 'did you mean tests?'],
    ['verify', 'functonal', 'did you mean functional?'],
  ])('%s suggests the correct value for `only: %s`', async (command, only, said) => {
    const config = `version: 1
stacks: [{ id: shop, name: "shop-{environment}", template: infra/web.yml, parameters: "infra/parameters.{environment}.json" }]
verify: [{ run: "true" }]
`
    const ended = await bench.step({ command, only, config }, { AWS_REGION: 'eu-west-1' })
    expect(blocking(ended)).toMatchObject([{ code: 'config/input', subject: 'input/only' }])
    expect(ended.lines.join('\n')).toContain(said)
  })

  test('a mistyped command is reported with the probable one', async () => {
    const ended = await bench.step({ command: 'prechek' })
    expect(ended.lines.join('\n')).toContain('did you mean precheck?')
  })
})

describe('checks with the same name', () => {
  test.each([
    ['given twice', '  - { run: "true", name: smoke }\n  - { run: "false", name: smoke }\n', 'smoke'],
    ['given and generated', '  - { run: "true" }\n  - { run: "false", name: "true" }\n', 'true'],
    [
      'generated like a given one',
      '  - { run: "true" }\n  - { run: "true" }\n  - { run: "false", name: "true (2)" }\n',
      'true (2)',
    ],
  ])('%s are refused', async (_, entries, name) => {
    const ended = await bench.step({ command: 'verify', config: RUN(entries) })
    expect(blocking(ended)).toMatchObject([{ code: 'config/file', outcome: 'error', observed: name }])
  })

  test('that have no value are distinguished', async () => {
    const ended = await bench.step({ command: 'verify', config: RUN('  - { run: "true" }\n  - { run: "true" }\n') })
    const subjects = ended.evidence?.findings.map(({ subject }) => subject)
    expect(subjects).toEqual(expect.arrayContaining(['check/true', 'check/true (2)']))
  })
})

describe('texts that resemble workflow commands', () => {
  const LINES = [
    '\u0085::error::pwned',
    '\u2028::error::pwned',
    '##[error]pwned',
    'x ##[error]pwned',
    '\u00a0::error::pwned',
  ]

  test('are treated as data, whether a test prints them or they are names', async () => {
    writeFileSync(join(bench.workspace, 'print.txt'), `${LINES.join('\n')}\n`)
    const entries = [
      '  - { run: "cat print.txt; exit 1" }',
      ...LINES.map((line) => `  - { run: "true", name: ${JSON.stringify(line)} }`),
    ]
    const ended = await bench.step({ command: 'verify', config: RUN(`${entries.join('\n')}\n`) })
    expect(ended.evidence?.verdict).toBe('fail')
    expect(ended.annotations.filter(({ message }) => /^\s*pwned/.test(message))).toEqual([])
    expect(ended.lines.filter((line) => line.includes('pwned')).length).toBeGreaterThanOrEqual(LINES.length)
    expect(ended.summary).not.toMatch(/[\u0085\u2028]/)
  })
})

describe('an unclosed glob', () => {
  test('is an error of its check, and the step continues', async () => {
    writeFileSync(join(bench.workspace, 'a'.repeat(250)), '')
    const entries = `  - { run: "true", junit: "${'{a,b}'.repeat(40)}" }\n  - { run: "true", name: next }\n`
    const ended = await bench.step({ command: 'verify', config: RUN(entries) })
    expect(ended.status).toBe(1)
    expect(ended.lines.join('\n')).toContain('cannot be searched')
    expect(ended.evidence?.findings).toContainEqual(expect.objectContaining({ subject: 'check/next', outcome: 'pass' }))
  })
})
