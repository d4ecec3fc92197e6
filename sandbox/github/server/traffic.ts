/** One request and its response, with secrets masked: a line of `traffic.jsonl`. Bodies are text as on the wire. */
export interface Exchange {
  readonly service: 'github'
  readonly request: Message & { readonly method: string; readonly path: string }
  readonly response: Message & { readonly status: number }
}

interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const MASK = '***'
/** Maximum bytes of a recorded body; larger ones are archives. */
const MAX_BODY_BYTES = 100_000

export function maskPath(path: string): string {
  return path.replaceAll(/([?&]sig=)[^&]*/g, `$1${MASK}`)
}

export function maskHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const masked: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    masked[name] = name === 'authorization' ? MASK : Array.isArray(value) ? value.join(', ') : value
  }
  return masked
}

export function maskBody(path: string, type: string, body: Buffer): string {
  if (body.length > MAX_BODY_BYTES || /zip|octet-stream|timestamp-reply/.test(type))
    return body.length === 0 ? '' : `(${body.length} bytes)`
  const text = body.toString('utf8')
  if (path.startsWith('/sigstore/')) return text.replace(/("oidcIdentityToken":\s*")[^"]*/, `$1${MASK}`)
  if (path.startsWith('/idtoken/')) return text.replace(/("value":\s*")[^"]*/, `$1${MASK}`)
  return text.replaceAll(/([?&]sig=)[^"&\\]*/g, `$1${MASK}`)
}
