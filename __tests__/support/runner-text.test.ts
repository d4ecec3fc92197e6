import { expect, it } from '@jest/globals'
import { withoutCommands } from '../../src/support/runner-text.ts'

it.each([
  ['::error::all is well', ': :error::all is well'],
  ['reason:\n  ::add-mask::x\r\n::stop-commands::y', 'reason:\n  : :add-mask::x\r\n: :stop-commands::y'],
  ['it says ##[error]x', 'it says ## [error]x'],
  ['\u00a0::set-output name=x::y', '\u00a0: :set-output name=x::y'],
  ['AWS::S3::Bucket was made', 'AWS::S3::Bucket was made'],
])('what comes from outside gives the runner no commands: %j', (text, shown) => {
  expect(withoutCommands(text)).toBe(shown)
})
