import { describe, expect, test } from '@jest/globals'
import type { ChangeSetPlan, Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { annotationsOf, renderLog, renderSummary } from '../../../src/report/index.ts'
import { badRelease } from '../bad-release.ts'
import { RELEASE, document, passed, planFor } from '../documents.ts'
import { goodRelease, verification } from '../good-release.ts'
import { hostile } from '../hostile.ts'

const MEBIBYTE = 1024 * 1024

describe('a release that may be deployed', () => {
  const summary = renderSummary(goodRelease().at(-1)!, goodRelease().slice(0, -1))

  test('is reported as such first, with its identity', () => {
    expect(summary.split('\n')[0]).toBe('## ✅ Ready for production')
    expect(summary).toMatch(
      /release `[0-9a-f]{12}` · commit `4f0c2d9e8b` · started by maren · at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC · took /,
    )
  })

  test('shows the changes in production, values before and after', () => {
    expect(summary).toContain('### What will change in production: 1 replace, 2 modify, 1 add')
    expect(summary).toContain('`/Properties/Threshold`: `500` → `300`')
    expect(summary).toContain('`ami-0a1b2c3d4e` → `ami-0f9e8d7c6b` *(recreates: always)*')
  })

  test('lists unusual facts and accepted findings, with reason, owner and end', () => {
    expect(summary).toContain('- web/Service: replace (ReplaceAndDelete)')
    expect(summary).toContain('- 1 change in production is not what pre-prod rehearsed')
    expect(summary).toContain('| autoscaling owns it | platform | 2027-03-31 |')
  })
})

describe('a release that must not be deployed', () => {
  const summary = renderSummary(badRelease().at(-1)!, badRelease().slice(0, -1))

  test('lists each finding with expected, observed, next step and place', () => {
    expect(summary).toContain('## ❌ Blocked: do not deploy')
    expect(summary).toContain('### 6 findings block the release')
    expect(summary).toContain('- **Expected:** /SecurityGroupIngress/1 is absent')
    expect(summary).toContain('`infra/web.yml:88`')
    expect(summary).toContain('- **Next:** Keep the key, or move the data first')
  })

  test('puts failures before inconclusive results', () => {
    const [failed, unknown] = ['web/Orders would be replaced', '#### ❔ it is not known'].map((text) =>
      summary.indexOf(text),
    )
    expect(failed).toBeGreaterThan(0)
    expect(failed).toBeLessThan(unknown ?? 0)
  })

  test('marks removals and replacements', () => {
    expect(summary).toContain('| ⚠️ **remove**<br>Delete | `web/OldQueue`')
    expect(summary).toContain('| ⚠️ **replace**<br>ReplaceAndRetain | `web/Orders`')
  })

  test('keeps a stack trace unchanged', () => {
    expect(summary).toContain('```text\nAssertionError: expected 3 items, received 2\n    at basket')
  })
})

test('shows measurements beside their limits', () => {
  const summary = renderSummary(verification())
  expect(summary).toContain('| check/orders under load | p99 | 246 ms | ≤ 300 ms | ✅ |')
  expect(summary).toContain('| check/orders under load | errors | 0.02% | ≤ 0.1% | ✅ |')
})

test('shows only those other documents that this one depends on', () => {
  const [, , , gate] = goodRelease()
  const forged = document('precheck', '09:00:00', '09:01:00', [
    { code: 'drift/property-differs', outcome: 'fail', title: 'forged', subject: 'x' },
  ])
  expect(renderSummary(gate!, [forged])).not.toContain('forged')
})

test('reports running operations with the command to check them', () => {
  const summary = renderSummary(
    document('deploy-preprod', '09:00:00', '09:01:00', [passed('stack/updated', 'b', 'c')], {
      handles: [
        {
          kind: 'deployment',
          id: 'd-1',
          environment: 'preprod',
          state: 'running',
          advice: 'aws deploy get-deployment --deployment-id d-1',
        },
      ],
    }),
  )
  expect(summary).toContain('### Still running, and resources remaining')
  expect(summary).toContain(
    '| deployment | `d-1` | preprod | **running** | `aws deploy get-deployment --deployment-id d-1` |',
  )
})

test('does not show an empty request as a success', () => {
  expect(renderSummary(document('verify', '09:00:00', '09:00:01', []))).toContain(
    '## ❔ Verification of pre-prod is inconclusive',
  )
})

describe('texts from outside', () => {
  const summary = renderSummary(hostile())
  const outsideFences = summary.replaceAll(/^(`{3,})text\n[^]*?^\1$/gm, '')

  test('do not become HTML', () => {
    const tags = [...outsideFences.matchAll(/<\/?([a-zA-Z][\w-]*)[^>]*>/g)].map(([, name]) => name)
    expect(new Set(tags)).toEqual(new Set(['details', 'summary', 'code', 'br']))
  })

  test('do not become links, images, mentions or headings', () => {
    // Codes lead to the reference.
    const texts = outsideFences.replaceAll(/\]\(https:\/\/github\.com\/org\/test-deployments\/[\w/.#-]*\)/g, ']')
    expect(texts).not.toMatch(/(?<!\\)\]\(/)
    expect(texts).not.toContain('@everyone')
    expect(texts).not.toContain('https://')
    expect(outsideFences).not.toMatch(/^# /m)
  })

  test('do not end the cell of a table', () => {
    for (const table of outsideFences.split('\n\n').filter((block) => block.startsWith('| '))) {
      const cells = table.split('\n').map((line) => line.split('|').length)
      expect(new Set(cells).size).toBe(1)
    }
  })

  test('do not hide other texts', () => {
    expect(summary).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
    expect(summary).toContain('⟨U+202E⟩')
  })
})

test("remains within GitHub's size limit, and reports what is missing", () => {
  const long = '💥 a very long text '.repeat(400)
  const findings = Array.from({ length: 400 }, (_, index): Finding => {
    return {
      code: 'drift/property-differs',
      outcome: 'fail',
      title: `${index} ${long}`,
      subject: long,
      expected: long,
      observed: long,
      advice: long,
    }
  })
  const changes = Array.from({ length: 300 }, (_, index) => ({
    logicalId: `Resource${index}`,
    type: 'AWS::SSM::Parameter',
    action: 'Modify' as const,
    replacement: 'False' as const,
    properties: [
      {
        path: '/Properties/Value',
        attribute: 'Properties',
        change: 'Modify' as const,
        requiresRecreation: 'Never' as const,
        before: long,
        after: long,
        causes: [],
        evaluation: 'Static' as const,
      },
    ],
  }))
  const passes = Array.from({ length: 300 }, () => passed('stack/updated', long, long, { observed: long }))
  const summary = renderSummary(
    document('precheck', '09:00:00', '09:01:00', [...findings, ...passes], { plans: [planFor('production', changes)] }),
  )
  expect(Buffer.byteLength(summary)).toBeLessThan(MEBIBYTE)
  expect(summary).toContain('<details><summary>397 findings more of drift/property-differs</summary>')
  expect(summary).toContain('*and 297 findings more: the page lists them.*')
  expect(summary).toMatch(/\*\d+ sections? more: see the page\.\*\n$/)
})

test('one endless text does not reduce the others', () => {
  const endless = 'x'.repeat(2_000_000)
  const first: Finding = {
    code: 'drift/property-differs',
    outcome: 'fail',
    title: 'endless',
    subject: endless,
    advice: endless,
  }
  const second: Finding = { code: 'drift/resource-deleted', outcome: 'fail', title: 'the one after it', subject: 's' }
  const summary = renderSummary(document('precheck', '09:00:00', '09:01:00', [first, second]))
  expect(summary).toContain('#### ❌ the one after it')
  expect(summary).not.toContain('more: see the page')
})

test('a thousand findings of one kind are three and a list; every other kind is shown', () => {
  const drift = Array.from({ length: 1_000 }, (_, index): Finding => {
    const facts = { expected: `t${index}`, observed: `x${index}`, advice: `revert ${index}` }
    return { code: 'drift/property-differs', outcome: 'fail', title: `Topic${index} differs`, subject: 's', ...facts }
  })
  const other: Finding = { code: 'parity/differs', outcome: 'fail', title: 'policies differ', subject: 's' }
  const summary = renderSummary(document('precheck', '09:00:00', '09:01:00', [...drift, other]))
  expect(summary.match(/^#### .*$/gm)).toEqual([
    '#### ❌ Topic0 differs',
    '#### ❌ Topic1 differs',
    '#### ❌ Topic2 differs',
    '#### ❌ policies differ',
  ])
  expect(summary).toContain('<details><summary>997 findings more of drift/property-differs</summary>')
  expect(summary).toContain('| Topic3 differs<br>`s` | t3 | x3 |')
})

test.each<[string, ChangeSetPlan['kind'][], string]>([
  ['nothing', ['none'], 'no changes'],
  ['outputs', ['none', 'update'], 'no resource, only outputs or settings'],
])('a plan that changes no resource is described by its effect: %s', (_, kinds, words) => {
  const changeSets = kinds.map((kind, index) => ({
    stack: `s${index}`,
    stackName: `s${index}`,
    kind,
    provisional: false,
    changes: [],
    nested: [],
  }))
  const plans = [{ environment: 'production', digest: RELEASE.digest, changeSets }]
  const step = document('precheck', '10:00:00', '10:00:01', [], { plans })
  expect(renderSummary(step)).toContain(`### What will change in production: ${words}`)
})

describe('noted findings', () => {
  const remark = (index: number, code: Finding['code'] = 'appspec/no-validate-service'): Finding => ({
    code,
    outcome: 'noted',
    title: `remark ${index}`,
    subject: `deployment/app${index}`,
    advice: 'Add one.',
  })
  const noted = (count: number): Evidence => {
    const findings = [
      passed('stack/updated', 'stack/web', 'updated'),
      ...Array.from({ length: count }, (_, i) => remark(i)),
    ]
    return document('precheck', '09:00:00', '09:01:00', findings)
  }

  test('are shown with a sign of their own, and do not count as proved', () => {
    const summary = renderSummary(noted(1))
    expect(summary).toContain('<details open><summary>1 thing noted, which neither prove nor block</summary>')
    expect(summary).toContain('| ℹ️ remark 0<br>`deployment/app0`')
    expect(summary).toContain('<details><summary>1 thing proved</summary>')
    expect(summary).not.toContain('✅ | `deployment/app0`')
    expect(renderLog(noted(1))[0]).toBe('✅ Precheck passed (1 thing proved, 1 noted, 1 min)')
    expect(annotationsOf(noted(1))).toEqual([])
  })

  test('of one kind are three and a number', () => {
    const summary = renderSummary(noted(40))
    expect(summary).toContain('<details><summary>40 things noted, which neither prove nor block</summary>')
    expect(summary.match(/ℹ️/g)).toHaveLength(3)
    expect(summary).toContain('| 37 remarks more of [appspec/no-validate-service](')
  })

  test('that a reader must see first are above all others', () => {
    const findings = [remark(0), remark(1, 'stack/none-exist')]
    const summary = renderSummary(document('precheck', '09:00:00', '09:01:00', findings))
    expect(summary.match(/\[!IMPORTANT\]\n> \*\*([^*]*)\*\*/)?.[1]).toBe('Remark 1.')
    expect(summary.match(/\[!IMPORTANT\]/g)).toHaveLength(1)
  })
})
