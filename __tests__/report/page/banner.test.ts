import { expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { renderPage } from '../../../src/report/index.ts'
import { document } from '../documents.ts'

const COMMAND = `aws cloudformation create-change-set --stack-name shop --parameters ${'ParameterKey=A,UsePreviousValue=true '.repeat(8).trim()}`
const page = (advice: string): string => {
  const finding: Finding = {
    code: 'drift/property-differs',
    outcome: 'fail',
    title: 'it differs',
    subject: 's',
    advice,
  }
  return renderPage([document('precheck', '09:00:00', '09:01:00', [finding])])
}
const banner = (html: string): string => /<p class="next"><b>Next:.*?<\/p>/s.exec(html)?.[0] ?? ''

test('a long command of the first finding is cut in the banner, which links to the finding that has it in full', () => {
  const html = page(`Revert it with \`${COMMAND}\`, or run \`npm test\`.`)
  expect(banner(html)).toContain(
    '<code>aws cloudformation create-change-set --stack-name shop …</code>, or run <code>npm test</code>.',
  )
  expect(banner(html)).toContain('<a href="#against">In full below.</a>')
  expect(html).toContain('id="against"')
  expect(html).toContain(`<code>${COMMAND}</code>`)
})

test('a command that is short enough is in the banner as it is', () => {
  expect(banner(page('Run `npm test`.'))).toBe('<p class="next"><b>Next:</b> Run <code>npm test</code>.</p>')
})

test('a long word without a space is cut, and escaped', () => {
  expect(banner(page(`Run \`<b>${'x'.repeat(200)}\`.`))).toContain(`<code>&lt;b&gt;${'x'.repeat(57)} …</code>`)
})
