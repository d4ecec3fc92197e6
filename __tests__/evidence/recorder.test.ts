import { describe, expect, it } from '@jest/globals'
import type { FindingCode } from '../../src/evidence/codes/index.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import { SCHEMA } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'

const about = {
  schema: SCHEMA,
  slot: { command: 'precheck', environment: 'all' },
  origin: {
    repository: 'org/shop',
    sha: 'a'.repeat(40),
    ref: 'refs/heads/main',
    runId: '1',
    runAttempt: 1,
    job: 'precheck',
    actor: 'ada',
  },
  endpoints: { aws: 'aws', github: 'github' },
  startedAt: '2026-11-22T10:00:00.000Z',
} as const
const recorder = () => new Recorder(() => new Date('2026-11-22T10:01:00Z'))

describe('the record of a command', () => {
  it('can always be digested', () => {
    const record = recorder()
    record.find({
      code: 'stack/update-failed',
      outcome: 'fail',
      title: 'cut \uD83D',
      subject: 'x',
      details: { said: ['\uDE00'] },
    })
    record.measure({ name: 'nothing', unit: 'ms', value: Number.NaN }, { name: 'all', unit: 'ms', value: 1 })
    const document = record.document(about)
    expect(digestOf(document)).toMatch(/^sha256:/)
    expect(document.findings[0]?.title).toBe('cut \uFFFD')
    expect(document.measurements.map(({ name }) => name)).toEqual(['all'])
  })

  it('has no code outside the catalogue, and no outcome that a code cannot have', () => {
    const words = { title: 't', subject: 's' }
    expect(() => recorder().find({ ...words, code: 'drift/new' as FindingCode, outcome: 'fail' })).toThrow(
      'the catalogue has no code drift/new',
    )
    expect(() => recorder().find({ ...words, code: 'toString' as FindingCode, outcome: 'fail' })).toThrow('toString')
    expect(() => recorder().find({ ...words, code: 'drift/in-sync', outcome: 'fail' })).toThrow(
      'a finding with the code drift/in-sync cannot be fail',
    )
  })

  it('is inconclusive without findings', () => {
    expect(recorder().document(about)).toMatchObject({
      ...about,
      verdict: 'inconclusive',
      findings: [],
      finishedAt: '2026-11-22T10:01:00.000Z',
    })
  })

  it('has the timeline in the order of time, for any order of recording', () => {
    const record = recorder()
    record.happened({ subject: 'stack/web', event: 'UPDATE_COMPLETE' })
    record.happened({ subject: 'stack/web', event: 'UPDATE_IN_PROGRESS', at: '2026-11-22T10:00:30.000Z' })
    expect(record.document(about).timeline.map(({ event }) => event)).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'])
  })

  it('keeps the latest state of a created resource', () => {
    const record = recorder()
    const deployment = { kind: 'deployment', id: 'd-1', environment: 'preprod' } as const
    record.handle({ ...deployment, state: 'running', advice: 'stop it' })
    record.handle({ ...deployment, state: 'kept' })
    expect(record.document(about).handles).toEqual([{ ...deployment, state: 'kept' }])
  })

  it('distinguishes deployments of two regions with the same id', () => {
    const record = recorder()
    const deployment = { kind: 'deployment', id: 'd-1', environment: 'production', state: 'kept' } as const
    record.handle({ ...deployment, region: 'eu-west-1' })
    record.handle({ ...deployment, region: 'us-east-1' })
    expect(record.document(about).handles.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1'])
  })

  it('keeps the outputs of each region', () => {
    const record = recorder()
    for (const region of ['eu-west-1', 'us-east-1']) {
      record.outputs({ environment: 'production', region, stacks: { web: { Url: `https://${region}.test` } } })
    }
    expect(record.document(about).outputs?.map(({ stacks }) => stacks['web']?.['Url'])).toEqual([
      'https://eu-west-1.test',
      'https://us-east-1.test',
    ])
  })

  it('lists each document that it builds on once', () => {
    const record = recorder()
    record.builtOn('sha256:1', 'sha256:2')
    record.builtOn('sha256:1')
    expect(record.document(about).previous).toEqual(['sha256:1', 'sha256:2'])
  })
})
