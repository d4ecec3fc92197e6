import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Composition } from '../../evidence/composition.ts'
import type { LastRelease } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { matchesGlob } from '../../support/files/glob.ts'
import { nearestName } from '../../support/text/nearest.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { Facts, Rule } from '../contract.ts'
import { countParts, vanishedParts, type PartKind, type Vanished } from '../configuration-changes/vanished-parts.ts'

type Removal = Facts['config']['precheck']['removed'][number]

const SHOWN_NAMES = 10
const SHOWN_SHA = 12

const CODES: Readonly<Record<PartKind, FindingCode>> = {
  stack: 'vanished/stack',
  deployment: 'vanished/deployment',
  check: 'vanished/check',
  environment: 'vanished/environment',
}

/** The release has everything that the last release to production had, or declares what it removes. */
export const rule: Rule = {
  meta: {
    code: 'vanished',
    title: 'The release has everything that the last release had, or declares what it removes',
    docs:
      'Compares environments, stacks, deployments and checks with those of the last release to production: the newest ' +
      'successful run of this workflow file in which a reviewer approved production. A stack is recognized by its name ' +
      'in AWS: a typing mistake in a name creates a second, empty stack, and everything is green. What vanished blocks ' +
      'until `precheck.removed` declares it; the declaration is shown among the declared risks. Where the evidence of ' +
      'the last release has expired, the configuration of its commit is compared.',
    codes: [
      'vanished/nothing',
      'vanished/stack',
      'vanished/deployment',
      'vanished/check',
      'vanished/environment',
      'vanished/first-release',
      'vanished/evidence-unavailable',
      'rollback/undone-release',
      'vanished/not-compared',
      'vanished/last-release-unknown',
      'vanished/declaration-unused',
    ],
  },
  judge(facts) {
    const { lastRelease } = facts
    switch (lastRelease.kind) {
      case 'found': {
        const vanished = vanishedParts(lastRelease.release.composition, facts.composition)
        return [
          ...withoutEvidence(lastRelease),
          ...undone(lastRelease),
          ...compared(vanished, facts, lastRelease.release),
          ...unused(facts, vanished),
        ]
      }
      case 'first':
        return [
          {
            code: 'vanished/first-release',
            outcome: 'noted',
            title: 'This is the first release: there is no earlier one to compare with',
            subject: 'release',
            expected: `a successful run of ${lastRelease.workflow} that released to production`,
            observed: 'none',
            advice:
              'Nothing to do for a first release. Otherwise compare the names of stacks, deployments and checks by hand.',
          },
          ...unused(facts, []),
        ]
      case 'not-compared':
        return [notCompared(lastRelease.why)]
      case 'unknown':
        return [
          {
            code: 'vanished/last-release-unknown',
            outcome: 'inconclusive',
            title: 'The last release could not be determined, so it is unknown what vanished',
            subject: 'release',
            expected: 'the evidence of the last release to production, or its configuration',
            observed: lastRelease.why,
            advice: lastRelease.advice,
          },
        ]
    }
  },
}

function notCompared(why: string): Finding {
  return {
    code: 'vanished/not-compared',
    outcome: 'noted',
    title: 'The release is not compared with the last one',
    subject: 'release',
    expected: 'a workflow of this repository, and an earlier release with at least one part',
    observed: why,
    advice: 'Nothing has to be done on a development machine.',
  }
}

function withoutEvidence({
  release,
  withoutEvidence: why,
}: Extract<Facts['lastRelease'], { kind: 'found' }>): Finding[] {
  if (why === undefined) return []
  return [
    {
      code: 'vanished/evidence-unavailable',
      outcome: 'noted',
      title: `The last release is compared by its configuration: ${why}`,
      subject: 'release',
      expected: `evidence of ${nameOf(release)}`,
      observed: why,
      advice: 'Nothing to do. Accounts are not compared; artifacts that are kept longer would contain them.',
    },
  ]
}

function undone({ release, undone: rollbacks = [] }: Extract<Facts['lastRelease'], { kind: 'found' }>): Finding[] {
  return rollbacks.map(({ release: run, by, whole }) => ({
    code: 'rollback/undone-release',
    outcome: 'noted',
    title:
      whole && run !== release.runId
        ? `The release of run ${run} was rolled back by run ${by}; this one is compared with the release before`
        : `The release of run ${run} was rolled back by run ${by}${whole ? ', and no earlier one is found' : ' in part'}; this one is compared with it`,
    subject: 'release',
    expected: 'the release that serves',
    observed: `${nameOf(release)} is compared`,
  }))
}

function compared(vanished: readonly Vanished[], facts: Facts, release: LastRelease): Finding[] {
  if (vanished.length > 0) return vanished.map((part) => asFinding(part, facts, release))
  const { composition } = release
  if (countParts(composition) === 0)
    return [notCompared(`${nameOf(release)} had neither stacks, deployments nor checks`)]
  return [
    {
      code: 'vanished/nothing',
      outcome: 'pass',
      title: 'The release has everything that the last release had',
      subject: 'release',
      expected: `${sizeOf(composition)} of ${nameOf(release)}`,
      observed: `all of them; this release has ${sizeOf(facts.composition)}`,
    },
  ]
}

function asFinding(part: Vanished, facts: Facts, release: LastRelease): Finding {
  const { kind, id, places, added, environments } = part
  const near = kind === 'environment' ? undefined : nearest(part)
  const declared = declarationOf(part, facts)
  const what = kind === 'environment' ? `environments.${id}` : `the ${kind} ${id}`
  return {
    code: CODES[kind],
    outcome: 'fail',
    title:
      kind === 'environment'
        ? `${id} is at another place than in the last release: ${places.join()} became ${added.join()}`
        : `The last release had the ${kind} ${id}, and this one does not have it${didYouMean(near)}`,
    subject: `${kind}/${id}`,
    expected: `${places.join('; ')}, as in ${nameOf(release)}`,
    observed: kind === 'environment' ? added.join() : newInstead(kind, added),
    advice: `Correct ${what}, or declare under \`precheck\`: removed: [{ ${kind}: ${quoted(id)}, reason: …, owner: … }].`,
    ...(environments.length > 0 && { details: { environment: environments.join(', ') } }),
    ...(declared && {
      waived: {
        reason: declared.reason,
        owner: declared.owner,
        ...(declared.until !== undefined && { until: declared.until }),
      },
    }),
  }
}

/** A check and an environment may also be declared in the intent, as a change of the rules. */
function declarationOf(
  part: Vanished,
  { config, intent, today }: Facts,
): Pick<Removal, 'reason' | 'owner' | 'until'> | undefined {
  const holds = ({ until }: { readonly until?: string | undefined }): boolean => until === undefined || until >= today
  const paths = rulePaths(part)
  return (
    config.precheck.removed.find((entry) => declares(entry, part) && holds(entry)) ??
    intent?.rules.find((entry) => paths.some((path) => matchesGlob(entry.path, path)) && holds(entry))
  )
}

/** How the rule `rules` calls the same change. */
function rulePaths({ kind, id }: Vanished): string[] {
  if (kind === 'check') return [`verify/${id}`]
  return kind === 'environment' ? ['name', 'region'].map((member) => `environments/${id}/${member}`) : []
}

/** A name that is new in this release and much like one that vanished, and that one. */
function nearest({ names, added }: Vanished): { readonly written: string; readonly meant: string } | undefined {
  for (const written of added) {
    const meant = nearestName(written, names)
    if (meant !== undefined) return { written, meant }
  }
  return undefined
}

function didYouMean(near: ReturnType<typeof nearest>): string {
  return near === undefined ? '' : `: ${near.written} is new, did you mean ${near.meant}?`
}

function newInstead(kind: PartKind, added: readonly string[]): string {
  const none = `no such ${kind}`
  return added.length === 0 ? none : `${none}; new in this release: ${listed(added, SHOWN_NAMES)}`
}

function declares(entry: Removal, { kind, names }: Pick<Vanished, 'kind' | 'names'>): boolean {
  const glob = entry[kind]
  return glob !== undefined && names.some((name) => matchesGlob(glob, name))
}

/** Entries that declare nothing: harmless after the release that removed something, misleading where it is back. */
function unused({ config, composition }: Facts, vanished: readonly Vanished[]): Finding[] {
  return config.precheck.removed
    .filter((entry) => !vanished.some((part) => declares(entry, part)))
    .map((entry) => {
      const [kind, name] = declaredPart(entry)
      const back = partsOf(composition).find((part) => declares(entry, part))
      return {
        code: 'vanished/declaration-unused',
        outcome: back === undefined ? 'noted' : 'fail',
        title:
          back === undefined
            ? `precheck.removed names the ${kind} ${name}, which did not vanish since the last release`
            : `precheck.removed says that the ${kind} ${name} is removed, and this release has it`,
        subject: `config/precheck/removed/${kind}/${name}`,
        expected: `a ${kind} that the last release had and this one does not have`,
        observed: back === undefined ? 'nothing of that name in either release' : listed(back.names, SHOWN_NAMES),
        advice: 'Remove the entry.',
      }
    })
}

function declaredPart(entry: Removal): [PartKind, string] {
  for (const kind of ['stack', 'deployment', 'check'] as const) {
    const name = entry[kind]
    if (name !== undefined) return [kind, name]
  }
  return ['environment', entry.environment ?? '']
}

/** An environment stays where it is: its declaration is about a change of its place. */
function partsOf({ environments, checks }: Composition): Pick<Vanished, 'kind' | 'names'>[] {
  return [
    ...environments.flatMap(({ stacks, deployments }) => [
      ...stacks.map(({ id, name }) => ({ kind: 'stack' as const, names: [id, name] })),
      ...deployments.map(({ id, target }) => ({ kind: 'deployment' as const, names: [id, target] })),
    ]),
    ...checks.map(({ name }) => ({ kind: 'check' as const, names: [name] })),
  ]
}

/** `run 16000001013 of 2026-11-20 (commit 0123456789ab)` */
function nameOf({ runId, finishedAt, sha }: LastRelease): string {
  const day = finishedAt === undefined ? '' : ` of ${finishedAt.slice(0, 10)}`
  return `run ${runId}${day} (commit ${sha.slice(0, SHOWN_SHA)})`
}

function sizeOf({ environments, checks }: Composition): string {
  const count = (of: 'stacks' | 'deployments'): number => environments.reduce((sum, each) => sum + each[of].length, 0)
  const parts = [plural(count('stacks'), 'stack'), plural(count('deployments'), 'deployment')]
  return `${parts.join(', ')} in ${plural(environments.length, 'environment')}, ${plural(checks.length, 'check')}`
}

/** A name as YAML reads it within a flow map. */
function quoted(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) ? name : JSON.stringify(name)
}
