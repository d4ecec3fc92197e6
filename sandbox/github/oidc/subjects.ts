import { invalid, repositoryAt } from '../server/requests.ts'
import { jsonOf, Refusal } from '../server/router.ts'
import type { Request, Route } from '../server/router.ts'
import { fullName } from '../world.ts'
import type { Repository, World } from '../world.ts'

const DEFAULT_KEYS = ['repo', 'context']
const CLAIM_KEY = /^[A-Za-z0-9_]+$/

function isImmutable(world: World, { subject, owner }: Repository): boolean {
  return subject.immutable ?? world.organizationSubjects.get(owner.login)?.immutable ?? false
}

/** The start of the default subject: `repo:OWNER/NAME`, with the IDs if the subject is immutable. */
function subjectPrefix(world: World, repository: Repository): string {
  if (!isImmutable(world, repository)) return `repo:${fullName(repository)}`
  const { owner, name, id } = repository
  return `repo:${owner.login}@${owner.id}/${name}@${id}`
}

/** The subject of a token: `context` is the environment, event or ref; `claims` are the token's other claims. */
export function subjectOf(
  world: World,
  repository: Repository,
  context: string,
  claims: Readonly<Record<string, string>>,
): string {
  const { subject, owner } = repository
  const organization = world.organizationSubjects.get(owner.login)
  const keys = subject.useDefault ? DEFAULT_KEYS : (subject.claimKeys ?? organization?.claimKeys ?? DEFAULT_KEYS)
  return keys
    .map((key) => {
      if (key === 'repo') return subjectPrefix(world, repository)
      if (key === 'context') return context
      const value = claims[key]
      if (value === undefined) throw new Refusal(400, `The claim ${key} of the subject's template has no value`)
      return `${key}:${encodeValue(value)}`
    })
    .join(':')
}

/** Encodes colons in a value, since colons separate the parts of the subject. */
export const encodeValue = (value: string): string => value.replaceAll(':', '%3A')

const PATH = '/actions/oidc/customization/sub'

/** The OIDC settings of repositories and organizations. */
export function subjectRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: `/repos/:owner/:repo${PATH}`,
      needs: { scope: 'actions', level: 'read' },
      docs: 'actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository',
      answer(request) {
        const repository = repositoryAt(world, request)
        const { useDefault, claimKeys } = repository.subject
        const body = {
          use_default: useDefault,
          ...(!useDefault && claimKeys !== undefined && { include_claim_keys: claimKeys }),
          use_immutable_subject: isImmutable(world, repository),
          sub_claim_prefix: subjectPrefix(world, repository),
        }
        return { status: 200, body }
      },
    },
    {
      method: 'PUT',
      path: `/repos/:owner/:repo${PATH}`,
      needs: { scope: 'actions', level: 'write' },
      docs: 'actions/oidc#set-the-customization-template-for-an-oidc-subject-claim-for-a-repository',
      answer(request) {
        const repository = repositoryAt(world, request)
        const given = jsonOf(request)
        if (typeof given['use_default'] !== 'boolean')
          throw invalid('Invalid request.\n\n"use_default" wasn\'t supplied.')
        const immutable = given['use_immutable_subject'] ?? repository.subject.immutable
        const claimKeys = keysIn(given)
        repository.subject = {
          useDefault: given['use_default'],
          ...(claimKeys && { claimKeys }),
          ...(typeof immutable === 'boolean' && { immutable }),
        }
        return { status: 201, body: {} }
      },
    },
    {
      method: 'GET',
      path: `/orgs/:org${PATH}`,
      needs: { scope: 'organization-administration', level: 'read' },
      docs: 'actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-an-organization',
      answer(request) {
        const { claimKeys, immutable } = world.organizationSubjects.get(organizationAt(world, request)) ?? {
          claimKeys: DEFAULT_KEYS,
        }
        const body = {
          include_claim_keys: claimKeys,
          ...(immutable !== undefined && { use_immutable_subject: immutable }),
        }
        return { status: 200, body }
      },
    },
    {
      method: 'PUT',
      path: `/orgs/:org${PATH}`,
      needs: { scope: 'organization-administration', level: 'write' },
      docs: 'actions/oidc#set-the-customization-template-for-an-oidc-subject-claim-for-an-organization',
      answer(request) {
        const login = organizationAt(world, request)
        const given = jsonOf(request)
        const before = world.organizationSubjects.get(login)
        const immutable = given['use_immutable_subject'] ?? before?.immutable
        world.organizationSubjects.set(login, {
          claimKeys: keysIn(given) ?? before?.claimKeys ?? DEFAULT_KEYS,
          ...(typeof immutable === 'boolean' && { immutable }),
        })
        return { status: 201, body: {} }
      },
    },
  ]
}

function keysIn(given: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const keys = given['include_claim_keys']
  if (keys === undefined) return undefined
  if (!Array.isArray(keys) || keys.some((key) => typeof key !== 'string' || !CLAIM_KEY.test(key))) {
    throw invalid('Invalid request.\n\nEach claim key can only contain alphanumeric characters and underscores.')
  }
  return keys as string[]
}

function organizationAt(world: World, request: Request): string {
  const login = request.parts['org'] ?? ''
  if (world.users.get(login)?.type !== 'Organization') throw new Refusal(404, 'Not Found')
  return login
}
