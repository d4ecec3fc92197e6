import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import type { Exchange } from '../../../sandbox/github/server/traffic.ts'
import type { Violation } from './openapi.ts'

/**
 * Services without an OpenAPI description are checked against client packages: the generated messages of
 * `@actions/artifact`, the token response that `@actions/core` reads, and what `@sigstore/sign` reads.
 */
export interface ProtocolJudge {
  readonly matches: (path: string) => boolean
  readonly judge: (exchange: Exchange) => { operation: string; violations: Violation[] }
}

interface Message {
  fromJson(value: unknown, options: { ignoreUnknownFields: boolean }): unknown
}

const ARTIFACT_MESSAGES = 'node_modules/@actions/artifact/lib/generated/index.js'
const TWIRP = /^\/twirp\/github\.actions\.results\.api\.v1\.ArtifactService\/(\w+)$/
const ARCHIVE = /^\/codeload\/[^/]+\/[^/]+\/legacy\.tar\.gz\/[0-9a-f]{40}$/
const BLOB = /^\/blob\/[^/]+\/[^/]+$/

const token = z.object({ value: z.string().min(1) })
const discovery = z.object({
  issuer: z.url(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()).min(1),
  claims_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
})
const keys = z.object({
  keys: z
    .array(z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), alg: z.literal('RS256') }))
    .min(1),
})
/** What `@sigstore/sign` reads of the certificate authority's response, and of the log's. */
const certified = z.object({
  signedCertificateEmbeddedSct: z.object({
    chain: z.object({ certificates: z.array(z.string().startsWith('-----BEGIN CERTIFICATE-----')).min(1) }),
  }),
})
const logged = z.record(
  z.string().regex(/^[0-9a-f]+$/),
  z.object({
    body: z.base64(),
    integratedTime: z.int(),
    logID: z.string(),
    logIndex: z.int(),
    verification: z.object({ signedEntryTimestamp: z.base64(), inclusionProof: z.object({ checkpoint: z.string() }) }),
  }),
)
const TIMESTAMP = /^\/sigstore\/[^/]+\/tsa\//

const twirpError = z.object({ code: z.string(), msg: z.string() })

/** Loads the messages of the installed client; `project` is the folder with node_modules. */
export async function protocolJudges(project: string): Promise<ProtocolJudge[]> {
  const file = pathToFileURL(`${project}/${ARTIFACT_MESSAGES}`)
  readFileSync(file)
  const messages = (await import(file.href)) as Record<string, Message>
  return [
    readable(/^\/idtoken\//, 'GET idtoken', token),
    readable(/\/\.well-known\/openid-configuration$/, 'GET openid-configuration', discovery),
    readable(/\/\.well-known\/jwks$/, 'GET jwks', keys),
    readable(/^\/sigstore\/[^/]+\/fulcio\//, 'POST signingCert', certified, 201),
    readable(/^\/sigstore\/[^/]+\/rekor\//, 'POST log/entries', logged, 201),
    { matches: (path) => TIMESTAMP.test(path), judge: judgeTimestamp },
    { matches: (path) => TWIRP.test(path), judge: (exchange) => judgeTwirp(exchange, messages) },
    { matches: (path) => BLOB.test(path), judge: judgeBlob },
    { matches: (path) => ARCHIVE.test(path), judge: judgeArchive },
  ]
}

function pathOf({ request }: Exchange): string {
  return new URL(request.path, 'http://localhost').pathname
}

function readable(pattern: RegExp, operation: string, shape: z.ZodType, expected = 200): ProtocolJudge {
  return {
    matches: (path) => pattern.test(path),
    judge({ response }) {
      if (response.status >= 400) return { operation, violations: [] }
      const parsed = shape.safeParse(parse(response.body))
      const problems = response.status === expected ? [] : [`the status ${response.status} is not ${expected}`]
      if (!parsed.success)
        problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('/')} ${message}`))
      return { operation, violations: problems.map((problem) => ({ operation, where: 'response', problem })) }
    },
  }
}

function judgeTwirp(exchange: Exchange, messages: Record<string, Message>): ReturnType<ProtocolJudge['judge']> {
  const method = TWIRP.exec(pathOf(exchange))?.[1] ?? ''
  const operation = `POST ArtifactService/${method}`
  const { request, response } = exchange
  const violations: Violation[] = []
  const read = (where: Violation['where'], message: string, body: string): void => {
    try {
      const reader = messages[message]
      if (!reader) throw new Error(`there is no message ${message}`)
      reader.fromJson(parse(body), { ignoreUnknownFields: false })
    } catch (error) {
      violations.push({ operation, where, problem: error instanceof Error ? error.message : String(error) })
    }
  }
  read('request', `${method}Request`, request.body)
  if (response.status === 200) read('response', `${method}Response`, withoutExtras(method, response.body))
  else if (!twirpError.safeParse(parse(response.body)).success) {
    violations.push({ operation, where: 'response', problem: 'the error is not {"code", "msg"}' })
  }
  return { operation, violations }
}

/** Removes the name that the service sends with the signed URL, which the client's messages do not have. */
function withoutExtras(method: string, body: string): string {
  if (method !== 'GetSignedArtifactURL') return body
  const { name: _name, ...rest } = parse(body) as Record<string, unknown>
  return JSON.stringify(rest)
}

/** Source: https://learn.microsoft.com/rest/api/storageservices/put-block and the pages of the other operations. */
function judgeBlob({ request, response }: Exchange): ReturnType<ProtocolJudge['judge']> {
  const part = new URL(request.path, 'http://localhost').searchParams.get('comp')
  const operation = `${request.method} blob${part ? ` ${part}` : ''}`
  const expected = request.method === 'PUT' ? 201 : 200
  const problems: string[] = []
  if (response.status >= 400) return { operation, violations: [] }
  if (response.status !== expected) problems.push(`the status ${response.status} is not ${expected}`)
  for (const header of ['x-ms-request-id', 'x-ms-version', 'etag', 'last-modified']) {
    if (response.headers[header] === undefined) problems.push(`the header ${header} is missing`)
  }
  return { operation, violations: problems.map((problem) => ({ operation, where: 'response', problem })) }
}

/** The host of archives has no published description: that its responses have this media type is a guess. */
function judgeArchive({ response }: Exchange): ReturnType<ProtocolJudge['judge']> {
  const operation = 'GET archive'
  const type = response.headers['content-type'] ?? ''
  const right = response.status >= 400 || (response.status === 200 && type === 'application/x-gzip')
  const problem = `the answer is ${response.status} ${type}`
  return { operation, violations: right ? [] : [{ operation, where: 'response', problem }] }
}

/** Source: RFC 3161, section 3.4: the media type of a response. Its content is judged by the client that signs. */
function judgeTimestamp({ response }: Exchange): ReturnType<ProtocolJudge['judge']> {
  const operation = 'POST timestamp'
  const type = response.headers['content-type'] ?? ''
  const problem = `the answer is ${response.status} ${type}`
  const right = response.status < 300 && type === 'application/timestamp-reply'
  return { operation, violations: right ? [] : [{ operation, where: 'response', problem }] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
