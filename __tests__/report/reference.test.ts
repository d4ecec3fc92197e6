import { describe, expect, test } from '@jest/globals'
import { reference } from '../../scripts/reference.ts'
import { CODES } from '../../src/evidence/codes/index.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { annotationsOf, renderLog, renderPage, renderSummary } from '../../src/report/index.ts'
import { referenceOf } from '../../src/report/reference.ts'
import { document } from './documents.ts'

const PAGE = 'https://github.com/org/test-deployments/blob/v1/docs/reference.md'

/** GitHub's anchor of a heading: in lower case, without punctuation except `-` and `_`, spaces as `-`. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

test('the reference has a heading for each code, and the link points to its anchor', () => {
  const headings = [...reference().matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? '')
  const slugs = headings.map(slugOf)
  for (const code of Object.keys(CODES)) {
    expect(headings).toContain(code)
    expect(referenceOf(code)).toBe(`${PAGE}#${slugOf(code)}`)
    expect(slugs.filter((slug) => slug === slugOf(code))).toHaveLength(1)
  }
})

test('a code of another version has no link', () => {
  expect(referenceOf('drift/of-tomorrow')).toBeUndefined()
})

describe('a blocking finding links to its entry in the reference', () => {
  const finding: Finding = { code: 'drift/coverage', outcome: 'fail', title: 'too few', subject: 'stack/web' }
  const evidence = document('precheck', '09:00:00', '09:01:00', [finding], { verdict: 'fail' })
  const link = `${PAGE}#driftcoverage`

  test.each([
    ['the summary', renderSummary(evidence), `[drift/coverage](${link})`],
    ['the page', renderPage([evidence]), `<a href="${link}" rel="noreferrer">drift/coverage</a>`],
    ['the annotations', annotationsOf(evidence)[0]?.message ?? '', link],
    ['the log', renderLog(evidence).join('\n'), `  see       ${link}`],
  ])('in %s', (_, text, expected) => expect(text).toContain(expected))
})
