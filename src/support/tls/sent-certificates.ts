import { createDecipheriv, createHmac } from 'node:crypto'

/**
 * The certificates of a handshake in the order in which the server sent them, from the bytes of the connection. Node
 * itself shows them sorted by issuer, and completed from its own store. In TLS 1.3 they are encrypted with a key that
 * follows from the secret that the client logs (RFC 8446, sections 5.2, 7.1 and 7.3).
 */

const RECORD = { handshake: 22, applicationData: 23 } as const
const CERTIFICATE = 11
const RECORD_HEADER = 5
const MESSAGE_HEADER = 4
const TAG_LENGTH = 16
const IV_LENGTH = 12

interface Suite {
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'
  readonly hash: 'sha256' | 'sha384'
  readonly keyLength: number
}

const SUITES: Readonly<Record<string, Suite>> = {
  TLS_AES_128_GCM_SHA256: { cipher: 'aes-128-gcm', hash: 'sha256', keyLength: 16 },
  TLS_AES_256_GCM_SHA384: { cipher: 'aes-256-gcm', hash: 'sha384', keyLength: 32 },
  TLS_CHACHA20_POLY1305_SHA256: { cipher: 'chacha20-poly1305', hash: 'sha256', keyLength: 32 },
}

/**
 * @param received what the server sent, from its first byte on
 * @param suite Node's name of the cipher suite
 * @param secret the server's handshake traffic secret; undefined before TLS 1.3
 * @returns DER of each certificate; undefined where they cannot be read
 */
export function sentCertificates(received: Buffer, suite: string, secret: Buffer | undefined): Buffer[] | undefined {
  const messages = secret ? decryptedMessages(received, SUITES[suite], secret) : plainMessages(received)
  const body = messages && certificateMessage(messages)
  return body && readList(body, secret !== undefined)
}

function* records(received: Buffer): Generator<{ type: number; header: Buffer; body: Buffer }> {
  for (let at = 0; at + RECORD_HEADER <= received.length;) {
    const length = received.readUInt16BE(at + 3)
    const end = at + RECORD_HEADER + length
    if (end > received.length) return
    const header = received.subarray(at, at + RECORD_HEADER)
    yield { type: received.readUInt8(at), header, body: received.subarray(at + RECORD_HEADER, end) }
    at = end
  }
}

function plainMessages(received: Buffer): Buffer {
  const bodies: Buffer[] = []
  for (const { type, body } of records(received)) {
    // What follows the change of the cipher is encrypted; the certificates come before it.
    if (type !== RECORD.handshake) break
    bodies.push(body)
  }
  return Buffer.concat(bodies)
}

function decryptedMessages(received: Buffer, suite: Suite | undefined, secret: Buffer): Buffer | undefined {
  if (!suite) return undefined
  const key = expandLabel(suite, secret, 'key', suite.keyLength)
  const iv = expandLabel(suite, secret, 'iv', IV_LENGTH)
  const bodies: Buffer[] = []
  let sequence = 0
  for (const { type, header, body } of records(received)) {
    if (type !== RECORD.applicationData) continue
    const nonce = Buffer.from(iv)
    nonce.writeUInt32BE((nonce.readUInt32BE(IV_LENGTH - 4) ^ sequence) >>> 0, IV_LENGTH - 4)
    sequence += 1
    const plain = decrypt(suite, { key, nonce, header, body })
    // From the server's Finished on another key is used.
    if (!plain) break
    let end = plain.length - 1
    while (end >= 0 && plain[end] === 0) end -= 1
    if (plain[end] !== RECORD.handshake) continue
    bodies.push(plain.subarray(0, end))
  }
  return Buffer.concat(bodies)
}

function decrypt(
  { cipher }: Suite,
  { key, nonce, header, body }: { key: Buffer; nonce: Buffer; header: Buffer; body: Buffer },
): Buffer | undefined {
  const options = { authTagLength: TAG_LENGTH }
  const decipher =
    cipher === 'chacha20-poly1305'
      ? createDecipheriv(cipher, key, nonce, options)
      : createDecipheriv(cipher, key, nonce, options)
  try {
    decipher.setAAD(header, { plaintextLength: body.length - TAG_LENGTH })
    decipher.setAuthTag(body.subarray(-TAG_LENGTH))
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_LENGTH)), decipher.final()])
  } catch {
    return undefined
  }
}

/** HKDF-Expand-Label with an empty context; all of its uses here fit into one block. */
function expandLabel({ hash }: Suite, secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`)
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])])
  return createHmac(hash, secret).update(info).digest().subarray(0, length)
}

function certificateMessage(messages: Buffer): Buffer | undefined {
  for (let at = 0; at + MESSAGE_HEADER <= messages.length;) {
    const end = at + MESSAGE_HEADER + messages.readUIntBE(at + 1, 3)
    if (end > messages.length) return undefined
    if (messages[at] === CERTIFICATE) return messages.subarray(at + MESSAGE_HEADER, end)
    at = end
  }
  return undefined
}

function readList(body: Buffer, isTls13: boolean): Buffer[] | undefined {
  const certificates: Buffer[] = []
  try {
    let at = isTls13 ? 1 + body.readUInt8(0) : 0
    const end = at + 3 + body.readUIntBE(at, 3)
    at += 3
    while (at < end) {
      const length = body.readUIntBE(at, 3)
      certificates.push(Buffer.from(body.subarray(at + 3, at + 3 + length)))
      at += 3 + length
      if (isTls13) at += 2 + body.readUInt16BE(at)
    }
    return certificates
  } catch {
    return undefined
  }
}
