import { createHash, randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { invalidToken } from './configs.ts'
import { failure } from './errors.ts'
import { applicationOf, sameRevision } from './state.ts'
import type { Application, CodeDeployState, Revision } from './state.ts'

const PAGE = 100
const NAME = /^[a-zA-Z0-9+=,.@\-_]{1,100}$/

const BUNDLE_TYPES: ReadonlySet<string> = new Set(['tar', 'tgz', 'zip', 'YAML', 'JSON'])

/** Registers a revision, as RegisterApplicationRevision and each deployment do. */
export function register(
  application: Application,
  location: Revision,
  now: Date,
  description?: string,
): Application['revisions'][number] {
  const known = application.revisions.find((revision) => sameRevision(revision.location, location))
  if (known !== undefined) return known
  const revision = {
    location,
    info: { registerTime: now, deploymentGroups: [], ...(description !== undefined && { description }) },
  }
  application.revisions.push(revision)
  return revision
}

export function requireRevision(revision: Revision | undefined): Revision {
  if (revision === undefined) throw failure('RevisionRequiredException', 'Revision is required')
  const { revisionType: type, s3Location: s3 } = revision
  const invalid = (why: string): Error => failure('InvalidRevisionException', why)
  if (type === 'S3') {
    if (!s3?.bucket || !s3.key) throw invalid('The S3 location must have a bucket and a key')
    if (s3.bundleType === undefined) throw invalid('The S3 location must have a bundle type')
    if (!BUNDLE_TYPES.has(s3.bundleType)) throw invalid(`The bundle type is not supported: ${s3.bundleType}`)
  } else if (type === 'AppSpecContent' || type === 'String') {
    return withDigest(revision)
  } else if (type === 'GitHub') {
    const { repository, commitId } = revision.gitHubLocation ?? {}
    if (repository === undefined) throw invalid('The GitHub location must have a repository')
    if (commitId === undefined) throw invalid('The GitHub location must have a commit ID')
  } else {
    throw invalid(`Revision type is not supported: ${type}`)
  }
  return revision
}

/** Adds the digest to a revision with an inline AppSpec; a wrong given digest is rejected. */
function withDigest(revision: Revision): Revision {
  const member = revision.revisionType === 'String' ? 'string' : 'appSpecContent'
  const { content, sha256 } = revision[member] ?? {}
  if (content === undefined) throw failure('InvalidRevisionException', 'The AppSpec content is missing')
  const digest = createHash('sha256').update(content).digest('hex')
  if (sha256 !== undefined && sha256 !== digest) {
    throw failure('InvalidRevisionException', `The SHA-256 of the AppSpec content is ${digest}, not ${sha256}`)
  }
  return { ...revision, [member]: { content, sha256: digest } }
}

export function applicationOperations(state: CodeDeployState, clock: SandboxClock): Service['operations'] {
  const named = (input: { applicationName?: string | undefined }, call: Call): Application =>
    applicationOf(state, call, input.applicationName)
  const own = (call: Call): Application[] =>
    [...state.applications.values()].filter(({ home }) => homeKey(home) === homeKey(call))

  return {
    CreateApplication(input: sdk.CreateApplicationCommandInput, call) {
      const { applicationName: name = '', computePlatform = 'Server', tags = [] } = input
      if (!NAME.test(name)) throw failure('InvalidApplicationNameException', `Invalid application name: ${name}`)
      const key = homeKey(call, name)
      if (state.applications.has(key)) {
        throw failure('ApplicationAlreadyExistsException', `Application already exists with name: ${name}`)
      }
      const applicationId = randomUUID()
      const info = {
        applicationId,
        applicationName: name,
        createTime: clock.now(),
        linkedToGitHub: false,
        computePlatform,
      }
      state.applications.set(key, {
        home: { account: call.account, region: call.region },
        name,
        info,
        groups: new Map(),
        revisions: [],
        tags,
      })
      return { applicationId }
    },
    GetApplication: (input: sdk.GetApplicationCommandInput, call) => ({ application: named(input, call).info }),
    BatchGetApplications: (input: sdk.BatchGetApplicationsCommandInput, call) => ({
      applicationsInfo: (input.applicationNames ?? []).map((name) => applicationOf(state, call, name).info),
    }),
    UpdateApplication(input: sdk.UpdateApplicationCommandInput, call) {
      const application = named(input, call)
      const name = input.newApplicationName
      if (name === undefined) return {}
      state.applications.delete(homeKey(call, application.name))
      Object.assign(application.info, { applicationName: name })
      application.name = name
      state.applications.set(homeKey(call, name), application)
      return {}
    },
    DeleteApplication(input: sdk.DeleteApplicationCommandInput, call) {
      state.applications.delete(homeKey(call, input.applicationName ?? ''))
      return {}
    },
    ListApplications(input: sdk.ListApplicationsCommandInput, call) {
      const { items, next } = pageOf(
        own(call).map(({ name }) => name),
        PAGE,
        input.nextToken,
        invalidToken,
      )
      return { applications: items, ...(next !== undefined && { nextToken: next }) }
    },
    RegisterApplicationRevision(input: sdk.RegisterApplicationRevisionCommandInput, call) {
      register(named(input, call), requireRevision(input.revision), clock.now(), input.description)
      return {}
    },
    GetApplicationRevision(input: sdk.GetApplicationRevisionCommandInput, call) {
      const application = named(input, call)
      const known = application.revisions.find(({ location }) => sameRevision(location, input.revision))
      if (known === undefined) {
        throw failure('RevisionDoesNotExistException', `No revision found for the application ${application.name}`)
      }
      return { applicationName: application.name, revision: known.location, revisionInfo: known.info }
    },
    ListApplicationRevisions(input: sdk.ListApplicationRevisionsCommandInput, call) {
      const all = named(input, call).revisions.map(({ location }) => location)
      const { items, next } = pageOf(all, PAGE, input.nextToken, invalidToken)
      return { revisions: items, ...(next !== undefined && { nextToken: next }) }
    },
    ...tagOperations(state),
  }
}

function tagOperations(state: CodeDeployState): Service['operations'] {
  /**
   * The application or group of an ARN: `arn:aws:codedeploy:REGION:ACCOUNT:application:NAME` or
   * `…:deploymentgroup:APPLICATION/GROUP`.
   */
  function tagged(arn: string | undefined, call: Call): { tags: sdk.Tag[] } {
    const [, , , , , kind, name = ''] = (arn ?? '').split(':')
    if (kind === 'application') return applicationOf(state, call, name)
    const [application = '', group = ''] = name.split('/')
    const found = kind === 'deploymentgroup' ? applicationOf(state, call, application).groups.get(group) : undefined
    if (found === undefined) throw failure('InvalidArnException', `Invalid resource ARN: ${arn}`)
    return found
  }
  return {
    TagResource(input: sdk.TagResourceCommandInput, call) {
      const resource = tagged(input.ResourceArn, call)
      const added = input.Tags ?? []
      resource.tags = [...resource.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key)), ...added]
      return {}
    },
    UntagResource(input: sdk.UntagResourceCommandInput, call) {
      const resource = tagged(input.ResourceArn, call)
      resource.tags = resource.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key ?? ''))
      return {}
    },
    ListTagsForResource: (input: sdk.ListTagsForResourceCommandInput, call) => ({
      Tags: tagged(input.ResourceArn, call).tags,
    }),
  }
}
