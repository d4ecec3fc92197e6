import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { renderPage, renderSummary } from '../../../src/report/index.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import { badRelease } from '../bad-release.ts'
import { change, document, passed, planFor, property } from '../documents.ts'
import { deployment, goodRelease, precheck, verification } from '../good-release.ts'
import { hostile } from '../hostile.ts'

const REFERENCE = 'https://github.com/org/test-deployments/blob/v1/docs/reference.md'

/** The visible text of a piece of HTML. */
function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script)>[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
}

/** The form of an inline style or script in a content security policy. */
function sourceOf(text = ''): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

const VOID = new Set(['meta', 'br', 'input', 'wbr', 'line', 'rect', 'circle', 'polyline'])

/** Names of elements that are not closed correctly; empty for valid HTML. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  const body = html.replace(/<!doctype html>/, '').replaceAll(/<(style|script)>[^]*?<\/\1>/g, '')
  for (const [, slash, name] of body.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?>/g)) {
    if (name === undefined || VOID.has(name)) continue
    if (!slash) open.push(name)
    else if (open.pop() !== name) wrong.push(name)
  }
  return [...wrong, ...open]
}

const pages: readonly (readonly [string, string])[] = [
  ['a release that may be deployed', renderPage(goodRelease())],
  ['a release that must not be deployed', renderPage(badRelease())],
  ['hostile texts', renderPage([hostile()])],
  ['one step', renderPage([verification()])],
  ['no document', renderPage([])],
]

describe.each(pages)('the page on %s', (_, page) => {
  test('is valid HTML', () => expect(unbalanced(page)).toEqual([]))

  test('loads nothing, and runs only the script whose digest the policy contains', () => {
    const [policy] = /content="default-src[^"]*"/.exec(page) ?? []
    expect(policy).toContain(`default-src &#39;none&#39;`)
    const scripts = [...page.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)]
    expect(scripts.map(([, attributes]) => attributes)).toEqual([''])
    expect(policy).toContain(`script-src &#39;${sourceOf(scripts[0]?.[2])}&#39;`)
    expect(page).not.toMatch(/<(img|iframe|link|object|embed|base|audio|video|foreignObject)\b/i)
    const withoutValues = page.replaceAll(/="[^"]*"/g, '=""')
    expect(withoutValues).not.toMatch(/<[^>]*\s(style|on\w+|src|srcset|xlink:href)=/i)
    const away = [...page.matchAll(/<(\w+)[^>]*\shref="([^"#][^"]*)"/g)].map(
      ([, tag, to]) => `${tag} ${to?.split('#')[0]}`,
    )
    expect(away.filter((link) => link !== `a ${REFERENCE}`)).toEqual([])
    expect(page).not.toMatch(/@import|url\(/)
  })

  test('has only the style whose digest the policy contains', () => {
    const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)]
    expect(styles).toHaveLength(1)
    expect(page).toContain(`style-src &#39;${sourceOf(styles[0]?.[1])}&#39;`)
  })

  test('every column has a name for screen readers', () => expect(page).not.toContain('<th></th>'))

  test('every link points to a place in it', () => {
    for (const [, to] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`id="${to}"`)
  })
})

describe('the first screen shows', () => {
  const firstScreen = (page: string): string =>
    textOf(page.slice(0, page.indexOf('<section id=', page.indexOf('class="first"'))))
  const good = firstScreen(renderPage(goodRelease()))
  const bad = firstScreen(renderPage(badRelease()))

  test('when it was observed, beside who started the run', () => {
    for (const screen of [good, bad]) expect(screen).toMatch(/by maren.* at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/s)
  })

  test('whether the reader may approve', () => {
    expect(good).toContain('Ready for production')
    expect(good).toContain('17 things were proved. 1 declared risk, listed below, would block if not accepted.')
    expect(bad).toContain('Blocked: do not deploy')
    expect(bad).toContain(
      'Production: SecurityGroupIngress of web/Entrance is not what the template says. And 5 findings more.',
    )
  })

  test('the changes', () => {
    expect(good).toContain('Changes in production 1 replace, 2 modify, 1 add')
    expect(bad).toContain('remove web/OldQueue')
  })

  test('unusual facts', () => {
    expect(good).toContain('p99 of check/orders under load is 246 ms, the limit is 300 ms')
    expect(good).toContain('1 change in production is not what pre-prod rehearsed')
    const rule: Finding = { code: 'rules/changed', outcome: 'noted', title: 'a rule', subject: 'config/verify/p99' }
    const other = document('precheck', '09:00:00', '09:01:00', [passed('stack/updated', 'b', 'c'), rule])
    expect(firstScreen(renderPage([other]))).toContain('1 rule changed: config/verify/p99')
    const plain = document('precheck', '09:00:00', '09:01:00', [passed('stack/updated', 'b', 'c')])
    expect(firstScreen(renderPage([plain]))).toContain('Nothing unusual')
  })
})

test('nothing as unusual or unchanged where nothing was examined', () => {
  const skipped: Finding = { code: 'rules/no-base', outcome: 'skipped', title: 'no base', subject: 'config' }
  for (const findings of [[], [skipped]]) {
    const text = textOf(renderPage([document('precheck', '09:00:00', '09:01:00', findings)]))
    expect(text).toContain('Nothing was examined')
    expect(text).not.toMatch(/nothing stands/i)
  }
})

test('a changed value as changed', () => {
  const plan = (environment: string, after: string) =>
    planFor(environment, [change('Alarm', 'AWS::CloudWatch::Alarm', { properties: [property('/P', '1', after)] })])
  const page = (after: string): string =>
    textOf(
      renderPage([
        document('precheck', '09:00:00', '09:01:00', [], { plans: [plan('preprod', '2'), plan('production', after)] }),
      ]),
    )
  expect(page('2')).toContain('the same')
  expect(page('9')).toContain('1 change differs from the plan for pre-prod')
})

describe('the sections below', () => {
  const page = renderPage(badRelease())
  const text = textOf(page)

  test('show production beside pre-prod, differences first', () => {
    expect(text).toContain('2 changes differ from what pre-prod has rehearsed.')
    expect(page.indexOf('web/OldQueue</span>')).toBeLessThan(page.indexOf('web/SlowAnswers</span>'))
    expect(text).toContain('not rehearsed')
    expect(text).toContain('the same')
  })

  test('do not call a plan rehearsed before pre-prod has this release', () => {
    const [planned, failed] = [precheck(), { ...deployment(), verdict: 'fail' as const }]
    const planOnly = textOf(renderPage([planned]))
    expect(planOnly).toContain('1 change differs from the plan for pre-prod. No deployment to pre-prod has passed yet.')
    expect(planOnly).toContain('not planned')
    const halfway = textOf(renderPage([planned, { ...failed, previous: [digestOf(planned)] }]))
    expect(halfway).toContain('No deployment to pre-prod has passed yet.')
  })

  test('charts have a text alternative', () => {
    expect(page).toContain('aria-label="orders under load: p50 41 ms; p90 97 ms; p95 138 ms; p99 246 ms, limit 300 ms"')
  })

  test('contain approvals, remaining resources, accepted findings and all digests', () => {
    expect(text).toContain('jonas')
    expect(text).toContain('aws deploy get-deployment --deployment-id d-4QW9ZK2TF')
    expect(text).toContain('/DesiredCapacity = 4 → /DesiredCapacity = 6 autoscaling owns it platform 2027-03-31')
    expect([...text.matchAll(/sha256:[0-9a-f]{64}/g)].length).toBeGreaterThanOrEqual(12)
  })
})

test('show only those other documents that the last one depends on', () => {
  const forged = document('precheck', '09:00:00', '09:01:00', [passed('stack/updated', 'b', 'forged')])
  expect(renderPage([forged, ...goodRelease()])).not.toContain('forged')
})

test('state that a rehearsal does not open the gate', () => {
  const rehearsed = { ...verification(), endpoints: { aws: 'http://127.0.0.1:4566', github: 'github' } }
  expect(textOf(renderPage([rehearsed]))).toContain(
    'A rehearsal. AWS was http://127.0.0.1:4566. It does not open a real gate.',
  )
})

test('show the requested action of the reader first', () => {
  const [one, two, three, last] = goodRelease()
  const input: Finding = {
    code: 'gate/approval-comment',
    outcome: 'noted',
    title: 'an approval with the comment "4a01ffd8dd15" names this evidence',
    subject: 'environment/production/approval',
    advice: 'Needed after a re-run.',
  }
  const page = renderPage([one!, two!, three!, { ...last!, findings: [...last!.findings, input] }])
  expect(textOf(page.slice(0, page.indexOf('<main')))).toContain('An approval with the comment "4a01ffd8dd15"')
})

test('keep a name at the beginning of a sentence unchanged', () => {
  const alarm: Finding = {
    code: 'alarm/active',
    outcome: 'fail',
    subject: 'alarm/slow-answers',
    title: 'slow-answers rings',
  }
  const stack = { ...alarm, subject: 'stack/web', title: 'web is gone' }
  const text = textOf(renderPage([document('verify', '09:00:00', '09:01:00', [alarm])]))
  expect(text).toContain('slow-answers rings.')
  expect(textOf(renderPage([document('verify', '09:00:00', '09:01:00', [stack])]))).toContain('web is gone.')
})

test('show blocking findings first, before accepted risks and the steps', () => {
  const page = renderPage(badRelease())
  const main = page.slice(page.indexOf('<main'))
  const places = ['<section id="against"', 'port 22 to the world', '<h2>Declared risks</h2>', '<h2>Steps</h2>'].map(
    (text) => main.indexOf(text),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('show the log of a failed script unchanged', () => {
  const failed: Finding = { code: 'deployment/failed', outcome: 'fail', title: 'AfterInstall failed', subject: 'd' }
  const logTail = ['LifecycleEvent - AfterInstall', '[stderr]<b>no licence</b>']
  const step = document('deploy-preprod', '09:00:00', '09:01:00', [{ ...failed, details: { logTail } }])
  expect(renderPage([step])).toContain(
    '<pre>LifecycleEvent - AfterInstall\n[stderr]&lt;b&gt;no licence&lt;/b&gt;</pre>',
  )
  expect(renderSummary(step)).toContain('```text\nLifecycleEvent - AfterInstall\n[stderr]<b>no licence</b>\n```')
})

test('do not flatten the lines for a limit far above the measured values', () => {
  const [measured] = verification().measurements
  const page = renderPage([verification({ measurements: [{ ...measured!, limit: 60_000 }] })])
  expect(page).not.toContain('class="limit"')
  expect(textOf(page)).toContain('response time may be up to 1 min, above the chart')
})

test('show an unknown outcome as an error', () => {
  const strange = { ...verification(), verdict: 'splendid' as never }
  expect(renderPage([strange])).toContain('Verification of pre-prod did not complete')
})

test('show hostile texts, which hide nothing', () => {
  const text = textOf(renderPage([hostile()]))
  expect(text).toContain('<script>alert(1)</script>')
  expect(text).toContain('⟨U+202E⟩gnp.exe')
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
})

describe('the order of the steps', () => {
  const [first, deployed] = [precheck(), deployment()]
  const verified = (previous: readonly string[], at = '09:20:00') => ({
    ...document('verify', at, '09:22:00', [passed('check/http', 'check/home', 'it answers')]),
    previous: previous as `sha256:${string}`[],
  })
  const built = { ...deployed, previous: [digestOf(first)] }
  const orderOn = (last: ReturnType<typeof verified>): string => {
    const gate = {
      ...document('gate', '09:23:00', '09:24:00', [passed('gate/in-environment', 'environment/production', 'inside')]),
      slot: { command: 'gate', environment: 'production' },
      previous: [first, built, last].map((one) => digestOf(one)),
    }
    const page = renderPage([first, built, last, gate])
    return textOf(/<section id="order">[^]*?<\/section>/.exec(page)?.[0] ?? '')
  }

  test('shows the dependencies of each step, from the evidence alone', () => {
    const shown = orderOn(verified([digestOf(first), digestOf(built)]))
    expect(shown).toContain('Verification of pre-prod 1 09:20:00 09:22:00 ✓ Deployment to pre-prod')
    expect(shown).toContain('Gate to production 1 09:23:00 09:24:00 ✓ Precheck')
    expect(shown).not.toContain('✕')
  })

  test('shows missing dependencies, and the step after which one started too early', () => {
    expect(orderOn(verified([digestOf(first)]))).toContain('✕ Deployment to pre-prod: its evidence is not named')
    expect(orderOn(verified([digestOf(built)], '09:15:00'))).toContain(
      '✕ Deployment to pre-prod: started before it had ended',
    )
  })
})
