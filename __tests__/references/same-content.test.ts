import { expect, test } from '@jest/globals'
import { compareContent, type Comparison } from '../../src/references/same-content.ts'
import type { Content } from '../../src/references/contract.ts'

test.each<[string, Content, Content, Comparison['same']]>([
  ['one common digest agrees', { digests: { SHA256: 'a' } }, { digests: { SHA256: 'a' } }, true],
  [
    'a second common digest differs',
    { digests: { CRC32: 'a', MD5: 'b' } },
    { digests: { CRC32: 'a', MD5: 'c' } },
    false,
  ],
  [
    'the digests agree and the sizes differ',
    { bytes: 1, digests: { MD5: 'a' } },
    { bytes: 2, digests: { MD5: 'a' } },
    false,
  ],
  ['no digest is common', { bytes: 1, digests: { SHA256: 'a' } }, { bytes: 1, digests: { MD5: 'a' } }, undefined],
  ['the common digest is empty', { digests: { SHA256: '' } }, { digests: { SHA256: '' } }, undefined],
])('%s', (_, one, other, same) => {
  expect(compareContent(one, other).same).toBe(same)
  expect(compareContent(other, one).same).toBe(same)
})
