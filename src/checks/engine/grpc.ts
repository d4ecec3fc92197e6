/**
 * The little of gRPC and Protocol Buffers that a health check needs.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, https://protobuf.dev/programming-guides/encoding/
 */

const PREFIX_BYTES = 5
const LENGTH_DELIMITED = 2
const FIELD_SERVICE = 1
const FIELD_STATUS = 1

export const SERVING = 'SERVING'
const STATES = ['UNKNOWN', SERVING, 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const
/** A state, or the number of one that is not known. */
export type Serving = (typeof STATES)[number] | `state ${number}`

/** The message of a request or response: a flag for compression, and a length, before it. */
export function frameOf(message: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(PREFIX_BYTES + message.length)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, PREFIX_BYTES)
  return frame
}

/** The messages of a body; undefined where it has others than whole, uncompressed ones. */
export function messagesIn(body: Buffer): Buffer[] | undefined {
  const messages: Buffer[] = []
  for (let at = 0; at < body.length;) {
    if (body.length - at < PREFIX_BYTES || body[at] !== 0) return undefined
    const end = at + PREFIX_BYTES + body.readUInt32BE(at + 1)
    if (end > body.length) return undefined
    messages.push(body.subarray(at + PREFIX_BYTES, end))
    at = end
  }
  return messages
}

/** `message HealthCheckRequest { string service = 1; }` */
export function healthRequest(service: string): Uint8Array {
  if (service === '') return new Uint8Array()
  const name = Buffer.from(service)
  return Buffer.concat([Buffer.from([(FIELD_SERVICE << 3) | LENGTH_DELIMITED, ...varint(name.length)]), name])
}

/** `message HealthCheckResponse { ServingStatus status = 1; }`; undefined where it is something else. */
export function servingStatusOf(message: Buffer): Serving | undefined {
  let status = 0
  for (let at = 0; at < message.length;) {
    const tag = readVarint(message, at)
    if (tag === undefined) return undefined
    const value = readVarint(message, tag.next)
    if (value === undefined) return undefined
    if (tag.value === FIELD_STATUS << 3) {
      status = value.value
      at = value.next
    } else if ((tag.value & 7) === 0) at = value.next
    else if ((tag.value & 7) === LENGTH_DELIMITED) at = value.next + value.value
    else return undefined
    if (at > message.length) return undefined
  }
  return STATES[status] ?? `state ${status}`
}

const CONTINUES = 0x80

function varint(value: number): number[] {
  return value < CONTINUES ? [value] : [(value & 0x7f) | CONTINUES, ...varint(value >>> 7)]
}

const MOST_VARINT_BYTES = 5

function readVarint(bytes: Buffer, from: number): { value: number; next: number } | undefined {
  let value = 0
  for (let index = 0; index < MOST_VARINT_BYTES; index++) {
    const byte = bytes[from + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < CONTINUES) return { value, next: from + index + 1 }
  }
  return undefined
}
