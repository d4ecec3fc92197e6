import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { ServiceError } from '../../../contract.ts'

/** A body with its headers, including the trailers of a streaming upload. */
export interface Payload {
  readonly body: Buffer
  readonly trailers: Readonly<Record<string, string>>
}

/** Decodes `aws-chunked`: `SIZE[;chunk-signature=…]\r\nDATA\r\n…0\r\n[trailer: value\r\n]…\r\n`. */
export function decodePayload(body: Buffer, headers: Readonly<Record<string, string>>): Payload {
  const streaming = (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  if (!streaming && !(headers['content-encoding'] ?? '').includes('aws-chunked')) return { body, trailers: {} }
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = body.indexOf('\r\n', at)
    if (end < 0) throw incomplete()
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16)
    if (Number.isNaN(size)) throw incomplete()
    at = end + 2
    if (size === 0) break
    if (at + size > body.length) throw incomplete()
    chunks.push(body.subarray(at, at + size))
    at += size + 2
  }
  const trailers = body
    .subarray(at)
    .toString('latin1')
    .split('\r\n')
    .map((line) => /^([\w-]+):\s*(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1]!.toLowerCase(), match[2]!] as const)
  return { body: Buffer.concat(chunks), trailers: Object.fromEntries(trailers) }
}

const incomplete = (): ServiceError =>
  new ServiceError('IncompleteBody', 'The request body terminated unexpectedly', 400)

const CHECKSUMS: Readonly<Record<string, (body: Buffer) => string>> = {
  'x-amz-checksum-crc32': (body) => {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return sum.toString('base64')
  },
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest('base64'),
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest('base64'),
}

/** Rejects a body that does not match its checksums. @returns the checksum headers, which are stored with the object */
export function verifyChecksums(
  { body, trailers }: Payload,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const given = { ...headers, ...trailers }
  const md5 = given['content-md5']
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400)
  }
  const sums: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (!/^x-amz-checksum-(crc|sha)/.test(name)) continue
    const compute = CHECKSUMS[name]
    if (compute !== undefined && compute(body) !== value) {
      const algorithm = name.replace('x-amz-checksum-', '').toUpperCase()
      throw new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`, 400)
    }
    sums[name] = value
  }
  return sums
}
