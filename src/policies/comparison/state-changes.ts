import type { PlaceState } from '../../evidence/document.ts'

/** A value that differs between two states of a place. */
export interface StateChange {
  readonly path: string
  /** In words: `alarm shop-failures: Threshold`. */
  readonly name: string
  readonly before: string
  readonly after: string
  /** `same-revision`: another deployment brought what was there before; `unknown`: one of the values was not read. */
  readonly kind: 'changed' | 'same-revision' | 'unknown'
}

/** What runs, of something that scales. */
const RUNNING = /^serving\/.*\/(?:images|instances|revisions)$/
/** What the tag of an image of the release leads to. */
const IMAGE = /^images\/(?:stack\/)?(.+)$/
const DEPLOYED_IMAGES = /^deployments\/[^/]+\/images$/
const NOTHING_RUNS = 'none'
const ABSENT = 'absent'
const UNREAD = 'not read'
/** The resources of a stack could not be listed: what serves in it may be any of them. */
const UNLISTED = /^serving\/stack\/[^/]+$/
/** An S3 object of which neither version nor ETag is known may have another content at the same place. */
const UNKNOWN_CONTENT = / of unknown content$/

/**
 * Pure: what differs between two states. Drift and images are compared where both have them; `except` are prefixes of paths that are not
 * compared.
 */
export function stateChanges(before: PlaceState, after: PlaceState, except: readonly string[] = []): StateChange[] {
  const both = (stack: string): boolean =>
    [before, after].every(({ values }) => Object.hasOwn(values, `stacks/${stack}/drift`))
  const known = ({ values }: PlaceState, path: string): boolean => Object.hasOwn(values, path)
  const paths = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])].toSorted()
  return (
    paths
      .filter((path) => !except.some((prefix) => path.startsWith(prefix)))
      .filter((path) => {
        const [, stack] = /^stacks\/(.+?)\/drift(?:\/|$)/.exec(path) ?? []
        return stack === undefined || both(stack)
      })
      // It is that of what serves, for the comparison of environments.
      .filter((path) => !DEPLOYED_IMAGES.test(path))
      // A job that knows no images of the release read none.
      .filter((path) => !IMAGE.test(path) || (known(before, path) && known(after, path)))
      .filter((path) => !isToldByParts(before, after, path) && !isToldByParts(after, before, path))
      // A group or service that is scaled to zero says nothing about what it would run.
      .filter((path) => !RUNNING.test(path) || ![before, after].some((state) => valueAt(state, path) === NOTHING_RUNS))
      .flatMap((path): StateChange[] => {
        const [was, is] = [valueAt(before, path), valueAt(after, path)]
        if (was === is && was !== null) return []
        return [
          {
            path,
            name: nameOf(path),
            before: show(was, path),
            after: show(is, path),
            kind: kindOf(path, before, after),
          },
        ]
      })
  )
}

/** The next step where the tag of an image was pushed again; undefined for another value. */
export function movedTag(path: string): string | undefined {
  return IMAGE.test(path)
    ? 'Push the image that was tested under this tag again, or start the release again from precheck. A digest in place of the tag (NAME@sha256:…) cannot move.'
    : undefined
}

/** Null where it was not read: itself, all that belongs to the same resource, or the resources of a stack. */
function valueAt({ values }: PlaceState, path: string): string | null | undefined {
  if (Object.hasOwn(values, path)) return values[path]
  const unread = Object.keys(values).filter((each) => values[each] === null)
  const isCovered = unread.some(
    (each) => path.startsWith(`${each}/`) || (path.startsWith('serving/') && UNLISTED.test(each)),
  )
  return isCovered ? null : undefined
}

/** Whether one state did not read a resource whose parts the other one has. */
function isToldByParts(unread: PlaceState, { values }: PlaceState, path: string): boolean {
  if (unread.values[path] !== null || Object.hasOwn(values, path)) return false
  return Object.keys(values).some((each) => each.startsWith(`${path}/`))
}

function kindOf(path: string, before: PlaceState, after: PlaceState): StateChange['kind'] {
  if (valueAt(before, path) === null || valueAt(after, path) === null) return 'unknown'
  const [, deployment] = /^deployments\/(.+)\/last$/.exec(path) ?? []
  if (deployment === undefined) return 'changed'
  const revision = valueAt(before, `deployments/${deployment}/revision`)
  const isSame = revision === valueAt(after, `deployments/${deployment}/revision`)
  return isSame && typeof revision === 'string' && !UNKNOWN_CONTENT.test(revision) && revision !== 'unknown'
    ? 'same-revision'
    : 'changed'
}

function show(value: string | null | undefined, path: string): string {
  if (value === null) return UNREAD
  if (value !== undefined) return value
  return /\/drift\/[^/]+$/.test(path) ? 'in sync' : ABSENT
}

/** `stacks/web/drift/Alarm` → `drift of web/Alarm`. */
function nameOf(path: string): string {
  const drift = /^stacks\/(.+?)\/drift\/(.+)$/.exec(path)
  if (drift) return `drift of ${drift[1]}/${drift[2]}`
  const serving =
    /^serving\/([^/]+)\/(.+?)\/(version|code|task-definition|images|template|instances|deployment|revisions)$/.exec(
      path,
    )
  if (serving)
    return `${SERVING[serving[1] ?? ''] ?? serving[1]} ${serving[2]}: ${SERVED[serving[3] ?? ''] ?? serving[3]}`
  const image = IMAGE.exec(path)
  if (image) return `the image of ${image[1]}`
  const stack = /^stacks\/(.+)\/([^/]+)$/.exec(path)
  if (stack) return `stack ${stack[1]}: ${WORDS[stack[2] ?? ''] ?? stack[2]}`
  const alias = /^deployments\/(.+)\/alias\/([^/]+)\/([^/]+)$/.exec(path)
  if (alias) return `alias ${alias[2]} of ${alias[1]}: ${WORDS[alias[3] ?? ''] ?? alias[3]}`
  const deployment = /^deployments\/(.+)\/([^/]+)$/.exec(path)
  if (deployment) return `deployment group of ${deployment[1]}: ${WORDS[deployment[2] ?? ''] ?? deployment[2]}`
  const alarm = /^alarms\/(.+?)(?:\/([A-Za-z]+))?$/.exec(path)
  return alarm ? `alarm ${alarm[1]}${alarm[2] === undefined ? '' : `: ${alarm[2]}`}` : path
}

const WORDS: Readonly<Record<string, string>> = {
  arn: 'identity',
  updated: 'last update',
  drift: 'drift detection',
  last: 'last successful deployment',
  unfinished: 'later deployment that did not succeed',
  version: 'version',
  code: 'digest of the code',
  revision: 'revision',
  configuration: 'deployment configuration',
  alarms: 'alarms',
  'automatic-rollback': 'automatic rollback',
}

const SERVING: Readonly<Record<string, string>> = {
  'scaling-group': 'Auto Scaling group',
  'deployment-group': 'deployment group',
  stage: 'API stage of',
}

const SERVED: Readonly<Record<string, string>> = {
  code: 'digest of the code',
  'task-definition': 'task definition',
  images: 'images of the running tasks',
  template: 'launch template',
  instances: 'launch template of the instances in service',
  revisions: 'revisions on the instances',
}
