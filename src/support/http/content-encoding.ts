import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
  type BrotliOptions,
  type ZlibOptions,
  type ZstdOptions,
} from 'node:zlib'
import { UNDECODABLE } from './codes.ts'

/** Limits the decoded size, since a small body can decode to a very large one. */
export const MOST_DECODED_BYTES = 64 * 1024 * 1024

type Decoder = (bytes: Buffer, whole: boolean) => Buffer

const limit = { maxOutputLength: MOST_DECODED_BYTES }
/** A truncated body is decoded as far as it goes; a complete one must have a valid end. */
const zlib = (whole: boolean): ZlibOptions => (whole ? limit : { ...limit, finishFlush: constants.Z_SYNC_FLUSH })
const brotli = (whole: boolean): BrotliOptions =>
  whole ? limit : { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH }

const zstd = (whole: boolean): ZstdOptions => (whole ? limit : { ...limit, finishFlush: constants.ZSTD_e_flush })

const gzip: Decoder = (bytes, whole) => gunzipSync(bytes, zlib(whole))
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip,
  'x-gzip': gzip,
  deflate: (bytes, whole) => (isZlib(bytes) ? inflateSync : inflateRawSync)(bytes, zlib(whole)),
  br: (bytes, whole) => brotliDecompressSync(bytes, brotli(whole)),
  zstd: (bytes, whole) => zstdDecompressSync(bytes, zstd(whole)),
}

/**
 * The decoded body. Unknown encodings, such as `aws-chunked` of stored objects, are ignored. Throws where the body cannot be
 * decoded.
 */
export function decodeBody(bytes: Buffer, whole: boolean, encodings: string | undefined): Buffer {
  if (bytes.length === 0 || encodings === undefined) return bytes
  const names = encodings.split(',').map((name) => name.trim().toLowerCase())
  // The last encoding was applied last.
  return names.toReversed().reduce((body, name) => {
    const decode = DECODERS[name]
    if (!decode) return body
    try {
      return decode(body, whole)
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: unknown }
      const reason =
        code === 'ERR_BUFFER_TOO_LARGE' ? `it has more than ${MOST_DECODED_BYTES} bytes then` : String(message)
      throw Object.assign(new Error(`the body cannot be decoded as ${name}: ${reason}`), { code: UNDECODABLE })
    }
  }, bytes)
}

const ZLIB_METHOD = 8
const ZLIB_CHECK = 31

/** `deflate` is the zlib format; some servers send raw deflate data. */
function isZlib(bytes: Buffer): boolean {
  return (bytes.readUInt8(0) & 0x0f) === ZLIB_METHOD && bytes.length > 1 && bytes.readUInt16BE(0) % ZLIB_CHECK === 0
}
