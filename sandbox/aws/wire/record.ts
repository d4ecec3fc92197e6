import type { HttpAnswer, HttpRequest } from './http.ts'

/** One request and its response as on the wire, with secrets masked. */
export interface Exchange {
  readonly service: string
  readonly operation: string
  readonly request: { method: string; path: string; headers: Record<string, string>; body: string }
  readonly response: { status: number; headers: Record<string, string>; body: string }
}

export type Recorder = (exchange: Exchange) => void

const MASK = '********************'

/** Secrets in forms, XML and JSON. The replacements satisfy AWS's length constraints. */
const SECRETS: readonly [RegExp, string][] = [
  [/(^|&)(WebIdentityToken|SAMLAssertion|TokenCode)=[^&]*/g, `$1$2=${MASK}`],
  [/(<(SecretAccessKey|SessionToken)>)[^<]*/g, `$1${MASK}`],
  [/("(?:SecretAccessKey|SessionToken|authorizationToken|token|secret)"\s*:\s*")[^"]*/gi, `$1${MASK}`],
]

const SECRET_HEADERS = new Set(['x-amz-security-token', 'cookie', 'set-cookie'])

export type RecordAnswer = (
  about: { readonly service: string; readonly operation: string },
  request: HttpRequest,
  /** Undefined where the service's response did not reach the client. */
  answer: HttpAnswer | undefined,
) => void

/** Records requests and responses: texts in full, binary bodies as their length, secrets and `hidden` values masked. */
export function recordAnswersWith(record: Recorder, hidden: () => readonly string[]): RecordAnswer {
  const formsOf = rememberForms()
  return ({ service, operation }, request, answer) => {
    const binary = service === 's3'
    const forms = hidden().flatMap(formsOf)
    const clean = (text: string): string => maskTexts(text, forms)
    record({
      service,
      operation,
      request: {
        method: request.method,
        path: clean(request.target).replace(/(X-Amz-(?:Signature|Security-Token)=)[^&]*/g, `$1${MASK}`),
        headers: maskHeaders(request.headers),
        body: clean(bodyText(request.body, binary)),
      },
      // Status 0: the service's response did not reach the client.
      response: {
        status: answer?.status ?? 0,
        headers: maskHeaders(answer?.headers ?? {}),
        body: clean(bodyText(answer?.body ?? '', binary && !isXml(answer))),
      },
    })
  }
}

const isXml = (answer: HttpAnswer | undefined): boolean => (answer?.headers['content-type'] ?? '').includes('xml')

function bodyText(body: string | Uint8Array, binary: boolean): string {
  if (typeof body === 'string') return body
  return binary && body.byteLength > 0 ? `(${body.byteLength} bytes)` : Buffer.from(body).toString('utf8')
}

function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (name === 'authorization') return [name, value.replace(/Signature=\w+/, `Signature=${MASK}`)]
      return [name, SECRET_HEADERS.has(name) ? MASK : value]
    }),
  )
}

/** The forms in which texts have a secret: as it is, in URLs, and in JSON. Thousands of records have the same secrets. */
function rememberForms(): (secret: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (secret) => {
    const forms = known.get(secret) ?? [
      ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
    ]
    known.set(secret, forms)
    return forms
  }
}

function maskTexts(text: string, forms: readonly string[]): string {
  if (text === '') return text
  let clean = text
  for (const [pattern, replacement] of SECRETS) clean = clean.replace(pattern, replacement)
  for (const form of forms) clean = clean.replaceAll(form, MASK)
  return clean
}
