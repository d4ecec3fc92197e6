import { expect, test } from '@jest/globals'
import { readIntent } from '../../src/config/intent.ts'

test.each([
  ['an alias without its anchor', 'version: 1\nallow: *all\n', 2],
  ['an anchor that contains itself', 'version: 1\nallow: &a [*a]\n', 1],
])('an intent with %s says where', (_story, yaml, line) => {
  expect(() => readIntent(yaml, 'intent.yml')).toThrow(
    expect.objectContaining({ code: 'config/intent', details: expect.objectContaining({ file: 'intent.yml', line }) }),
  )
})
