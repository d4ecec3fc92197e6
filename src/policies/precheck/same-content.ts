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
      'of the whole content: SHA-256 and other checksums of S3, or the ETag where it is the MD5.',
    codes: ['content/differs', 'content/not-compared', 'content/same'],
  },
  judge({ environments }) {
    const target = environments.at(-1)
    if (target === undefined) return []
    return environments.slice(0, -1).flatMap((rehearsed) => judgePair(rehearsed, target))
  },
}

interface Pair {
  readonly rehearsed: StackReference
  readonly target: StackReference
}

function judgePair(rehearsed: EnvironmentFacts, target: EnvironmentFacts): Finding[] {
  const others = new Map(
    (target.references ?? []).flatMap((each) => (hasContent(each) ? [[subjectOf(each), each]] : [])),
  )
  const pairs = (rehearsed.references ?? []).flatMap((each): Pair[] => {
    const other = others.get(subjectOf(each))
    return hasContent(each) && other !== undefined ? [{ rehearsed: each, target: other }] : []
  })
  const [one, other] = [rehearsed.environment.key, target.environment.key]
  const judged = pairs.map((pair) => ({ pair, result: comparisonOf(pair) }))
  const differing = judged.flatMap(({ pair, result }): Finding[] => {
    if (result?.same !== false) return []
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

function hasContent({ reference, answer }: StackReference): boolean {
  return NOUNS[reference.kind].hasContent === true && answer?.state !== 'missing'
}

/** Undefined where the content of one is not known. */
function comparisonOf({ rehearsed, target }: Pair): ReturnType<typeof compareContent> | undefined {
  const [one, other] = [contentOf(rehearsed), contentOf(target)]
  if (one === undefined || other === undefined) return undefined
  const id = target.reference.target?.id
  if (id === rehearsed.reference.target?.id) return { same: true, by: 'name, since both read one object' }
  return compareContent(one, other)
}

function contentOf({ answer }: StackReference): Content | undefined {
  return answer?.state === 'found' ? answer.content : undefined
}

function notCompared(open: readonly { readonly pair: Pair }[], all: number, environment: string): Finding[] {
  if (open.length === 0) return []
  const names = open.map(({ pair: { target } }) => `${placeOf(target.reference)} of ${target.stackName}`)
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
      title: 'Both environments get the same bytes',
      subject: 'content',
      expected: 'the same size and digest in both accounts',
      observed: ways.join(', '),
      details: { environment },
    },
  ]
}
