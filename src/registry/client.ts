import { createWriteStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Digest } from '../evidence/digest.ts'
import type { Clock, Log } from '../support/runtime.ts'
import { ActionError } from '../support/errors.ts'
import type { Authorize } from './authorization.ts'
import { bytesOf, type Answered, type Ask, type Asked } from './http.ts'
import { MANIFEST_TYPES, readManifest, type Descriptor, type Manifest } from './manifest.ts'
import { refusalOf, unreachable, type Doing, type Said } from './refusals.ts'

/**
 * One registry over its HTTP API. https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md
 * All calls reject with an ActionError.
 */
export interface Registry {
  /** `111111111111.dkr.ecr.eu-west-1.amazonaws.com` */
  readonly host: string
  hasBlob(repository: string, digest: Digest): Promise<boolean>
  /** Writes a blob to a file, and compares its bytes with the digest. */
  readBlob(repository: string, blob: Descriptor, file: string): Promise<void>
  uploadBlob(repository: string, blob: Descriptor, file: string): Promise<void>
  /** @param reference a tag or digest; undefined where the repository or image does not exist */
  readManifest(repository: string, reference: string): Promise<Manifest | undefined>
  writeManifest(repository: string, reference: string, manifest: Manifest): Promise<Written>
}

/** `exists`: the tag has an image, and cannot be moved. */
export type Written = 'written' | 'exists'

export interface RegistryOptions {
  readonly url: URL
  /** A refusal of ECR names an IAM action. */
  readonly isEcr: boolean
  readonly ask: Ask
  readonly authorize: Authorize
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** Attempts of a request that got no answer, or one of a server in trouble. */
const ATTEMPTS = 5
const TOO_MANY = 429
const PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
const MOST_REDIRECTS = 5
const MOST_SHOWN = 300

type Request = Omit<Asked, 'headers' | 'signal'> & Partial<Pick<Asked, 'headers'>>

interface Call<T> {
  readonly doing: Doing
  readonly request: () => Promise<Request>
  readonly expected: readonly number[]
  /** Reads the answer. What it rejects with, but for an ActionError, is another attempt. */
  readonly take: (answer: Answered) => Promise<T> | T
  /** What another answer means; undefined: an error. */
  readonly otherwise?: (said: Said) => T | undefined
}

export function openRegistry({ url: base, isEcr, ask, authorize, clock, log, signal }: RegistryOptions): Registry {
  const host = base.host
  const registry = { host, isEcr }
  const at = (path: string): URL => new URL(`/v2/${path}`, base)

  /** Sends with the right for the repository, and follows redirects; another host never sees the right. */
  async function sendOnce(request: Request, doing: Doing): Promise<Answered> {
    let { url } = request
    let challenge: string | undefined
    for (let hops = 0; hops <= MOST_REDIRECTS;) {
      const right = url.host === host ? await authorize(doing, challenge) : undefined
      const headers = { ...request.headers, ...(right !== undefined && { authorization: right }) }
      const answer = await ask({ ...request, url, headers, signal })
      const { status, headers: got } = answer
      const asked = got['www-authenticate']
      if (status === 401 && url.host === host && challenge === undefined && asked !== undefined) {
        challenge = asked
        answer.stream.resume()
        continue
      }
      const { location } = got
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (!isRead || ![301, 302, 303, 307, 308].includes(status) || location === undefined) return answer
      answer.stream.resume()
      const next = new URL(location, url)
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw refusalOf(doing, registry, { status, text: `it redirects to ${next.origin}, which is not encrypted` })
      url = next
      hops += 1
    }
    throw refusalOf(doing, registry, { status: 310, text: 'it redirects in a circle' })
  }

  /** Sends until there is an answer that is as it should be. */
  async function call<T>({ doing, request, expected, take, otherwise }: Call<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      let wait: number | undefined
      let failure: Error
      try {
        const answer = await sendOnce(await request(), doing)
        if (expected.includes(answer.status)) return await take(answer)
        const said: Said = { status: answer.status, text: textOf(await bytesOf(answer)) }
        const known = otherwise?.(said)
        if (known !== undefined) return known
        failure = refusalOf(doing, registry, said)
        if (said.status !== TOO_MANY && said.status < 500) throw failure
        wait = waitOf(answer)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof ActionError) throw error
        failure = unreachable(doing, host, error)
      }
      if (attempt >= ATTEMPTS) throw failure
      log.info(`${failure.message}; attempt ${attempt + 1} of ${ATTEMPTS} follows`)
      await clock.sleep(Math.min(LONGEST_PAUSE_MS, wait ?? PAUSE_MS * 2 ** (attempt - 1)), signal)
    }
  }

  /** Where the bytes of a new upload go. */
  async function begin(repository: string, digest: Digest): Promise<URL> {
    const doing: Doing = { what: 'begin an upload', repository, action: 'ecr:InitiateLayerUpload', scope: 'pull,push' }
    return call({
      doing,
      request: async () => ({ method: 'POST', url: at(`${repository}/blobs/uploads/`) }),
      expected: [202],
      take({ status, headers: { location }, stream }) {
        stream.resume()
        const url = location === undefined ? undefined : new URL(location, base)
        if (url === undefined || (base.protocol === 'https:' && url.protocol !== 'https:'))
          throw refusalOf(doing, registry, { status, text: `the upload would go to ${url?.origin ?? 'no address'}` })
        url.searchParams.set('digest', digest)
        return url
      },
    })
  }

  return {
    host,
    hasBlob(repository, digest) {
      const action = 'ecr:BatchCheckLayerAvailability'
      return call({
        doing: { what: `look for ${digest}`, repository, action, scope: 'pull' },
        request: async () => ({ method: 'HEAD', url: at(`${repository}/blobs/${digest}`) }),
        expected: [200, 404],
        take({ status, stream }) {
          stream.resume()
          return status === 200
        },
      })
    },
    readBlob(repository, { digest, size }, file) {
      const action = 'ecr:GetDownloadUrlForLayer'
      return call({
        doing: { what: `read ${digest}`, repository, action, scope: 'pull' },
        request: async () => ({ method: 'GET', url: at(`${repository}/blobs/${digest}`) }),
        expected: [200],
        async take({ stream }) {
          try {
            await writeChecked(stream, file, { digest, size })
          } catch (error) {
            await rm(file, { force: true })
            throw error
          }
        },
      })
    },
    uploadBlob(repository, { digest, size }, file) {
      const action = 'ecr:UploadLayerPart and ecr:CompleteLayerUpload'
      const doing: Doing = { what: `upload ${digest}`, repository, action, scope: 'pull,push' }
      return call({
        doing,
        // An upload that was cut is begun again.
        request: async () => ({
          method: 'PUT',
          url: await begin(repository, digest),
          headers: { 'content-type': 'application/octet-stream' },
          body: { file, size },
        }),
        expected: [201],
        take: (answer) => checkStored(answer, digest, doing),
      })
    },
    readManifest(repository, reference) {
      return call({
        doing: { what: `read the image ${reference}`, repository, action: 'ecr:BatchGetImage', scope: 'pull' },
        request: async () => ({
          method: 'GET',
          url: at(`${repository}/manifests/${reference}`),
          headers: { accept: MANIFEST_TYPES.join(', ') },
        }),
        expected: [200, 404],
        async take(answer) {
          const bytes = await bytesOf(answer)
          if (answer.status === 404) return undefined
          const manifest = readManifest(bytes, `${host}/${repository}`, answer.headers['content-type'])
          if (!reference.includes(':') || manifest.digest === reference) return manifest
          throw new Error(`its answer has the digest ${manifest.digest}`)
        },
      })
    },
    writeManifest(repository, reference, { bytes, mediaType, digest }) {
      const doing: Doing = {
        what: `write the image ${reference}`,
        repository,
        action: 'ecr:PutImage',
        scope: 'pull,push',
      }
      return call<Written>({
        doing,
        request: async () => ({
          method: 'PUT',
          url: at(`${repository}/manifests/${reference}`),
          headers: { 'content-type': mediaType },
          body: bytes,
        }),
        expected: [200, 201],
        take(answer) {
          checkStored(answer, digest, doing)
          return 'written'
        },
        otherwise: (said) => (isImmutable(said) ? 'exists' : undefined),
      })
    },
  }

  function checkStored({ status, headers, stream }: Answered, digest: Digest, doing: Doing): void {
    stream.resume()
    const stored = headers['docker-content-digest']
    if (stored === undefined || stored === digest) return
    throw refusalOf(doing, registry, { status, text: `it stored ${String(stored)}` })
  }
}

/** ECR's answers about a tag that cannot be moved: status 400 or 409, `TAG_INVALID` or `ImageTagAlreadyExistsException`. */
function isImmutable({ status, text }: Said): boolean {
  return (status === 400 || status === 409) && /already exists|immutable/i.test(text)
}

/** Writes a stream to a file. Rejects where its bytes are not those of the digest. */
async function writeChecked(stream: Answered['stream'], file: string, expected: Pick<Descriptor, 'digest' | 'size'>) {
  const hash = createHash('sha256')
  let size = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      hash.update(chunk)
      done(size > expected.size ? new Error(`more than the ${expected.size} bytes of its manifest`) : null, chunk)
    },
  })
  await pipeline(stream, count, createWriteStream(file))
  const digest = `sha256:${hash.digest('hex')}`
  if (digest === expected.digest) return
  throw new Error(`${size} bytes with the digest ${digest} came in place of ${expected.size} with ${expected.digest}`)
}

/** `Retry-After` in seconds. */
function waitOf({ headers }: Answered): number | undefined {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

/** The errors of a registry in one line: `{"errors":[{"code":…,"message":…}]}`, or the text. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  try {
    const { errors } = JSON.parse(text) as { readonly errors?: readonly { code?: unknown; message?: unknown }[] }
    const shown = errors?.map(({ code, message }) => `${String(code)}: ${String(message)}`).join('; ')
    if (shown) return oneLine(shown)
  } catch {
    // Not JSON: a proxy, or no body.
  }
  return oneLine(text)
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_SHOWN)
}
