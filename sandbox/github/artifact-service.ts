import { createHash, randomBytes } from 'node:crypto'
import { jsonOf, Refusal, type Answer, type Request, type Route } from './router.ts'
import type { Artifact, Job, World } from './world.ts'

const SERVICE = 'github.actions.results.api.v1.ArtifactService'
const DAYS_MS = 86_400_000
const RETENTION_DAYS = 90

/**
 * The service that keeps artifacts of runs: a Twirp interface in JSON that `@actions/artifact` speaks, and storage
 * that speaks the little of Azure's Blob Storage which the client uses (Put Blob, Put Block, Put Block List, Get Blob).
 */
export class ArtifactService {
  readonly #world: World
  readonly #api: string
  readonly #jobs: ReadonlyMap<string, Job>
  readonly #signatures = new Map<string, { artifact: Artifact; write: boolean }>()

  constructor(world: World, api: string, jobs: ReadonlyMap<string, Job>) {
    this.#world = world
    this.#api = api
    this.#jobs = jobs
  }

  routes(): Route[] {
    const calls: Record<string, (request: Request, job: Job) => object> = {
      CreateArtifact: (request, job) => this.#create(job, jsonOf(request)),
      FinalizeArtifact: (request, job) => this.#finalize(job, jsonOf(request)),
      ListArtifacts: (request, job) => this.#list(job, jsonOf(request)),
      GetSignedArtifactURL: (request, job) => this.#signedUrl(job, jsonOf(request)),
      DeleteArtifact: (request, job) => this.#delete(job, jsonOf(request)),
    }
    return [
      ...Object.entries(calls).map(([name, call]): Route => ({
        method: 'POST',
        path: `/twirp/${SERVICE}/${name}`,
        docs: '',
        answer: (request) => ({ status: 200, body: call(request, this.#jobOf(request)) }),
      })),
      { method: 'PUT', path: '/blob/:container/:name', docs: '', answer: (request) => this.#put(request) },
      { method: 'GET', path: '/blob/:container/:name', docs: '', answer: (request) => this.#get(request) },
    ]
  }

  /** The job whose runtime token the caller has; what the token says must be what the request says. */
  #jobOf(request: Request): Job {
    const token = String(request.headers['authorization'] ?? '').replace(/^Bearer /, '')
    const job = this.#jobs.get(token)
    if (!job) throw twirp(401, 'unauthenticated', 'invalid or expired token')
    const { workflow_run_backend_id: run, workflow_job_run_backend_id: id } = jsonOf(request)
    if (run !== job.run.backendId || (id !== undefined && !this.#isOfRun(job, id))) {
      throw twirp(403, 'permission_denied', 'the token is for another run')
    }
    return job
  }

  #isOfRun(job: Job, backendId: unknown): boolean {
    return job.run.jobs.some((other) => other.backendId === backendId)
  }

  #create(job: Job, given: Record<string, unknown>): object {
    const { name } = given
    if (typeof name !== 'string' || name === '') throw twirp(400, 'invalid_argument', 'name is required')
    if (this.#ofRun(job).some((artifact) => artifact.name === name)) {
      throw twirp(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
    }
    const expires = typeof given['expires_at'] === 'string' ? new Date(given['expires_at']) : undefined
    const now = this.#world.now()
    const artifact: Artifact = {
      id: this.#world.id() + 4_000_000,
      run: job.run,
      job,
      name,
      mimeType: typeof given['mime_type'] === 'string' ? given['mime_type'] : 'application/zip',
      createdAt: now,
      expiresAt: expires ?? new Date(now.getTime() + RETENTION_DAYS * DAYS_MS),
      blocks: new Map(),
      size: 0,
      finalized: false,
    }
    this.#world.artifacts.push(artifact)
    return { ok: true, signed_upload_url: this.#sign(artifact, true) }
  }

  #finalize(job: Job, given: Record<string, unknown>): object {
    const artifact = this.#ofRun(job).find(({ name, job: owner }) => name === given['name'] && owner === job)
    if (!artifact?.content) throw twirp(404, 'not_found', 'artifact not found')
    const digest = `sha256:${createHash('sha256').update(artifact.content).digest('hex')}`
    if (typeof given['hash'] === 'string' && given['hash'] !== digest) {
      throw twirp(400, 'invalid_argument', 'the hash is not that of the uploaded content')
    }
    artifact.size = Number(given['size'] ?? 0)
    artifact.digest = digest
    artifact.finalized = true
    return { ok: true, artifact_id: String(artifact.id) }
  }

  #list(job: Job, given: Record<string, unknown>): object {
    const { name_filter: name, id_filter: id } = given
    const artifacts = this.#ofRun(job)
      .filter((artifact) => artifact.finalized)
      .filter(
        (artifact) =>
          (name === undefined || artifact.name === name) && (id === undefined || String(artifact.id) === id),
      )
      .map((artifact) => ({
        workflow_run_backend_id: artifact.run.backendId,
        workflow_job_run_backend_id: artifact.job.backendId,
        database_id: String(artifact.id),
        name: artifact.name,
        size: String(artifact.size),
        created_at: artifact.createdAt.toISOString(),
        digest: artifact.digest,
      }))
    return { artifacts }
  }

  #signedUrl(job: Job, given: Record<string, unknown>): object {
    const artifact = this.#ofRun(job).find(({ name, finalized }) => finalized && name === given['name'])
    if (!artifact) throw twirp(404, 'not_found', 'artifact not found')
    return { name: artifact.name, signed_url: this.#sign(artifact, false) }
  }

  #delete(job: Job, given: Record<string, unknown>): object {
    const artifact = this.#ofRun(job).find(({ name, finalized }) => finalized && name === given['name'])
    if (!artifact) throw twirp(404, 'not_found', 'artifact not found')
    this.#world.artifacts.splice(this.#world.artifacts.indexOf(artifact), 1)
    return { ok: true, artifact_id: String(artifact.id) }
  }

  #ofRun(job: Job): Artifact[] {
    return this.#world.artifacts.filter(({ run }) => run === job.run)
  }

  #sign(artifact: Artifact, write: boolean): string {
    const sig = randomBytes(32).toString('base64')
    this.#signatures.set(sig, { artifact, write })
    const expiry = new Date(this.#world.now().getTime() + 3_600_000).toISOString()
    const query = new URLSearchParams({ se: expiry, sp: write ? 'cw' : 'r', sr: 'b', sv: '2025-11-05', sig })
    return `${this.#api}/blob/actions-results/${artifact.id}.zip?${query.toString()}`
  }

  #signed(request: Request, write: boolean): Artifact {
    const entry = this.#signatures.get(request.url.searchParams.get('sig') ?? '')
    if (!entry || entry.write !== write || request.parts['name'] !== `${entry.artifact.id}.zip`) {
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
    return { status: 201, headers: this.#blobHeaders(artifact) }
  }

  #get(request: Request): Answer {
    const artifact = this.#signed(request, false)
    const headers = {
      ...this.#blobHeaders(artifact),
      'content-type': artifact.mimeType,
      'content-disposition': `attachment; filename="${artifact.name}.zip"`,
    }
    return { status: 200, headers, body: artifact.content ?? Buffer.alloc(0) }
  }

  #blobHeaders(artifact: Artifact): Record<string, string> {
    return {
      etag: `"0x${artifact.id.toString(16).toUpperCase()}"`,
      'last-modified': artifact.createdAt.toUTCString(),
      'x-ms-request-id': randomBytes(16).toString('hex'),
      'x-ms-version': '2025-11-05',
      'x-ms-request-server-encrypted': 'true',
    }
  }
}

function twirp(status: number, code: string, message: string): Refusal {
  const refusal = new Refusal(status, message)
  return Object.assign(refusal, { answer: { status, body: { code, msg: message } } })
}
