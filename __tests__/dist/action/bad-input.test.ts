import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { blocking } from '../../../src/evidence/verdict.ts'
import { openBench, type Bench, type Ended } from '../support/harness.ts'

/** Errors of the input: three of them, and those that clients of AWS report, through the bundle. */

let bench: Bench
beforeEach(async () => {
  bench = await openBench('source')
})
afterEach(() => bench.close())

/** The bundle runs the steps from now on. */
const fromBundle = async (): Promise<void> => {
  await bench.close()
  bench = await openBench()
}

/** Properties of every run that ends with an error of the input. */
function expectClearEnd(ended: Ended): void {
  expect(ended.status).toBe(1)
  expect(ended.outputs.get('verdict')).toBe('error')
  expect(ended.evidence?.verdict).toBe('error')
  expect(ended.outputs.get('digest')).toMatch(/^sha256:/)
  const errors = ended.annotations.filter(({ level }) => level === 'error')
  expect(errors.length).toBeGreaterThan(0)
  for (const finding of ended.evidence?.findings.filter(({ outcome }) => outcome === 'error') ?? []) {
    expect(finding.subject).not.toBe('')
    expect(finding.advice).toBeTruthy()
  }
  // No stack traces, no bare objects.
  expect(ended.lines.filter((line) => /^\s+at |\[object Object\]|undefined/.test(line))).toEqual([])
}

/** Codes of the findings that keep the verdict from being a pass. */
function codes(ended: Ended): string[] {
  return [...new Set(blocking(ended.evidence?.findings ?? []).map(({ code }) => code))]
}

describe('invalid input', () => {
  test('rejects an unknown command', async () => {
    await fromBundle()
    const ended = await bench.step({ command: 'deploy' })
    expectClearEnd(ended)
    expect(ended.annotations).toHaveLength(1)
    expect(ended.annotations[0]?.message).toContain('unknown command "deploy"')
    expect(ended.evidence?.findings).toMatchObject([
      {
        code: 'config/input',
        subject: 'input/command',
        expected: expect.stringContaining('precheck'),
        observed: 'deploy',
      },
    ])
  })

  test('rejects a missing command', async () => {
    await fromBundle()
    const ended = await bench.step({})
    expectClearEnd(ended)
    expect(ended.annotations[0]?.message).toContain('the input `command` is missing')
  })

  test('reports a missing configuration file', async () => {
    const ended = await bench.step({ command: 'precheck', config: 'release.yml' })
    expectClearEnd(ended)
    expect(codes(ended)).toEqual(['config/missing-file'])
    expect(ended.annotations).toHaveLength(1)
    expect(ended.annotations[0]?.message).toContain('release.yml')
    expect(ended.evidence?.findings[0]?.advice).toContain('actions/checkout')
  })

  test('reports each mistake of a configuration with its line and column', async () => {
    await fromBundle()
    writeFileSync(
      join(bench.workspace, 'bad.yml'),
      'version: 2\nstacks:\n  - nmae: shop\n    template: infra/web.yml\nverfiy: []\n',
    )
    const ended = await bench.step({ command: 'precheck', config: 'bad.yml' })
    expectClearEnd(ended)
    expect(codes(ended)).toEqual(['config/file'])
    const places = ended.evidence?.findings.map(({ source }) => `${source?.line}:${source?.column}`)
    expect(places).toEqual(expect.arrayContaining(['1:10', '3:5', '5:1']))
    expect(bench.asked).toEqual([])
  })

  test('reports a configuration that is not YAML', async () => {
    writeFileSync(join(bench.workspace, 'bad.yml'), 'version: 1\nstacks: [\n')
    const ended = await bench.step({ command: 'precheck', config: 'bad.yml' })
    expectClearEnd(ended)
    expect(codes(ended)).toEqual(['config/file'])
  })

  test('reports a missing template before the first request to AWS', async () => {
    rmSync(join(bench.workspace, 'infra/web.yml'))
    const ended = await bench.step({ command: 'precheck' })
    expect(ended.status).toBe(1)
    expect(ended.annotations.map(({ message }) => message).join('\n')).toContain('infra/web.yml')
    expect(ended.evidence?.verdict).not.toBe('pass')
    expect(bench.asked).toEqual([])
  })

  test('reports an evidence folder that does not exist', async () => {
    const ended = await bench.step({ command: 'gate', evidence: 'nowhere/at/all', needs: '{}' })
    expect(ended.status).toBe(1)
    expect(ended.lines.join('\n')).toContain('nowhere/at/all')
    expect(ended.outputs.get('verdict')).not.toBe('pass')
  })

  test('reports an evidence folder that is a file', async () => {
    writeFileSync(join(bench.workspace, 'evidence'), 'a file')
    const ended = await bench.step({ command: 'gate', evidence: 'evidence', needs: '{}' })
    expect(ended.status).toBe(1)
    expect(ended.lines.join('\n')).toContain('evidence')
    expect(ended.outputs.get('verdict')).not.toBe('pass')
  })

  test('reports an evidence folder that is not writable', async () => {
    const folder = join(bench.workspace, 'closed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'precheck-all-attempt1.json'), '')
    chmodSync(join(folder, 'precheck-all-attempt1.json'), 0o000)
    chmodSync(folder, 0o500)
    const ended = await bench.step({ command: 'gate', evidence: 'closed', needs: '{}', 'github-token': '' })
    chmodSync(folder, 0o700)
    expect(ended.status).toBe(1)
  })

  test('reports missing credentials', async () => {
    const ended = await bench.step({ command: 'precheck' }, { AWS_REGION: 'eu-west-1' })
    expectClearEnd(ended)
    expect(codes(ended)).toEqual(['github/identity'])
    expect(bench.asked.filter((line) => line.startsWith('POST / '))).toEqual([])
  })

  test('reports missing credentials where no role is configured', async () => {
    await fromBundle()
    const config =
      'version: 1\nstacks: [{ name: "shop-{environment}", template: infra/web.yml, parameters: "infra/parameters.{environment}.json" }]\n'
    const ended = await bench.step({ command: 'precheck', config }, { AWS_REGION: 'eu-west-1' })
    expectClearEnd(ended)
    expect(codes(ended)).toContain('aws/no-credentials')
    expect(bench.asked).toEqual([])
  })

  test('reports an endpoint that refuses connections', async () => {
    await fromBundle()
    const config =
      'version: 1\nstacks: [{ name: "shop-{environment}", template: infra/web.yml, parameters: "infra/parameters.{environment}.json" }]\n'
    const ended = await bench.step(
      { command: 'precheck', config },
      {
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
      },
    )
    expectClearEnd(ended)
    expect(codes(ended)).toContain('aws/unreachable')
  })
})
