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
  [
    'only a checksum of 32 bits agrees',
    { bytes: 3, digests: { CRC32: 'a' } },
    { bytes: 3, digests: { CRC32: 'a' } },
    undefined,
  ],
  [
    'two of 32 bits agree',
    { bytes: 3, digests: { CRC32C: 'a', CRC32: 'b' } },
    { bytes: 3, digests: { CRC32C: 'a', CRC32: 'b' } },
    undefined,
  ],
  [
    'a checksum of 32 bits differs',
    { bytes: 3, digests: { CRC32: 'a' } },
    { bytes: 3, digests: { CRC32: 'b' } },
    false,
  ],
  [
    'a checksum of 64 bits and the size agree',
    { bytes: 3, digests: { CRC64NVME: 'a' } },
    { bytes: 3, digests: { CRC64NVME: 'a' } },
    true,
  ],
  [
    'a checksum of 64 bits agrees, of an unknown size',
    { digests: { CRC64NVME: 'a' } },
    { digests: { CRC64NVME: 'a' } },
    undefined,
  ],
  ['the common digest is empty', { digests: { SHA256: '' } }, { digests: { SHA256: '' } }, undefined],
])('%s', (_, one, other, same) => {
  expect(compareContent(one, other).same).toBe(same)
  expect(compareContent(other, one).same).toBe(same)
})
