import { createServer, type IncomingMessage } from 'node:http'
import { XMLParser } from 'fast-xml-parser'
import { closeServer, listenOnLoopback } from '../../../sandbox/loopback.ts'
import { isNotPlayed, standInFor } from './stand-ins.ts'

/** What an engine answered to one operation. */
export interface Answered {
  /** Responses by HTTP status. */
  readonly statuses: Map<number, number>
  /** Paths of the members of responses that succeeded: `DescribeStacksResult.Stacks.member.StackId`. */
  readonly members: Set<string>
  /** Bodies of the first responses that failed, shortened. */
  readonly errors: string[]
}

/** A server between the product and an engine, which passes everything on and records the responses. */
export interface Observer {
  readonly url: string
  /** Operations that the engine does not play. */
  readonly notPlayed: ReadonlySet<string>
  /** Operations to which the observer responded in its place. */
  readonly standIns: ReadonlySet<string>
  /** From now on, the observer responds to operations that the engine lacks, where that is possible. */
  assist(): void
  /** By operation, `DescribeStacks`. Operations of REST protocols are not among them. */
  readonly answered: ReadonlyMap<string, Answered>
  close(): Promise<void>
}

const KEPT_ERRORS = 3
const ERROR_LENGTH = 300
/** Headers that do not fit a body which was received and is sent again. */
const HOP_HEADERS = new Set(['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive'])
const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false })

export async function startObserver(engine: string): Promise<Observer> {
  const answered = new Map<string, Answered>()
  const notPlayed = new Set<string>()
  const standIns = new Set<string>()
  let assisting = false
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bytesOf(request)
      const operation = operationOf(request, body)
      const ask = async (name: string, members: Readonly<Record<string, string>>): Promise<string> => {
        const form = new URLSearchParams({ Action: name, Version: '2010-05-15', ...members })
        const headers = { authorization: request.headers.authorization ?? '' }
        return (await fetch(engine, { method: 'POST', body: form, headers })).text()
      }
      const answer = await fetch(`${engine}${request.url}`, {
        method: request.method ?? 'POST',
        headers: Object.entries(request.headers).flatMap(([name, value]) =>
          HOP_HEADERS.has(name) || name === 'expect'
            ? []
            : [value ?? []].flat().map((each) => [name, each] as [string, string]),
        ),
        redirect: 'manual',
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      })
      const bytes = Buffer.from(await answer.arrayBuffer())
      const text = bytes.toString('utf8')
      if (operation !== undefined && isNotPlayed(answer.status, text)) {
        notPlayed.add(operation)
        const form = new URLSearchParams(body.toString('utf8'))
        const standIn = assisting ? await standInFor(operation, form, ask) : undefined
        if (standIn !== undefined) {
          standIns.add(operation)
          response.writeHead(200, { 'content-type': 'text/xml' }).end(standIn)
          return
        }
      }
      if (operation !== undefined) note(answered, operation, answer.status, text)
      const kept = [...answer.headers].filter(([name]) => !HOP_HEADERS.has(name))
      response.writeHead(answer.status, Object.fromEntries(kept)).end(bytes)
    })().catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server)
  return {
    url: `http://127.0.0.1:${port}`,
    answered,
    notPlayed,
    standIns,
    assist: () => void (assisting = true),
    close: () => closeServer(server),
  }
}

function note(answered: Map<string, Answered>, operation: string, status: number, text: string): void {
  const entry = answered.get(operation) ?? {
    statuses: new Map<number, number>(),
    members: new Set<string>(),
    errors: [],
  }
  answered.set(operation, entry)
  entry.statuses.set(status, (entry.statuses.get(status) ?? 0) + 1)
  if (status >= 200 && status < 300) for (const path of membersOf(text)) entry.members.add(path)
  else if (entry.errors.length < KEPT_ERRORS) entry.errors.push(text.slice(0, ERROR_LENGTH))
}

/** Paths of all members of an answer in XML or JSON; entries of lists have no index. */
function membersOf(text: string): Set<string> {
  const paths = new Set<string>()
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((each) => walk(each, path))
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const below = path === '' ? name : `${path}.${name}`
      paths.add(below)
      walk(inner, below)
    }
  }
  try {
    walk(text.trimStart().startsWith('<') ? withoutEnvelope(xml.parse(text)) : JSON.parse(text), '')
  } catch {
    // A response that is neither has no members.
  }
  return paths
}

/** `<DescribeStacksResponse><DescribeStacksResult>…`: the result alone. */
function withoutEnvelope(document: unknown): unknown {
  const inner = (value: unknown, suffix: string): unknown => {
    if (typeof value !== 'object' || value === null) return value
    return Object.entries(value).find(([name]) => name.endsWith(suffix))?.[1] ?? value
  }
  return inner(inner(document, 'Response'), 'Result')
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** JSON protocols name the operation in a header, the query protocol in the body. */
function operationOf(request: IncomingMessage, body: Buffer): string | undefined {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1)
  if (!String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')) return undefined
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? undefined
}
