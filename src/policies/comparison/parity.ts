import { ENVIRONMENT_KEYS } from '../../config/model/environment-keys.ts'
import type { Config } from '../../config/schema/index.ts'
import { canonical } from '../../evidence/digest.ts'
import type { Snapshot } from '../../evidence/document.ts'
import type { Finding, Json } from '../../evidence/finding.ts'
import { byPlace, pairsOf, showPlace, type Place } from '../../evidence/place.ts'
import { matchesGlob } from '../../support/files/glob.ts'

export type ParityOptions = Config['precheck']['parity']
type Allowance = ParityOptions['allow'][number]

/** Two places that are to be alike: one that is rehearsed on, and one of the environment that is released to last. */
export interface ParityPair {
  readonly rehearsed: Snapshot
  readonly target: Snapshot
}

/** The snapshots that are compared: those of each earlier environment with those of the last, region by region. */
export function parityPairs(snapshots: readonly Snapshot[], environments: readonly string[]): ParityPair[] {
  const placesIn = (key: string | undefined): Snapshot[] =>
    byPlace(snapshots.filter(({ environment }) => environment === key)).flatMap(({ entries }) => entries.slice(0, 1))
  const targets = placesIn(environments.at(-1))
  return environments
    .slice(0, -1)
    .flatMap((key) => pairsOf(placesIn(key), targets).map(({ one, other }) => ({ rehearsed: one, target: other })))
}

/**
 * Judges snapshots of all environments, which may come from several jobs. With one environment there is nothing to
 * compare: that is `skipped`, and whoever sees both judges.
 */
export function judgeParity(
  snapshots: readonly Snapshot[],
  options: ParityOptions,
  today: string,
  environments: readonly string[] = ENVIRONMENT_KEYS,
): Finding[] {
  if (snapshots.length === 0) return []
  const pairs = parityPairs(snapshots, environments)
  if (pairs.length === 0) {
    return [
      {
        code: 'parity/one-environment',
        outcome: 'skipped',
        title: 'Only one environment was examined; parity is judged where both are',
        subject: 'parity',
        expected: environments.join(' and '),
        observed: snapshots.map((snapshot) => snapshot.environment).join(', '),
      },
    ]
  }
  const used = new Set<Allowance>()
  const nameOf = (place: Place): string => showPlace(place, snapshots)
  const differences = pairs.flatMap((pair) => differencesOf(pair))
  const findings = differences.map((difference) => judgeDifference(difference, options, today, used, nameOf))
  const compared = pairs.map(({ rehearsed, target }) =>
    unreadIn(rehearsed, target).length > 0
      ? 0
      : Object.keys(target.facts).filter((path) => Object.hasOwn(rehearsed.facts, path)).length,
  )
  const blocking = findings.filter((finding) => finding.outcome !== 'noted' && finding.waived === undefined)
  const proof: Finding[] =
    blocking.length > 0 || compared.includes(0)
      ? []
      : [
          {
            code: 'parity/mirrors',
            outcome: 'pass',
            title: 'Pre-prod mirrors production',
            subject: 'parity',
            expected: 'no difference that is not declared',
            observed: `${compared.reduce((sum, count) => sum + count)} facts compared; ${differences.length} differ, ${findings.filter(({ waived }) => waived).length} of them declared`,
          },
        ]
  const seen = [...new Set(pairs.flatMap(({ rehearsed, target }) => [rehearsed, target]))]
  return [...findings, ...judgeAllowances(options, today, used, ...seen), ...proof]
}

const EXISTS = '/start/exists'

/** `stacks/web`: what could not be read in one of the environments; why is a finding of its own. */
function unreadIn(...snapshots: readonly Snapshot[]): string[] {
  return snapshots.flatMap(({ facts }) =>
    Object.keys(facts).flatMap((path) =>
      path.endsWith(EXISTS) && facts[path] === null ? [path.slice(0, -EXISTS.length)] : [],
    ),
  )
}

interface Difference {
  readonly path: string
  readonly pair: ParityPair
  /** Why it is not known whether both will be the same; undefined where they surely differ. */
  readonly open?: string
}

function differencesOf(pair: ParityPair): Difference[] {
  const { rehearsed, target } = pair
  const paths = new Set([...Object.keys(rehearsed.facts), ...Object.keys(target.facts)])
  const unread = unreadIn(rehearsed, target)
  return [...paths]
    .toSorted()
    .filter((path) => !unread.some((owner) => path.startsWith(`${owner}/`)))
    .filter((path) => !isBelowAbsent(path, rehearsed, target) && !isUnreadRole(path, rehearsed, target))
    .filter((path) => !isBelowChoice(path, rehearsed, target))
    .flatMap((path): Difference[] => {
      const open = openIn(path, pair)
      if (open !== undefined) {
        const isLater = isSaidAlike(path, pair) || isOfAbsent(path, rehearsed, target)
        return isLater ? [] : [{ path, pair, open }]
      }
      const [a, b] = [rehearsed.facts[path], target.facts[path]]
      return isAlike(canonical(a ?? null), canonical(b ?? null)) || isSamePart(a, b) ? [] : [{ path, pair }]
    })
}

/** Why a fact is not known before the deployment; undefined where it is known in both places. */
function openIn(path: string, pair: ParityPair): string | undefined {
  const sides = [pair.target, pair.rehearsed]
  // Which alarms a group has decides whether there is something to compare.
  const names = ALARM.exec(path)?.[1]
  const isOneSided = names !== undefined && !sides.every(({ facts }) => Object.hasOwn(facts, path))
  const paths = isOneSided ? [path, `${names}/alarms/names`] : [path]
  return sides.flatMap(({ planned }) => paths.map((each) => planned?.[each]?.open)).find((open) => open !== undefined)
}

const ALARM = /^(deployments\/[^/]+)\/alarm\//

/** Both templates say the same of it, each about its own resources. */
function isSaidAlike(path: string, { rehearsed, target }: ParityPair): boolean {
  const [a, b] = [rehearsed.planned?.[path]?.declared, target.planned?.[path]?.declared]
  return a !== undefined && a === b
}

/** In one of the places the stack or the group does not exist yet: it is compared once it does. */
function isOfAbsent(path: string, ...snapshots: readonly Snapshot[]): boolean {
  const owner = path.split('/').slice(0, 2).join('/')
  return snapshots.some((snapshot) => snapshot.facts[`${owner}${EXISTS}`] === false)
}

/** A part of a template is the same as it is written, or once the environment's names are taken out. */
const ENDING = /-(?:\{random\}|[A-Z]{12,13})(?![A-Za-z0-9])/g
const RANDOM = '-{random}'

/**
 * By chance CloudFormation gives a name an ending without a digit, which cannot be told from a word. Where the name of the
 * other environment has a random ending in its place, it is one.
 */
function isAlike(a: string, b: string): boolean {
  if (a === b) return true
  const [ours, theirs] = [a.match(ENDING) ?? [], b.match(ENDING) ?? []]
  return (
    a.replaceAll(ENDING, RANDOM) === b.replaceAll(ENDING, RANDOM) &&
    ours.every((ending, at) => ending === theirs[at] || ending === RANDOM || theirs[at] === RANDOM)
  )
}

function isSamePart(a: Json | undefined, b: Json | undefined): boolean {
  if (!isMap(a) || !isMap(b) || a['meaning'] === undefined) return false
  return a['text'] === b['text'] || a['meaning'] === b['meaning']
}

/** What is not there yet in one environment can only be compared once it is; what files say can be compared now. */
function isBelowAbsent(path: string, ...snapshots: readonly Snapshot[]): boolean {
  const [kind, id, section] = path.split('/')
  const owner = `${kind}/${id}`
  if (path === `${owner}${EXISTS}` || section === 'template' || section === 'parameters') return false
  return isOfAbsent(path, ...snapshots) && snapshots.some((snapshot) => !Object.hasOwn(snapshot.facts, path))
}

const CHOICE = /^(stacks\/[^/]+)\/(?:conditions|mappings)\/[^/]+\/(.+)$/

/** What one environment chooses inside of a part that the other leaves out: the choice of that part is the difference. */
function isBelowChoice(path: string, rehearsed: Snapshot, target: Snapshot): boolean {
  const [, stack, place = ''] = CHOICE.exec(path) ?? []
  if (stack === undefined || (Object.hasOwn(rehearsed.facts, path) && Object.hasOwn(target.facts, path))) return false
  return Object.keys(rehearsed.facts).some((other) => {
    const [, owner, around = ''] = other === path ? [] : (CHOICE.exec(other) ?? [])
    const encloses = owner === stack && (place === around || place.startsWith(`${around}/`))
    return encloses && Object.hasOwn(target.facts, other) && rehearsed.facts[other] !== target.facts[other]
  })
}

const OF_ROLE = /^stacks\/[^/]+\/service-role\//

/** A service role that was read in one of the environments only; that it was not read is a finding of its own. */
function isUnreadRole(path: string, ...snapshots: readonly Snapshot[]): boolean {
  return OF_ROLE.test(path) && !snapshots.every(({ facts }) => Object.hasOwn(facts, path))
}

/** Parameters that are sizes and numbers of things, by how their names end; `AccountId` and `StorageKey` are not. */
const CAPACITY = new RegExp(
  '(?:[Ii]nstance(?:Type|Class|Size)|[Nn]odeType|MinSize|MaxSize|VolumeSize|MemorySize|StorageSize|Capacity|Count|Memory|' +
    'Cpu|CPU|Storage|Throughput|Iops|IOPS|Replicas|Shards|Concurrency)(?:Units|[MG]i?[Bb])?$|^[Dd]esired',
)

/** None is not a size: what has no task, instance or replica in one environment is not rehearsed, or is rehearsed alone. */
function classOf(path: string, ...values: readonly (Json | undefined)[]): 'capacity' | 'start' | 'procedure' {
  const [, , section = '', ...rest] = path.split('/')
  if (section === 'start') return 'start'
  const isNone = values.map((value) => (typeof value === 'string' || typeof value === 'number') && Number(value) === 0)
  const name = section === 'parameters' ? rest[0] : CHOSEN.test(rest.join('/')) ? rest.findLast(isWord) : undefined
  const isSize = ['parameters', 'conditions', 'mappings'].includes(section) && name !== undefined && CAPACITY.test(name)
  return isSize && new Set(isNone).size === 1 ? 'capacity' : 'procedure'
}

/** A property of a resource, for which a template chooses a value: `IsProd/Resources/Db/Properties/MultiAZ`. */
const CHOSEN = /^[^/]+\/Resources\/[^/]+\/Properties\//
const isWord = (part: string): boolean => !/^\d+$/.test(part)

function judgeDifference(
  { path, pair: { rehearsed, target }, open }: Difference,
  options: ParityOptions,
  today: string,
  used: Set<Allowance>,
  nameOf: (place: Place) => string,
): Finding {
  const [there, here] = onlyDiffering(target.facts[path], rehearsed.facts[path])
  const matching = options.allow.filter((entry) => matchesGlob(entry.path, path))
  for (const entry of matching) used.add(entry)
  const allowed = matching.find((entry) => entry.until === undefined || entry.until >= today)
  const shown = (place: Snapshot): string => {
    const plan = place.planned?.[path]
    const asOf = plan?.isSet
      ? ', as this release makes it'
      : target.planned || rehearsed.planned
        ? ', as it is now'
        : ''
    return `(${nameOf(place)}${path.startsWith('deployments/') ? asOf : ''})`
  }
  const waived = allowed && {
    waived: {
      reason: allowed.reason,
      ...(allowed.owner !== undefined && { owner: allowed.owner }),
      ...(allowed.until !== undefined && { until: allowed.until }),
    },
  }
  const declare = `declare it: \`precheck.parity.allow: [{ path: ${path}, reason: … }]\`.`
  if (open !== undefined) {
    return {
      code: 'parity/not-known-yet',
      outcome: 'inconclusive',
      title: `Whether pre-prod mirrors production is not known before the deployment: ${path}`,
      subject: `parity/${path}`,
      expected: `${show(there)} ${shown(target)}`,
      observed: `${show(here)} ${shown(rehearsed)}: ${open}`,
      advice: `Write the value into the template without a reference to a resource that is new or replaced, or ${declare}`,
      ...waived,
    }
  }
  const kind = classOf(path, target.facts[path], rehearsed.facts[path])
  const informs = kind === 'start' || (kind === 'capacity' && options.capacity === 'inform')
  return {
    code: kind === 'procedure' ? 'parity/differs' : kind === 'start' ? 'parity/start' : 'parity/capacity',
    outcome: informs ? 'noted' : 'fail',
    title:
      kind === 'start'
        ? `The environments start from different points: ${path}`
        : `Pre-prod does not mirror production: ${path}`,
    subject: `parity/${path}`,
    expected: `${show(there)} ${shown(target)}`,
    observed: `${show(here)} ${shown(rehearsed)}`,
    advice: informs
      ? 'Nothing to do; the rehearsal differs from production in this.'
      : `Make both the same, or ${declare}`,
    ...waived,
  }
}

/** Of two maps, the members that differ, however deep: what is the same hides what is not. */
function onlyDiffering(a: Json | undefined, b: Json | undefined): [Json | undefined, Json | undefined] {
  if (!isMap(a) || !isMap(b)) return [a, b]
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const differing = names.filter((name) => canonical(a[name] ?? null) !== canonical(b[name] ?? null))
  const members = differing.map((name) => [name, onlyDiffering(a[name], b[name])] as const)
  const side = (index: 0 | 1): Json =>
    Object.fromEntries(members.flatMap(([name, pair]) => (pair[index] === undefined ? [] : [[name, pair[index]]])))
  return [side(0), side(1)]
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const SHOWN_LENGTH = 300

function show(value: Json | undefined): string {
  if (value === undefined) return '(absent)'
  // Of a part of a template only digests are known.
  if (isMap(value) && typeof value['meaning'] === 'string') return `content ${value['meaning'].slice(7, 19)}`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH).toWellFormed()}…` : text
}

function judgeAllowances(
  options: ParityOptions,
  today: string,
  used: ReadonlySet<Allowance>,
  ...snapshots: readonly Snapshot[]
): Finding[] {
  return options.allow.flatMap((entry): Finding[] => {
    const subject = `config/precheck/parity/allow/${entry.path}`
    if (entry.until !== undefined && entry.until < today) {
      return [
        {
          code: 'parity/allowance-expired',
          outcome: 'fail',
          title: `The declared difference ${entry.path} has expired`,
          subject,
          expected: `a day not after ${entry.until}`,
          observed: today,
          advice: `Ask ${entry.owner ?? 'its owner'} whether the reason still holds (${entry.reason}); remove the entry or set a new \`until\`.`,
        },
      ]
    }
    if (used.has(entry) || unreadIn(...snapshots).length > 0) return []
    const comparable = snapshots.every((snapshot) =>
      Object.keys(snapshot.facts).some((path) => matchesGlob(entry.path, path)),
    )
    const absent = snapshots.some((snapshot) =>
      Object.entries(snapshot.facts).some(([path, value]) => path.endsWith(EXISTS) && value === false),
    )
    return [
      {
        code: 'parity/allowance-unused',
        outcome: !comparable && absent ? 'noted' : 'fail',
        title: comparable
          ? `The declared difference ${entry.path} no longer exists`
          : `The declared difference ${entry.path} names no compared fact`,
        subject,
        expected: 'a difference that it covers',
        observed: comparable ? 'both environments are the same in it' : 'no such fact',
        advice: `Remove the entry for ${entry.path} from precheck.parity.allow.`,
      },
    ]
  })
}
