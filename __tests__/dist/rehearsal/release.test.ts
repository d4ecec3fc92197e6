import { beforeAll, describe, expect, test } from '@jest/globals'
import { rehearse, type Rehearsed } from './play.ts'

const MINUTE = 60_000

describe('a release without a break', () => {
  let played: Rehearsed
  beforeAll(async () => {
    played = await rehearse([])
  }, 4 * MINUTE)

  test('passes in every step', () => {
    expect(played.json.steps.map(({ command, environment, verdict }) => [command, environment, verdict])).toEqual([
      ['package', 'all', 'pass'],
      ['precheck', 'all', 'pass'],
      ['deploy-preprod', 'preprod', 'pass'],
      ['verify', 'preprod', 'pass'],
      ['verify', 'preprod', 'pass'],
      ['gate', 'production', 'pass'],
      ['deploy-production', 'production', 'pass'],
    ])
    expect(played.json.verdict).toBe('pass')
    expect(played.status).toBe(0)
  })

  test('is deployed: both versions responded', () => {
    for (const environment of ['preprod', 'production']) {
      const answers = [...played.output.matchAll(new RegExp(`${environment} +GET \\S+/version +200 (.*)`, 'g'))]
      expect(answers.map(([, body]) => JSON.parse(body ?? '') as unknown)).toEqual([
        { version: '1.4.0', environment },
        { version: '1.5.0', environment },
      ])
    }
  })

  test('gives GitHub the address of each environment, which it shows with the deployment', () => {
    const shown = [...played.output.matchAll(/GitHub shows the deployment to (\w+): success, (http\S+)/g)]
    expect(shown.map(([, environment]) => environment)).toEqual(['preprod', 'production'])
    for (const [, , address] of shown) expect(played.output).toContain(`GET ${address}/version`)
    expect(played.evidence.flatMap(({ url }) => url ?? [])).toEqual(shown.map(([, , address]) => address))
  })

  test('was built once, and both environments got this build', () => {
    expect(played.output.match(/Run Build/g)).toHaveLength(1)
    const stored = played.evidence.map(({ timeline }) =>
      timeline.filter(({ event }) => event === 'stored for later jobs'),
    )
    expect(stored.map(({ length }) => length)).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect(stored[1]?.[0]?.detail).toMatch(/^the artifact \S+-package-all-attempt1 already has it/)
    const brought = played.evidence.map(({ timeline }) =>
      timeline.flatMap(({ event, subject }) => (event === 'restored from an earlier job' ? [subject] : [])),
    )
    expect(brought).toEqual([[], ...played.evidence.slice(1).map(() => ['deployment/app/revision'])])
    expect(new Set(played.evidence.map(({ release }) => release?.digest)).size).toBe(1)
  })

  test('leaves only the expected resources', () => {
    expect([...played.kept.keys()]).toEqual([
      '01-build.json',
      '02-precheck.json',
      '03-deploy-preprod.json',
      '04-verify-aws.json',
      '05-verify-tests.json',
      '06-gate.json',
      '07-deploy-production.json',
      'log.txt',
      'report.html',
      'summary.md',
      'traffic.jsonl',
    ])
    expect(played.left).toEqual([])
  })

  test('records the traffic with AWS and GitHub, one HTTP request a line', () => {
    const lines = (played.kept.get('traffic.jsonl') ?? '').trimEnd().split('\n')
    const exchanges = lines.map((line) => JSON.parse(line) as { service: string; request: object; response: object })
    for (const { request, response } of exchanges) {
      expect(Object.keys(request).toSorted()).toEqual(['body', 'headers', 'method', 'path'])
      expect(Object.keys(response).toSorted()).toEqual(['body', 'headers', 'status'])
    }
    const services = new Set(exchanges.map(({ service }) => service))
    expect([...services]).toEqual(expect.arrayContaining(['cloudformation', 'codedeploy', 's3', 'sts', 'github']))
  })

  test('keeps secrets out of all files that it writes', () => {
    // The value of the template's NoEcho parameter is sent to AWS once, when the stack is created, long before the
    // release.
    for (const [name, text] of played.kept) if (name !== 'traffic.jsonl') expect(text).not.toContain('never-shown')
    for (const text of [...played.kept.values(), played.output]) {
      expect(text).not.toMatch(/gh[sp]_[A-Za-z0-9]{30}/)
      expect(text).not.toMatch(/FwoGZXIvYXdzE/)
      expect(text).not.toMatch(/eyJ[\w-]{20,}\.eyJ[\w-]{20,}\./)
    }
  })

  test('summarizes each step in Markdown', () => {
    const summary = played.kept.get('summary.md') ?? ''
    expect(summary).toContain('Verdict: **pass**')
    for (const job of [
      'build',
      'precheck',
      'deploy-preprod',
      'verify-aws',
      'verify-tests',
      'gate',
      'deploy-production',
    ]) {
      expect(summary).toContain(`| ${job} | pass |`)
    }
  })
})

describe('an interrupted release', () => {
  test.each([
    ['while the sandbox is prepared', 'A release of examples/shop', 0],
    ['while pre-prod is deployed', 'ApplicationStop  Succeeded', 3],
  ])(
    '%s leaves nothing behind and reports what was cancelled',
    async (_, text, steps) => {
      const { status, output, json, left } = await rehearse([], text)
      expect(status).toBe(1)
      expect(json.verdict).not.toBe('pass')
      expect(json.steps).toHaveLength(steps)
      expect(output).toMatch(/It ended there: .*cancelled/)
      expect(left).toEqual([])
    },
    4 * MINUTE,
  )
})
