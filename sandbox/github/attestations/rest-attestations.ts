import type { Renderer } from '../render.ts'
import { callerLogin, invalid, repositoryAt, text, texts } from '../server/requests.ts'
import { jsonOf, Refusal, type Answer, type Request, type Route } from '../server/router.ts'
import type { Repository, World } from '../world.ts'
import type { Attestation } from './model.ts'

const READ = { scope: 'attestations', level: 'read' } as const
const WRITE = { scope: 'attestations', level: 'write' } as const
const REPOSITORY_DOCS = 'repos/attestations#'
const ORGANIZATION_DOCS = 'orgs/attestations#'
const PAGE = 30
const LARGEST_PAGE = 100
/** Short names of predicate types, and what they stand for. */
const PREDICATES: Readonly<Record<string, RegExp>> = {
  provenance: /^https:\/\/slsa\.dev\/provenance\//,
  sbom: /^https:\/\/(spdx\.dev\/Document|cyclonedx\.org\/bom)/,
  release: /^https:\/\/in-toto\.io\/attestation\/release\//,
}

/** Attestations, of a repository and of an organization. */
export function attestationRoutes(world: World, render: Renderer): Route[] {
  const ofOrganization = (request: Request): Repository[] => {
    const found = [...world.repositories.values()].filter(({ owner }) => owner.login === request.parts['org'])
    if (found.length === 0) throw new Refusal(404, 'Not Found')
    return found
  }
  const remove = (request: Request, chosen: (attestation: Attestation) => boolean): Answer => {
    const stores = ofOrganization(request).map(({ attestations }) => attestations)
    const found = stores.flatMap((store) => store.filter(chosen))
    if (found.length === 0) throw new Refusal(404, 'Not Found')
    for (const store of stores) {
      for (const each of found) if (store.includes(each)) store.splice(store.indexOf(each), 1)
    }
    return { status: 204 }
  }
  return [
    {
      method: 'POST',
      path: '/repos/:owner/:repo/attestations',
      needs: WRITE,
      docs: `${REPOSITORY_DOCS}create-an-attestation`,
      answer(request) {
        const repository = repositoryAt(world, request)
        demandPlan(repository)
        const attestation = { id: world.id(), initiator: initiatorOf(request), ...attestationFrom(request) }
        repository.attestations.push(attestation)
        return { status: 201, body: { id: attestation.id } }
      },
    },
    {
      method: 'GET',
      path: '/repos/:owner/:repo/attestations/:digest',
      needs: READ,
      docs: `${REPOSITORY_DOCS}list-attestations`,
      answer: (request) => list(render, [repositoryAt(world, request)], request),
    },
    {
      method: 'GET',
      path: '/orgs/:org/attestations/:digest',
      needs: READ,
      docs: `${ORGANIZATION_DOCS}list-attestations`,
      answer: (request) => list(render, ofOrganization(request), request),
    },
    {
      method: 'POST',
      path: '/orgs/:org/attestations/bulk-list',
      needs: READ,
      docs: `${ORGANIZATION_DOCS}list-attestations-by-bulk-subject-digests`,
      answer(request) {
        const { subject_digests: digests, predicate_type: type } = jsonOf(request)
        const repositories = ofOrganization(request)
        const found = texts(digests).map((digest) => [digest, select(repositories, digest, text(type))] as const)
        const attestations_subject_digests = Object.fromEntries(
          found.map(([digest, items]) => [digest, items.length === 0 ? null : items.map(shown)]),
        )
        return {
          status: 200,
          body: { attestations_subject_digests, page_info: { has_next: false, has_previous: false } },
        }
      },
    },
    {
      method: 'DELETE',
      path: '/orgs/:org/attestations/digest/:digest',
      needs: WRITE,
      docs: `${ORGANIZATION_DOCS}delete-attestations-by-subject-digest`,
      answer: (request) => remove(request, ({ subjects }) => subjects.includes(request.parts['digest'] ?? '')),
    },
    {
      method: 'DELETE',
      path: '/orgs/:org/attestations/:attestation',
      needs: WRITE,
      docs: `${ORGANIZATION_DOCS}delete-attestations-by-id`,
      answer: (request) => remove(request, ({ id }) => id === Number(request.parts['attestation'])),
    },
  ]
}

type Found = readonly [Repository, Attestation]

function shown([{ id: repository_id }, { bundle, initiator }]: Found): object {
  return { bundle, repository_id, initiator }
}

/** Attestations of a digest, newest first. */
function select(repositories: readonly Repository[], digest: string, type: string | null): Found[] {
  return repositories
    .flatMap((repository) => repository.attestations.map((one): Found => [repository, one]))
    .filter(
      ([, { subjects, predicateType }]) =>
        subjects.includes(digest) &&
        (type === null || (PREDICATES[type]?.test(predicateType) ?? predicateType === type)),
    )
    .toReversed()
}

/** One page of a list; cursors are ids of attestations. */
function list(render: Renderer, repositories: readonly Repository[], request: Request): Answer {
  const wanted = request.url.searchParams
  const found = select(repositories, request.parts['digest'] ?? '', wanted.get('predicate_type'))
  if (found.length === 0) throw new Refusal(404, 'Not Found')
  const size = Math.min(Number(wanted.get('per_page') ?? PAGE), LARGEST_PAGE)
  const after = wanted.get('after')
  const from = after === null ? 0 : found.findIndex(([, { id }]) => render.cursor(id) === after) + 1
  const page = found.slice(from, from + size)
  const last = page.at(-1)?.[1].id
  const headers: Record<string, string> = {}
  if (last !== undefined && from + size < found.length) {
    const next = new URL(request.url)
    next.searchParams.set('after', render.cursor(last))
    headers['link'] = `<${next.href}>; rel="next"`
  }
  return { status: 200, headers, body: { attestations: page.map(shown) } }
}

/** Attestations of private repositories need Enterprise Cloud. */
function demandPlan({ private: hidden, plan, owner }: Repository): void {
  if (!hidden || plan === 'enterprise') return
  throw new Refusal(
    403,
    owner.type === 'Organization'
      ? `Feature not available for the ${owner.login} organization. To enable this feature, please upgrade the billing plan, or make this repository public.`
      : 'Feature not available for user-owned private repositories. To enable this feature, please make this repository public.',
  )
}

function initiatorOf(request: Request): string {
  return request.caller?.kind === 'job' ? 'github-actions' : callerLogin(request)
}

interface Statement {
  readonly predicateType?: unknown
  readonly subject?: readonly { readonly digest?: { readonly sha256?: string } }[]
}

/**
 * Reads the subjects of an attestation. The signature is not verified here: readers of an attestation must verify it.
 */
function attestationFrom(request: Request): Pick<Attestation, 'bundle' | 'subjects' | 'predicateType'> {
  const { bundle } = jsonOf(request) as { bundle?: { dsseEnvelope?: { payload?: unknown } } }
  const wrong = (message: string): Refusal =>
    invalid('Validation Failed', [{ resource: 'Attestation', code: 'invalid', field: 'bundle', message }])
  const payload = text(bundle?.dsseEnvelope?.payload)
  if (!bundle || payload === null) throw wrong('the bundle has no DSSE envelope')
  let statement: Statement
  try {
    statement = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Statement
  } catch {
    throw wrong('the payload is not an in-toto statement')
  }
  const subjects = (statement.subject ?? []).flatMap(({ digest }) =>
    digest?.sha256 ? [`sha256:${digest.sha256}`] : [],
  )
  const predicateType = text(statement.predicateType)
  if (subjects.length === 0 || predicateType === null) throw wrong('the statement has no subject')
  return { bundle, subjects, predicateType }
}
