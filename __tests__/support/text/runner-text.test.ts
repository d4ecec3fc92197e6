import { expect, it } from '@jest/globals'
import { withoutCommands } from '../../../src/support/text/runner-text.ts'

it.each([
  ['::error::all is well', ': :error::all is well'],
  ['reason:\n  ::add-mask::x\r\n::stop-commands::y', 'reason:\n  : :add-mask::x\r\n: :stop-commands::y'],
  ['it says ##[error]x', 'it says ## [error]x'],
  ['\u00a0::set-output name=x::y', '\u00a0: :set-output name=x::y'],
  ['\u0085::error::x', '\u0085: :error::x'],
  ['one\u2028::error::x', 'one\u2028: :error::x'],
  ['\u0085 \u3000\t::add-mask::x', '\u0085 \u3000\t: :add-mask::x'],
  ['\ufeff\u200b::error::x', '\ufeff\u200b: :error::x'],
  ['##[add-mask]x ##[error]', '## [add-mask]x ## [error]'],
  ['AWS::S3::Bucket was made', 'AWS::S3::Bucket was made'],
])('text from outside contains no workflow commands: %j', (text, shown) => {
  expect(withoutCommands(text)).toBe(shown)
})
