import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { encodeValue, subjectOf } from './subjects.ts'
import { Refusal, type Request, type Route } from '../server/router.ts'
import { fullName, type Job, type World } from '../world.ts'

const LIFETIME_S = 300
const BITS = 2_048

interface SigningKey {
  readonly privateKey: KeyObject
  /** The public part, as it is published. */
  readonly jwk: JsonWebKey & { readonly kid: string }
}

let madeKey: SigningKey | undefined

/**
 * One key for all issuers of this process, created for the first token: it takes more time than the rest of a start.
 */
function signingKey(): SigningKey {
  if (madeKey === undefined) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS })
    const jwk = publicKey.export({ format: 'jwk' })
    const kid = createHash('sha1').update(String(jwk.n)).digest('hex').toUpperCase()
    madeKey = { privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } }
  }
  return madeKey
}

/** Issues OIDC tokens for jobs and publishes the key to verify them. */
export class Issuer {
  readonly #world: World
  readonly #api: string
  readonly #bearers = new Map<string, Job>()
  /** Changes claims before they are signed, for tests with wrong tokens. */
  alter: (claims: Record<string, unknown>) => Record<string, unknown> = (claims) => claims

  readonly issuer: string

  /** `issuer`: what tokens name, where it is not the URL at which this issuer publishes its keys. */
  constructor(world: World, api: string, issuer = `${api}/oidc`) {
    this.#world = world
    this.#api = api
    this.issuer = issuer
  }

  /** Where the issuer publishes its keys. */
  get url(): string {
    return `${this.#api}/oidc`
  }

  /** Variables of a job that may request OIDC tokens. */
  variables(job: Job): Record<string, string> {
    const bearer = this.#sign({ sub: 'runner', jti: randomUUID(), scp: `Actions.IdToken:${job.backendId}` })
    this.#bearers.set(bearer, job)
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.#api}/idtoken/${job.run.backendId}/${job.backendId}?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    }
  }

  /** The token of a job for the artifact service. */
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
            jwks_uri: `${this.url}/.well-known/jwks`,
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
        answer: () => ({ status: 200, body: { keys: [signingKey().jwk] } }),
      },
      { method: 'GET', path: '/idtoken/:run/:job', docs: '', answer: (request) => this.#answer(request) },
    ]
  }

  /** The claims of an OIDC token of this issuer that has not expired; undefined for any other text. */
  verify(token: string): Record<string, unknown> | undefined {
    const [header = '', body = '', signature = ''] = token.split('.')
    const key = createPublicKey(signingKey().privateKey)
    const signed = Buffer.from(`${header}.${body}`)
    if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) return undefined
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>
    const now = this.#world.now().getTime() / 1_000
    return Number(claims['exp']) > now && claims['iss'] === this.issuer ? claims : undefined
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
        ? `environment:${encodeValue(job.environment)}`
        : run.event === 'pull_request'
          ? 'pull_request'
          : `ref:${run.ref}`
    const claims = {
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
      check_run_id: String(job.id),
      runner_environment: 'github-hosted',
      ...(job.environment !== undefined && { environment: job.environment }),
    }
    return {
      jti: randomUUID(),
      sub: subjectOf(this.#world, repository, place, claims),
      aud: audience,
      ...claims,
      iss: this.issuer,
      ...this.#times(LIFETIME_S),
    }
  }

  #times(seconds: number): { nbf: number; exp: number; iat: number } {
    const now = Math.floor(this.#world.now().getTime() / 1_000)
    return { nbf: now - LIFETIME_S, exp: now + seconds, iat: now }
  }

  #sign(claims: object): string {
    const { privateKey, jwk } = signingKey()
    const text = `${part({ typ: 'JWT', alg: 'RS256', kid: jwk.kid })}.${part(claims)}`
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A new token in GitHub's format. */
export function newToken(prefix: 'ghs' | 'ghp'): string {
  return `${prefix}_${randomBytes(27).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 36)}`
}
