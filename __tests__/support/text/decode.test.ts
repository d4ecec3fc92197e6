import { describe, expect, test } from '@jest/globals'
import { decodeText } from '../../../src/support/text/decode.ts'

const TEXT = 'version: 1\nname: "Grüße 🚀"\n'

describe('the text of a file', () => {
  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16, little-endian', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
  ])('is the same in %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT)
  })

  test('keeps a byte order mark that is not at its start, and is empty for an empty file', () => {
    expect(decodeText(Buffer.from('a\uFEFFb'))).toBe('a\uFEFFb')
    expect(decodeText(Buffer.from(''))).toBe('')
    expect(decodeText(Buffer.from('\uFEFF'))).toBe('')
  })
})
