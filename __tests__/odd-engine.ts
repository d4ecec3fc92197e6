import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Of one operation: the changed response of AWS or GitHub, in JSON or XML. */
export type Oddity = (answer: string) => string

export interface OddEngine {
  /** The URL that a client uses in place of AWS. */
  readonly url: string
  /** Number of changed responses by operation: an oddity that never occurred proves nothing. */
  readonly told: ReadonlyMap<string, number>
  close(): Promise<void>
}

/**
 * A server between a client and AWS or GitHub: it passes everything on unchanged, except the successful responses of
 * the named operations. An operation of an API without operations is its method and path, where a star stands for any
 * text: `GET /repos/*`.
 */
export async function startOddEngine(aws: string, oddities: Readonly<Record<string, Oddity>>): Promise<OddEngine> {
  const reported = new Map<string, number>()
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bytesOf(request)
      const { host: _, ...headers } = request.headers
      const answer = await fetch(`${aws}${request.url}`, {
        method: request.method ?? 'POST',
        redirect: 'manual',
        headers: Object.entries(headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((each) => [name, each] as [string, string]),
        ),
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      })
      const operation = operationOf(request, body)
      const named = answer.ok ? Object.keys(oddities).find((name) => isNamed(operation, name)) : undefined
      const bytes = Buffer.from(await answer.arrayBuffer())
      const sent = named === undefined ? bytes : Buffer.from(oddities[named]?.(bytes.toString('utf8')) ?? bytes)
      if (named !== undefined && !sent.equals(bytes)) reported.set(named, (reported.get(named) ?? 0) + 1)
      // A changed response has another length and checksum.
      const kept = [...answer.headers].filter(
        ([name]) => !/^(content-length|content-encoding|transfer-encoding|connection|etag|x-amz-crc32)$/.test(name),
      )
      response.writeHead(answer.status, Object.fromEntries(kept)).end(sent)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told: reported,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** JSON protocols name the operation in a header, the query protocol in the body, REST by method and path. */
function operationOf(request: IncomingMessage, body: Buffer): string {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? ''
  const action = new URLSearchParams(body.toString('utf8')).get('Action')
  return action ?? `${request.method} ${decodeURIComponent(request.url?.split('?')[0] ?? '')}`
}

function isNamed(operation: string, name: string): boolean {
  const parts = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(operation)
}

/** A JSON response without this member, in any place. */
export function withoutMember(member: string): Oddity {
  return (answer) => JSON.stringify(JSON.parse(answer, (key, value: unknown) => (key === member ? undefined : value)))
}

/** Another JSON response. */
export function instead(answer: object): Oddity {
  return () => JSON.stringify(answer)
}

/** The response with these texts, or the matches of the expression, replaced. */
export function replaced(from: string | RegExp, to: string): Oddity {
  return (answer) => (typeof from === 'string' ? answer.replaceAll(from, to) : answer.replace(from, to))
}

/** An XML response whose outermost lists lack the entries with this text. */
export function withoutEntry(text: string): Oddity {
  return (answer) => {
    let depth = 0
    let entry = ''
    let kept = ''
    for (const piece of answer.split(/(?=<member>)|(?<=<\/member>)/)) {
      if (piece.startsWith('<member>')) depth++
      if (depth === 0) kept += piece
      else entry += piece
      if (!piece.endsWith('</member>')) continue
      depth--
      if (depth > 0) continue
      if (!entry.includes(text)) kept += entry
      entry = ''
    }
    return kept
  }
}

/** An XML response without this element, in any place. */
export function withoutElement(name: string): Oddity {
  return (answer) => answer.replaceAll(new RegExp(`<${name}>[\\s\\S]*?</${name}>|<${name}/>`, 'g'), '')
}

/** Another JSON response, derived from the original. */
export function altered(change: (answer: Record<string, unknown>) => unknown): Oddity {
  return (answer) => JSON.stringify(change(JSON.parse(answer) as Record<string, unknown>))
}
