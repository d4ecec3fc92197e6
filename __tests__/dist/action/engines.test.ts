import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { Row } from '../../../scripts/check/engines/contract.ts'
import { playStory } from '../../../scripts/check/engines/play.ts'
import { summaryOf } from '../../../scripts/check/engines/show.ts'
import { STORIES } from '../../../scripts/check/engines/stories.ts'
import { startOddEngine, type OddEngine, type Oddity } from '../../odd-engine.ts'

/** check:engines with the sandbox in place of an independent engine. */

let sandbox: Sandbox
let engine: OddEngine | undefined
let folder: string
beforeEach(async () => {
  sandbox = await startSandbox({ scenario: { pace: 'skip' } })
  folder = mkdtempSync(join(tmpdir(), 'engines-test-'))
})
afterEach(async () => {
  await engine?.close()
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

async function play(name: string, oddities: Readonly<Record<string, Oddity>> = {}): Promise<Row[]> {
  engine = await startOddEngine(sandbox.awsUrl, oddities)
  const stage = {
    engine: 'sandbox',
    version: '1',
    url: engine.url,
    githubUrl: sandbox.github.url,
    variables: sandbox.clientVariables,
    folder,
    cancelled: new AbortController().signal,
  }
  const rows: Row[] = []
  for (const story of STORIES.filter((each) => each.name === name))
    await playStory(stage, story, (row) => rows.push(row))
  return rows
}

test('passed steps are compared with the engine, and a correct engine contradicts none of them', async () => {
  const rows = await play('create')
  expect(rows).toMatchObject([
    { step: 'create: precheck', green: true, contradictions: [] },
    { step: 'create: deploy-preprod', green: true, contradictions: [] },
  ])
  expect(rows.some(({ notJudged }) => notJudged !== undefined)).toBe(false)
  expect(summaryOf(rows, []).failed).toBe(false)
})

test("a passed deployment is a false pass where the engine's state differs from what its CloudFormation reported", async () => {
  const rows = await play('create', {
    DescribeAlarms: (answer) => {
      const { MetricAlarms: _, ...rest } = JSON.parse(answer) as Record<string, unknown>
      return JSON.stringify(rest)
    },
  })
  expect(rows[1]).toMatchObject({
    step: 'create: deploy-preprod',
    green: true,
    contradictions: ['alarm create-errors-preprod: 2 expected, absent found'],
  })
  expect(summaryOf(rows, [])).toMatchObject({ failed: true, text: expect.stringContaining('false passes 1') })
})

test('drift fails precheck, and nothing is deployed', async () => {
  const rows = await play('property-drift')
  expect(rows).toMatchObject([
    { step: 'property-drift: precheck', green: false, outcome: 'fail drift/property-differs' },
  ])
})
