/**
 * What went wrong in a handshake, from the message that OpenSSL has for it: `…:SSL routines:FUNCTION:REASON:FILE:LINE:`. Other
 * messages stay as they are.
 */
export function readableReason(message: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1]
  if (reason === undefined) return message
  return reason === 'wrong version number' ? `the port does not speak TLS (${reason})` : `TLS: ${reason}`
}
