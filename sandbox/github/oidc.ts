import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto'
import { Refusal, type Request, type Route } from './router.ts'
import { fullName, type Job, type World } from './world.ts'

const LIFETIME_S = 300
const BITS = 2_048

/** Issues the tokens that say who a job is, and publishes the key that proves it. */
export class Issuer {
  readonly #world: World
  readonly #api: string
  readonly #bearers = new Map<string, Job>()
  readonly #privateKey: KeyObject
  readonly #jwk: Record<string, unknown>
  /** Changes claims before they are signed, so that a wrong token can be rehearsed. */
  alter: (claims: Record<string, unknown>) => Record<string, unknown> = (claims) => claims

  constructor(world: World, api: string) {
    this.#world = world
    this.#api = api
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS })
    this.#privateKey = privateKey
    const jwk = publicKey.export({ format: 'jwk' })
    const kid = createHash('sha1').update(String(jwk.n)).digest('hex').toUpperCase()
    this.#jwk = { ...jwk, kid, alg: 'RS256', use: 'sig' }
  }

  get issuer(): string {
    return `${this.#api}/oidc`
  }

  /** What the runner hands a job that may ask for tokens. */
  variables(job: Job): Record<string, string> {
    const bearer = this.#sign({ sub: 'runner', jti: randomUUID(), scp: `Actions.IdToken:${job.backendId}` })
    this.#bearers.set(bearer, job)
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.#api}/idtoken/${job.run.backendId}/${job.backendId}?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    }
  }

  /** The token by which a job reaches the artifact service. */
  runtimeToken(job: Job): string {
    const scp = `Actions.GenericRead:00000000-0000-0000-0000-000000000000 Actions.Results:${job.run.backendId}:${job.backendId}`
    return this.#sign({
      scp,
      orchid: randomUUID(),
      iss: 'vstoken.actions.githubusercontent.com',
      ...this.#times(6 * 3_600),
    })
  }

  routes(): Route[] {
    return [
      {
        method: 'GET',
        path: '/oidc/.well-known/openid-configuration',
        docs: '',
        answer: () => ({
          status: 200,
          body: {
            issuer: this.issuer,
            jwks_uri: `${this.issuer}/.well-known/jwks`,
            subject_types_supported: ['public', 'pairwise'],
            response_types_supported: ['id_token'],
            claims_supported: [
              'sub',
              'aud',
              'exp',
              'iat',
              'iss',
              'jti',
              'nbf',
              'ref',
              'sha',
              'repository',
              'environment',
            ],
            id_token_signing_alg_values_supported: ['RS256'],
            scopes_supported: ['openid'],
          },
        }),
      },
      {
        method: 'GET',
        path: '/oidc/.well-known/jwks',
        docs: '',
        answer: () => ({ status: 200, body: { keys: [this.#jwk] } }),
      },
      { method: 'GET', path: '/idtoken/:run/:job', docs: '', answer: (request) => this.#answer(request) },
    ]
  }

  #answer(request: Request): { status: number; body: object } {
    const bearer = String(request.headers['authorization'] ?? '').replace(/^Bearer /, '')
    const job = this.#bearers.get(bearer)
    if (!job || job.backendId !== request.parts['job']) throw new Refusal(401, 'Unauthorized')
    if (job.status !== 'in_progress') throw new Refusal(403, 'The job is not running')
    const audience = request.url.searchParams.get('audience') ?? `https://github.com/${job.run.repository.owner.login}`
    return { status: 200, body: { value: this.#sign(this.alter(this.#claims(job, audience))) } }
  }

  #claims(job: Job, audience: string): Record<string, unknown> {
    const { run } = job
    const { repository } = run
    const name = fullName(repository)
    const workflowRef = `${name}/${run.workflow.path}@${run.ref}`
    const place =
      job.environment !== undefined
        ? `environment:${encodeSubject(job.environment)}`
        : run.event === 'pull_request'
          ? 'pull_request'
          : `ref:${run.ref}`
    return {
      jti: randomUUID(),
      sub: `repo:${name}:${place}`,
      aud: audience,
      ref: run.ref,
      sha: run.sha,
      repository: name,
      repository_owner: repository.owner.login,
      repository_owner_id: String(repository.owner.id),
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: String(job.attempt),
      repository_visibility: repository.private ? 'private' : 'public',
      repository_id: String(repository.id),
      actor_id: String(this.#world.user(run.actor).id),
      actor: run.actor,
      workflow: run.workflow.name,
      head_ref: '',
      base_ref: '',
      event_name: run.event,
      ref_protected: String(repository.protectedBranches.has(run.ref.replace('refs/heads/', ''))),
      ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      workflow_ref: workflowRef,
      workflow_sha: run.sha,
      job_workflow_ref: job.workflowRef,
      job_workflow_sha: run.sha,
      runner_environment: 'github-hosted',
      ...(job.environment !== undefined && { environment: job.environment }),
      iss: this.issuer,
      ...this.#times(LIFETIME_S),
    }
  }

  #times(seconds: number): { nbf: number; exp: number; iat: number } {
    const now = Math.floor(this.#world.now().getTime() / 1_000)
    return { nbf: now - LIFETIME_S, exp: now + seconds, iat: now }
  }

  #sign(claims: object): string {
    const text = `${part({ typ: 'JWT', alg: 'RS256', kid: this.#jwk['kid'] })}.${part(claims)}`
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), this.#privateKey).toString('base64url')}`
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A token as GitHub makes them for jobs and people, never seen before. */
export function newToken(prefix: 'ghs' | 'ghp'): string {
  return `${prefix}_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 36)}`
}

/** Colons part the subject, so those inside of a name are encoded. */
function encodeSubject(name: string): string {
  return name.replaceAll(':', '%3A')
}
