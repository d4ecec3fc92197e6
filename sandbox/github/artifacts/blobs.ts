import { randomBytes } from 'node:crypto'
import { Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Artifact, World } from '../world.ts'

export const ZIP = 'application/zip'

interface Signature {
  readonly artifact: Artifact
  readonly write: boolean
  readonly expires: Date
}

/** The part of Azure Blob Storage that the artifact client uses: Put Blob, Put Block, Put Block List, Get Blob. */
export class Blobs {
  readonly #world: World
  readonly #api: string
  readonly #signatures = new Map<string, Signature>()

  constructor(world: World, api: string) {
    this.#world = world
    this.#api = api
  }

  routes(): Route[] {
    return [
      { method: 'PUT', path: '/blob/:container/:name', docs: '', answer: (request) => this.#put(request) },
      { method: 'GET', path: '/blob/:container/:name', docs: '', answer: (request) => this.#get(request) },
    ]
  }

  /** A URL that reads or writes an artifact for some seconds. */
  sign(artifact: Artifact, write: boolean, seconds: number): string {
    const sig = randomBytes(32).toString('base64')
    const expires = new Date(this.#world.now().getTime() + seconds * 1_000)
    this.#signatures.set(sig, { artifact, write, expires })
    const query = new URLSearchParams({
      se: expires.toISOString(),
      sp: write ? 'cw' : 'r',
      sr: 'b',
      sv: '2025-11-05',
      sig,
    })
    return `${this.#api}/blob/actions-results/${blobName(artifact)}?${query.toString()}`
  }

  #signed(request: Request, write: boolean): Artifact {
    const entry = this.#signatures.get(request.url.searchParams.get('sig') ?? '')
    const valid =
      entry?.write === write && request.parts['name'] === blobName(entry.artifact) && this.#world.now() < entry.expires
    if (!valid) {
      throw new Refusal(403, 'AuthenticationFailed', {}, { 'x-ms-error-code': 'AuthenticationFailed' })
    }
    return entry.artifact
  }

  #put(request: Request): Answer {
    const artifact = this.#signed(request, true)
    const part = request.url.searchParams.get('comp')
    if (part === 'block') {
      artifact.blocks.set(request.url.searchParams.get('blockid') ?? '', request.body)
    } else if (part === 'blocklist') {
      const ids = [...request.body.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(
        ([, id]) => id ?? '',
      )
      const blocks = ids.map((id) => artifact.blocks.get(id))
      if (blocks.includes(undefined))
        throw new Refusal(400, 'InvalidBlockList', {}, { 'x-ms-error-code': 'InvalidBlockList' })
      artifact.content = Buffer.concat(blocks as Buffer[])
    } else {
      artifact.content = request.body
    }
    return { status: 201, headers: headersOf(artifact) }
  }

  #get(request: Request): Answer {
    const artifact = this.#signed(request, false)
    const name = artifact.mimeType === ZIP ? `${artifact.name}.zip` : artifact.name
    const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
    const headers = {
      ...headersOf(artifact),
      'content-type': artifact.mimeType,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    }
    return { status: 200, headers, body: artifact.content ?? Buffer.alloc(0) }
  }
}

/** The client unpacks what ends in `.zip`, so that only archives do. */
function blobName({ id, mimeType }: Artifact): string {
  return mimeType === ZIP ? `${id}.zip` : String(id)
}

function headersOf(artifact: Artifact): Record<string, string> {
  return {
    etag: `"0x${artifact.id.toString(16).toUpperCase()}"`,
    'last-modified': artifact.createdAt.toUTCString(),
    'x-ms-request-id': randomBytes(16).toString('hex'),
    'x-ms-version': '2025-11-05',
    'x-ms-request-server-encrypted': 'true',
  }
}
