const BOM = { utf8: [0xef, 0xbb, 0xbf], utf16le: [0xff, 0xfe], utf16be: [0xfe, 0xff] } as const

/**
 * The text of a file or a body: in the encoding of its byte order mark, in the character set that is given, or in UTF-8. The
 * mark is not part of the text. A set that is not known is read as UTF-8.
 * Windows PowerShell 5 writes UTF-16 with a mark, many editors UTF-8 with one.
 */
export function decodeText(bytes: Uint8Array, charset = 'utf-8'): string {
  const begins = (mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte)
  if (begins(BOM.utf16le)) return new TextDecoder('utf-16le').decode(bytes)
  if (begins(BOM.utf16be)) return new TextDecoder('utf-16be').decode(bytes)
  if (begins(BOM.utf8)) return new TextDecoder('utf-8').decode(bytes)
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return new TextDecoder('utf-8').decode(bytes)
  }
}
