import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../src/evidence/finding.ts'
import { annotationsOf, renderLog } from '../../src/report/index.ts'
import { badRelease } from './bad-release.ts'
import { document, passed } from './documents.ts'
import { deployment, precheck } from './good-release.ts'
import { hostile } from './hostile.ts'

function failing(index: number, more: Partial<Finding> = {}): Finding {
  return {
    code: 'drift/property-differs',
    outcome: 'fail',
    title: `difference ${index}`,
    subject: `stack/web/${index}`,
    ...more,
  }
}

describe('annotations', () => {
  test('contain place, expected, observed and the next step', () => {
    expect(annotationsOf(badRelease()[0]!)[0]).toEqual({
      level: 'error',
      title: 'drift/property-differs',
      message: [
        'stack/web/resource/Entrance: production: SecurityGroupIngress of web/Entrance is not what the template says',
        'next: Find out who opened port 22 to the world, then bring it into infra/web.yml or revert it: aws cloudformation detect-stack-drift --stack-name shop-production',
        'who can: the author, with a commit to the template; or a person with permission to change that account',
        'expected: /SecurityGroupIngress/1 is absent',
        'observed: /SecurityGroupIngress/1 = {"CidrIp":"0.0.0.0/0","FromPort":22,"ToPort":22}',
        'https://github.com/org/test-deployments/blob/v1/docs/reference.md#driftproperty-differs',
      ].join('\n'),
      file: 'infra/web.yml',
      line: 88,
      column: 7,
    })
  })

  test('do not include waived findings', () => {
    expect(precheck().findings.some(({ waived }) => waived)).toBe(true)
    expect(annotationsOf(precheck())).toEqual([])
  })

  test('name a file that the commit lacks in the message, without a place; a file below another root has its path there', () => {
    const at = (file: string) => failing(0, { source: { file, line: 3, column: 2 }, advice: 'Correct it.' })
    const evidence = document('precheck', '09:00:00', '09:00:01', [
      at('cdk.out/Network.template.json'),
      at('app/web.yml'),
    ])
    const [built, own] = annotationsOf(evidence, new Map([['app/web.yml', 'web.yml']]))
    expect(built).not.toHaveProperty('file')
    expect(built).not.toHaveProperty('line')
    expect(built?.message).toContain('\nat: cdk.out/Network.template.json:3, which is not in the commit')
    expect(own).toMatchObject({ file: 'web.yml', line: 3, column: 2 })
    expect(own?.message.split('\n')[1]).toBe('next: Correct it.')
  })

  test('do not include passed or skipped findings', () => {
    const findings = [
      passed('stack/updated', 'b', 'c'),
      { ...passed('stack/updated', 'b', 'c'), outcome: 'skipped' as const },
    ]
    expect(annotationsOf(document('verify', '09:00:00', '09:00:01', findings))).toEqual([])
  })

  test.each([
    [10, 10, 'difference 9'],
    [11, 10, '2 findings more (drift/property-differs): the summary and the page have all of them.'],
    [250, 10, '241 findings more (drift/property-differs): the summary and the page have all of them.'],
  ])('use ten places for %i errors, and count the rest', (count, shown, last) => {
    const findings = Array.from({ length: count }, (_, index) => failing(index))
    const annotations = annotationsOf(document('precheck', '09:00:00', '09:00:01', findings))
    expect(annotations).toHaveLength(shown)
    expect(annotations.at(-1)?.message).toContain(last)
  })

  test('show every kind beside a thousand findings of one kind', () => {
    const findings = [
      ...Array.from({ length: 1_000 }, (_, index) => failing(index)),
      failing(0, { code: 'parity/differs' }),
    ]
    const evidence = document('precheck', '09:00:00', '09:00:01', findings)
    const annotations = annotationsOf(evidence)
    expect(annotations.map(({ title }) => title).slice(0, 2)).toEqual(['drift/property-differs', 'parity/differs'])
    expect(annotations).toHaveLength(10)
    expect(renderLog(evidence)).toContain(
      '  and 1,000 findings more (999 drift/property-differs, 1 parity/differs): see the summary',
    )
  })

  test("have ten places each for errors and warnings, and messages within GitHub's limit", () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      failing(index, { outcome: index % 2 ? 'error' : 'inconclusive', observed: 'x'.repeat(9_000) }),
    )
    const annotations = annotationsOf(document('precheck', '09:00:00', '09:00:01', findings))
    expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(10)
    expect(annotations.filter(({ level }) => level === 'warning')).toHaveLength(10)
    expect(Math.max(...annotations.map(({ message }) => message.length))).toBe(4_096)
  })

  test('show an outcome of another version of the evidence as an error', () => {
    const findings = [failing(0, { outcome: 'splendid' as never })]
    expect(annotationsOf(document('precheck', '09:00:00', '09:00:01', findings))).toHaveLength(1)
  })
})

describe('the last lines of the log', () => {
  test('show a pass in one line, followed by what was accepted', () => {
    expect(renderLog(deployment())).toHaveLength(1)
    expect(renderLog(precheck())).toEqual([
      '✅ Precheck passed (4 things proved, 1 min 17 s)',
      'declared risks: 1',
      '  ! stack/web/resource/Fleet: production: DesiredCapacity of web/Fleet is not what the template says [drift/property-differs]',
      '      /DesiredCapacity = 4 → /DesiredCapacity = 6',
      '      reason: autoscaling owns it; owner: platform; until: 2027-03-31',
    ])
  })

  test('list noted findings of a pass, once for each kind', () => {
    const noted = (code: Finding['code'], index: number) => failing(index, { code, outcome: 'noted', advice: 'Do it.' })
    const findings = [
      passed('stack/updated', 'b', 'c'),
      ...[0, 1, 2].map((index) => noted('notify/not-sent', index)),
      noted('quota/near', 9),
    ]
    expect(renderLog(document('verify', '09:00:00', '09:00:01', findings)).slice(1)).toEqual([
      'noted:',
      '  i stack/web/0: difference 0 [notify/not-sent] (and 2 more)',
      '      next: Do it.',
      '  i stack/web/9: difference 9 [quota/near]',
      '      next: Do it.',
    ])
    expect(renderLog(document('verify', '09:00:00', '09:00:01', [...findings, failing(0)])).join('\n')).not.toContain(
      'noted:',
    )
  })

  test('show the first cause after the ending: one line, the next step, its owner, expected and observed', () => {
    expect(renderLog(badRelease()[0]!).slice(0, 4)).toEqual([
      expect.stringContaining('❌ Precheck failed'),
      expect.stringMatching(/^fail: .*\[drift\/property-differs\]$/),
      expect.stringMatching(/^ {2}next {6}Find out who opened port 22/),
      '  who can   the author, with a commit to the template; or a person with permission to change that account',
    ])
    expect(renderLog(badRelease()[2]!)).toEqual([
      '❌ Verification of pre-prod failed (3 things proved, 3 min 32 s)',
      'fail: integration suite: 1 of 48 tests failed; exit status 1 [check/run]',
      '  next      Read the findings of the single tests.',
      '  expected  exit status 0 and reports in reports/*.xml with at least one test, none failing',
      '  observed  exit status 1; 47 passed, 1 failed, 2 skipped',
      '  see       https://github.com/org/test-deployments/blob/v1/docs/reference.md#checkrun',
      '  and 1 finding more (check/run/test): see the summary',
    ])
  })

  test('show the end of the script’s log, line by line', () => {
    const logTail = Array.from({ length: 40 }, (_, index) => `line ${index}`)
    const lines = renderLog(
      document('deploy-preprod', '09:00:00', '09:00:01', [
        failing(0, { code: 'deployment/failed', details: { logTail } }),
      ]),
    )
    const start = lines.indexOf('  the end of its log:')
    expect(lines.slice(start + 1, start + 26)).toEqual(logTail.slice(-25).map((line) => `    | ${line}`))
  })

  test('report running operations with the command to check them', () => {
    const lines = renderLog(
      document(
        'deploy-preprod',
        '09:00:00',
        '09:01:00',
        [failing(0, { code: 'cancelled', outcome: 'error', title: 'cancelled' })],
        {
          handles: [
            {
              kind: 'stack',
              id: 'shop-preprod',
              environment: 'preprod',
              state: 'running',
              advice: 'aws cloudformation describe-stacks',
            },
          ],
        },
      ),
    )
    expect(lines.at(-1)).toBe('still running: stack shop-preprod: aws cloudformation describe-stacks')
  })

  test('report that there is no finding', () => {
    expect(renderLog(document('verify', '09:00:00', '09:00:01', []))[1]).toBe('inconclusive: nothing was checked')
  })

  test('contain no control characters, for any text', () => {
    for (const line of renderLog(hostile())) expect(line).not.toMatch(/\p{Cc}|\p{Cf}/u)
  })
})
