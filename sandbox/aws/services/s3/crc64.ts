/** CRC-64/NVME: the polynomial 0xad93d23594c93659, reflected, with all ones as initial value and final mask. */
const POLYNOMIAL = 0x9a6c9329ac4bc9b5n
const BITS = 8
const BYTES = 256
const MASK = 0xffffffffn
const WORD = 32n

const [LOW, HIGH] = tables()

function tables(): [Uint32Array, Uint32Array] {
  const low = new Uint32Array(BYTES)
  const high = new Uint32Array(BYTES)
  for (let byte = 0; byte < BYTES; byte += 1) {
    let value = BigInt(byte)
    for (let bit = 0; bit < BITS; bit += 1) value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n
    low[byte] = Number(value & MASK)
    high[byte] = Number(value >> WORD)
  }
  return [low, high]
}

/** The checksum as S3 tells it: base64 of eight bytes. */
export function crc64Nvme(bytes: Uint8Array): string {
  let low = 0xffffffff
  let high = 0xffffffff
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff
    low = ((low >>> BITS) | (high << 24)) ^ (LOW[index] ?? 0)
    high = (high >>> BITS) ^ (HIGH[index] ?? 0)
  }
  const sum = Buffer.alloc(BITS)
  sum.writeUInt32BE(~high >>> 0, 0)
  sum.writeUInt32BE(~low >>> 0, 4)
  return sum.toString('base64')
}
