import type { Finding } from '../../evidence/finding.ts'
import type { Content } from '../../references/contract.ts'
import { NOUNS } from '../../references/nouns.ts'
import { compareContent } from '../../references/same-content.ts'
import { listed } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule, StackReference } from '../contract.ts'
import { placeOf, subjectOf } from './references.ts'

const SHOWN = 5

/** What both environments get under one reference is the same, byte by byte: a name or tag does not prove it. */
export const rule: Rule = {
  meta: {
    code: 'template/same-content',
    title: 'Both environments get the same bytes under each reference',
    docs:
      'CloudFormation compares names. The same key in two buckets can hold other bytes, and a packager does not upload a ' +
      'key that exists. The objects that the templates of both environments refer to are compared by size and by a digest ' +
      'of the whole content: SHA-256 and other checksums of S3, or the ETag where it is the MD5. A checksum of 32 bits shows a ' +
      'difference, and alone proves no equality.',
    codes: ['content/differs', 'content/not-compared', 'content/same'],
  },
  judge({ environments }) {
    const target = environments.at(-1)
    if (target === undefined) return []
    return environments.slice(0, -1).flatMap((rehearsed) => judgePair(rehearsed, target))
  },
}

/** References of one place in the template; undefined where the other environment has none there. */
interface Pair {
  readonly rehearsed: StackReference | undefined
  readonly target: StackReference | undefined
}

/** Several references may be of one property, such as a list of layers: they are paired in their order. */
function pairsOf(rehearsed: EnvironmentFacts, target: EnvironmentFacts): Pair[] {
  const [some, others] = [rehearsed, target].map(({ references = [] }) =>
    Map.groupBy(references.filter(hasContent), subjectOf),
  ) as [Map<string, StackReference[]>, Map<string, StackReference[]>]
  return [...new Set([...some.keys(), ...others.keys()])].flatMap((subject) => {
    const [one = [], other = []] = [some.get(subject), others.get(subject)]
    return Array.from({ length: Math.max(one.length, other.length) }, (_, index) => ({
      rehearsed: one[index],
      target: other[index],
    })).filter(({ rehearsed: each, target: its }) => ![each, its].some(isMissing))
  })
}

/** That it does not exist is a finding of its own. */
function isMissing(each: StackReference | undefined): boolean {
  return each?.answer?.state === 'missing'
}

function judgePair(rehearsed: EnvironmentFacts, target: EnvironmentFacts): Finding[] {
  const pairs = pairsOf(rehearsed, target)
  const [one, other] = [rehearsed.environment.key, target.environment.key]
  const judged = pairs.map((pair) => ({ pair, result: comparisonOf(pair) }))
  const differing = judged.flatMap(({ pair, result }): Finding[] => {
    if (result?.same !== false || pair.target === undefined || pair.rehearsed === undefined) return []
    const { reference, stackName } = pair.target
    const used = pair.target.used || pair.rehearsed.used
    return [
      {
        code: 'content/differs',
        outcome: used ? 'fail' : 'noted',
        title: `${placeOf(reference)} of ${stackName} gets other bytes in ${other} than in ${one}`,
        subject: subjectOf(pair.target),
        expected: `${one}: ${result.one} (${pair.rehearsed.reference.target?.id})`,
        observed: `${other}: ${result.other} (${reference.target?.id})`,
        advice: `Publish the same file to both accounts, under a name that has its digest: replace ${reference.target?.id}, or rehearse it on ${one} too.`,
        source: reference.source,
        details: { environment: other },
      },
    ]
  })
  const open = judged.filter(({ result }) => result?.same === undefined)
  const same = judged.flatMap(({ pair, result }) => (result?.same === true ? [{ pair, by: result.by }] : []))
  return [...differing, ...notCompared(open, judged.length, other), ...sameOf(same, differing, other)]
}

function hasContent({ reference }: StackReference): boolean {
  return NOUNS[reference.kind].hasContent === true
}

/** Undefined where the content of one is not known. */
function comparisonOf({ rehearsed, target }: Pair): ReturnType<typeof compareContent> | undefined {
  const [one, other] = [rehearsed && contentOf(rehearsed), target && contentOf(target)]
  if (one === undefined || other === undefined) return undefined
  const id = target?.reference.target?.id
  if (id === rehearsed?.reference.target?.id) return { same: true, by: 'name, since both read one object' }
  return compareContent(one, other)
}

function contentOf({ answer }: StackReference): Content | undefined {
  return answer?.state === 'found' ? answer.content : undefined
}

function notCompared(open: readonly { readonly pair: Pair }[], all: number, environment: string): Finding[] {
  if (open.length === 0) return []
  const names = open.flatMap(({ pair: { rehearsed, target } }) => {
    const each = target ?? rehearsed
    return each === undefined ? [] : [`${placeOf(each.reference)} of ${each.stackName}`]
  })
  return [
    {
      code: 'content/not-compared',
      outcome: 'noted',
      title: `Whether ${open.length} of ${all} objects have the same bytes in both environments is not known`,
      subject: 'content',
      expected: 'a digest of the whole content, by one algorithm, in both accounts',
      observed: listed(names, SHOWN),
      details: { environment },
    },
  ]
}

function sameOf(
  same: readonly { readonly pair: Pair; readonly by: string }[],
  differing: readonly Finding[],
  environment: string,
): Finding[] {
  if (same.length === 0 || differing.some(({ outcome }) => outcome === 'fail')) return []
  const ways = [...Map.groupBy(same, ({ by }) => by)].map(([by, each]) => `${each.length} by ${by}`)
  return [
    {
      code: 'content/same',
      outcome: 'pass',
      title: 'Both environments get the same content',
      subject: 'content',
      expected: 'the same size and digest in both accounts',
      observed: ways.join(', '),
      details: { environment },
    },
  ]
}
