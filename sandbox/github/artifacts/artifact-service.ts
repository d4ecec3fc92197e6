import { createHash } from 'node:crypto'
import { jsonOf, Refusal, type Request, type Route } from '../server/router.ts'
import type { Artifact, Job, World } from '../world.ts'
import { ZIP, type Blobs } from './blobs.ts'

const SERVICE = 'github.actions.results.api.v1.ArtifactService'
const DAYS_MS = 86_400_000
/** Seconds for which the signed URLs of the service are valid. */
const SIGNED_S = 3_600

/** The artifact service: the JSON Twirp interface of `@actions/artifact`. */
export class ArtifactService {
  readonly #world: World
  readonly #blobs: Blobs
  readonly #jobs: ReadonlyMap<string, Job>

  constructor(world: World, blobs: Blobs, jobs: ReadonlyMap<string, Job>) {
    this.#world = world
    this.#blobs = blobs
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
    return Object.entries(calls).map(([name, call]): Route => ({
      method: 'POST',
      path: `/twirp/${SERVICE}/${name}`,
      docs: '',
      answer: (request) => ({ status: 200, body: call(request, this.#jobOf(request)) }),
    }))
  }

  /** The job of the caller's runtime token, which must match the IDs in the request. */
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
    const now = this.#world.now()
    const longest = new Date(now.getTime() + job.run.repository.retentionDays * DAYS_MS)
    const wanted = typeof given['expires_at'] === 'string' ? new Date(given['expires_at']) : longest
    const mimeType = given['mime_type']
    const artifact: Artifact = {
      id: this.#world.id() + 4_000_000,
      run: job.run,
      job,
      name,
      // Before version 7, every artifact is an archive.
      mimeType: Number(given['version']) >= 7 && typeof mimeType === 'string' ? mimeType : ZIP,
      createdAt: now,
      expiresAt: wanted < longest ? wanted : longest,
      blocks: new Map(),
      size: 0,
      finalized: false,
    }
    this.#world.artifacts.push(artifact)
    return { ok: true, signed_upload_url: this.#blobs.sign(artifact, true, SIGNED_S) }
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
    return { name: artifact.name, signed_url: this.#blobs.sign(artifact, false, SIGNED_S) }
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
}

function twirp(status: number, code: string, message: string): Refusal {
  const refusal = new Refusal(status, message)
  return Object.assign(refusal, { answer: { status, body: { code, msg: message } } })
}
