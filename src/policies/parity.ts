import type { Config } from '../config/schema.ts'
import { canonical } from '../evidence/digest.ts'
import type { Snapshot } from '../evidence/document.ts'
import type { Finding, Json } from '../evidence/finding.ts'
import { matchesGlob } from '../support/glob.ts'

export type ParityOptions = Config['precheck']['parity']
type Allowance = ParityOptions['allow'][number]

/**
 * Judges snapshots of pre-prod and production, which may come from two jobs. With one of them there is nothing to
 * compare: that is `skipped`, and whoever sees both judges.
 */
export function judgeParity(snapshots: readonly Snapshot[], options: ParityOptions, today: string): Finding[] {
  const preprod = snapshots.find((snapshot) => snapshot.environment === 'preprod')
  const production = snapshots.find((snapshot) => snapshot.environment === 'production')
  if (preprod === undefined && production === undefined) return []
  if (preprod === undefined || production === undefined) {
    return [
      {
        code: 'parity/one-side',
        outcome: 'skipped',
        title: 'Only one environment was seen; parity is judged where both are',
        subject: 'parity',
        expected: 'preprod and production',
        observed: snapshots.map((snapshot) => snapshot.environment).join(', '),
      },
    ]
  }
  const differences = differencesOf(preprod, production)
  const used = new Set<Allowance>()
  const findings = differences.map((difference) => judgeDifference(difference, options, today, used))
  const unread = unreadIn(preprod, production).length > 0
  const compared = Object.keys(production.facts).filter((path) => Object.hasOwn(preprod.facts, path)).length
  const blocking = findings.filter((finding) => finding.outcome === 'fail' && finding.waived === undefined)
  const proof: Finding[] =
    blocking.length > 0 || compared === 0 || unread
      ? []
      : [
          {
            code: 'parity/mirrors',
            outcome: 'pass',
            title: 'Pre-prod is made as production is',
            subject: 'parity',
            expected: 'no difference that is not declared',
            observed: `${compared} facts compared; ${differences.length} differ, ${findings.filter(({ waived }) => waived).length} of them declared`,
          },
        ]
  return [...findings, ...judgeAllowances(options, today, used, preprod, production), ...proof]
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
  readonly preprod: Json | undefined
  readonly production: Json | undefined
}

function differencesOf(preprod: Snapshot, production: Snapshot): Difference[] {
  const paths = new Set([...Object.keys(preprod.facts), ...Object.keys(production.facts)])
  const unread = unreadIn(preprod, production)
  return [...paths]
    .toSorted()
    .filter((path) => !unread.some((owner) => path.startsWith(`${owner}/`)))
    .filter((path) => !isBelowAbsent(path, preprod, production))
    .map((path) => ({ path, preprod: preprod.facts[path], production: production.facts[path] }))
    .filter(({ preprod: a, production: b }) => canonical(a ?? null) !== canonical(b ?? null) && !isSamePart(a, b))
}

/** A part of a template is the same as it is written, or once the environment's names are taken out. */
function isSamePart(a: Json | undefined, b: Json | undefined): boolean {
  if (!isMap(a) || !isMap(b) || a['meaning'] === undefined) return false
  return a['text'] === b['text'] || a['meaning'] === b['meaning']
}

/** What is not there yet in one environment can only be compared once it is; what files say can be compared now. */
function isBelowAbsent(path: string, ...snapshots: readonly Snapshot[]): boolean {
  const [kind, id, section] = path.split('/')
  const owner = `${kind}/${id}`
  if (path === `${owner}${EXISTS}` || section === 'template' || section === 'parameters') return false
  const absent = snapshots.some((snapshot) => snapshot.facts[`${owner}${EXISTS}`] === false)
  return absent && snapshots.some((snapshot) => !Object.hasOwn(snapshot.facts, path))
}

/** Parameters that are sizes and numbers of things, by how their names end; `AccountId` and `StorageKey` are not. */
const CAPACITY = new RegExp(
  '(?:[Ii]nstance(?:Type|Class|Size)|[Nn]odeType|MinSize|MaxSize|VolumeSize|MemorySize|StorageSize|Capacity|Count|Memory|' +
    'Cpu|CPU|Storage|Throughput|Iops|IOPS|Replicas|Shards|Concurrency)(?:Units|[MG]i?[Bb])?$|^[Dd]esired',
)

function classOf(path: string): 'capacity' | 'start' | 'procedure' {
  const [, , section, name = ''] = path.split('/')
  if (section === 'start') return 'start'
  if (section === 'parameters' && CAPACITY.test(name)) return 'capacity'
  return 'procedure'
}

function judgeDifference(difference: Difference, options: ParityOptions, today: string, used: Set<Allowance>): Finding {
  const { path } = difference
  const [production, preprod] = onlyDiffering(difference.production, difference.preprod)
  const matching = options.allow.filter((entry) => matchesGlob(entry.path, path))
  for (const entry of matching) used.add(entry)
  const allowed = matching.find((entry) => entry.until === undefined || entry.until >= today)
  const kind = classOf(path)
  const informs = kind === 'start' || (kind === 'capacity' && options.capacity === 'inform')
  return {
    code: kind === 'procedure' ? 'parity/differs' : kind === 'start' ? 'parity/start' : 'parity/capacity',
    outcome: informs ? 'skipped' : 'fail',
    title:
      kind === 'start'
        ? `The environments start from different points: ${path}`
        : `Pre-prod does not mirror production: ${path}`,
    subject: `parity/${path}`,
    expected: `${show(production)} (production)`,
    observed: `${show(preprod)} (preprod)`,
    advice: informs
      ? 'Nothing has to be done; the rehearsal differs from production in this.'
      : `Make both the same, or declare it: \`precheck.parity.allow: [{ path: ${path}, reason: … }]\`.`,
    ...(allowed && {
      waived: { reason: allowed.reason, owner: allowed.owner ?? 'not named', until: allowed.until ?? 'no end' },
    }),
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
        outcome: !comparable && absent ? 'skipped' : 'fail',
        title: comparable
          ? `The declared difference ${entry.path} does not exist any more`
          : `The declared difference ${entry.path} names nothing that is compared`,
        subject,
        expected: 'a difference that it covers',
        observed: comparable ? 'both environments are the same in it' : 'no such fact',
        advice: `Remove the entry for ${entry.path} from precheck.parity.allow.`,
      },
    ]
  })
}
