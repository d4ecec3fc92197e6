import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding, Waiver } from '../../evidence/finding.ts'
import { matchesGlob } from '../../support/files/glob.ts'
import { recordOf } from '../../support/records.ts'
import { plural } from '../../support/text/text.ts'
import { inWords, placedChanges, provedByPlans, type PlacedChange } from '../planned/changes.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'
import { judgeWayBack, type Consequence, type ForwardChange, type Policies } from '../way-back/judge.ts'
import { waysBack } from '../way-back/ways.ts'

type OneWayEntry = Facts['config']['precheck']['one-way'][number]

const CODES: Readonly<Record<Consequence['kind'], FindingCode>> = {
  lost: 'rollback/loses-state',
  refused: 'rollback/refused',
  secret: 'rollback/secret-unknown',
  unknown: 'rollback/unknown',
  stays: 'rollback/stays',
  removed: 'rollback/stays',
  moved: 'rollback/stays',
  policy: 'rollback/stays',
}

/** What the release changes can be changed back. */
export const rule: Rule = {
  meta: {
    code: 'rollback/way-back',
    title: 'What the release changes can be changed back',
    docs:
      'Derives from each planned change the change that undoes it, and what that does not restore: a replaced table, a ' +
      'retained resource whose name is taken, storage that does not shrink, an engine that is not downgraded, a rotated ' +
      'secret. It blocks until `precheck.one-way` declares it with `rollback: impossible`, a reason and an owner. The ' +
      'rehearsal of the way back on pre-prod compares a real change set with what is derived here.',
    codes: [
      'rollback/restores',
      'rollback/loses-state',
      'rollback/refused',
      'rollback/secret-unknown',
      'rollback/unknown',
      'rollback/stays',
      'rollback/impossible',
      'rollback/none',
      'rollback/local',
      'rollback/ways',
      'rollback/declaration-unused',
    ],
  },
  judge(facts) {
    const used = new Set<OneWayEntry>()
    const changes = placedChanges(facts).filter(({ stack }) => stack.plan?.kind === 'update')
    const judged = changes.flatMap((placed) => judgeChange(placed, facts, used))
    return [
      ...declared(facts, used),
      ...judged,
      ...facts.environments.flatMap(firstReleases),
      ...ofThisHost(facts),
      ...facts.environments.flatMap(waysOf),
      ...unused(facts, used),
      ...(judged.some(({ outcome }) => outcome !== 'noted') || hasLosses(changes) ? [] : restored(facts, changes)),
    ]
  },
}

function restored(facts: Facts, changes: readonly PlacedChange[]): Finding[] {
  const final = changes.filter(({ stack }) => stack.plan?.provisional === false)
  if (final.length === 0) return []
  const count = (does: (reverse: ReturnType<typeof wayOf>['reverse']) => boolean): number =>
    final.filter((placed) => does(wayOf(placed).reverse)).length
  return provedByPlans(
    facts,
    {
      code: 'rollback/restores',
      title: 'The way back restores every changed resource',
      subject: 'stacks',
      expected: 'no empty resource, no refused value, no unknown value',
      observed: `${plural(final.length, 'change')} back: ${count(({ action, replacement }) => action === 'Modify' && replacement === 'False')} in place, ${count(({ action, replacement }) => action === 'Modify' && replacement !== 'False')} by replacement, ${count(({ action }) => action === 'Remove')} removed, ${count(({ action }) => action === 'Add')} made again`,
    },
    ['update'],
  )
}

function wayOf(placed: PlacedChange): ReturnType<typeof judgeWayBack> {
  return judgeWayBack(forwardOf(placed))
}

function forwardOf({ change, classified, stack, subject }: PlacedChange): ForwardChange {
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const resource = own ? stack.source.template.resources[change.logicalId] : undefined
  const [before, after] = [classified?.before, classified?.after]
  const parameters = own ? Object.entries(stack.source.template.parameters) : []
  return {
    change,
    before: propertiesIn(before),
    after: propertiesIn(after) ?? (change.action === 'Add' ? resource?.properties : undefined),
    policies: {
      before: policiesIn(before),
      after: resource
        ? { deletion: resource.deletionPolicy, replacement: resource.updateReplacePolicy }
        : policiesIn(after),
    },
    secretParameters: new Set(parameters.flatMap(([name, { noEcho }]) => (noEcho ? [name] : []))),
  }
}

function propertiesIn(context: unknown): Readonly<Record<string, unknown>> | undefined {
  const properties = recordOf(context)['Properties']
  return properties === undefined ? undefined : recordOf(properties)
}

function policiesIn(context: unknown): Policies {
  const text = (key: string): string | undefined => {
    const value = recordOf(context)[key]
    return typeof value === 'string' ? value : undefined
  }
  return { deletion: text('DeletionPolicy'), replacement: text('UpdateReplacePolicy') }
}

/** State that the release itself deletes blocks by `change/replaces-state` and `change/removes-state`. */
function isReported(placed: PlacedChange, { kind, text }: Consequence): boolean {
  return kind === 'lost' && placed.change.action !== 'Import' && text.endsWith('are deleted by the release')
}

function hasLosses(changes: readonly PlacedChange[]): boolean {
  return changes.some((placed) => wayOf(placed).consequences.some((each) => isReported(placed, each)))
}

function judgeChange(placed: PlacedChange, facts: Facts, used: Set<OneWayEntry>): Finding[] {
  const { change, stack, subject, environment, id } = placed
  const name = environment.environment.key
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const source = own ? stack.source.template.resources[change.logicalId]?.source : undefined
  if (stack.plan?.provisional === true) return []
  return wayOf(placed)
    .consequences.filter((consequence) => !isReported(placed, consequence))
    .map((consequence): Finding => {
      const { kind, perhaps, blocks, text, source: page } = consequence
      const entry = blocks
        ? entryOf(facts, (each) => each.resource !== undefined && matchesGlob(each.resource, id))
        : undefined
      if (entry !== undefined) used.add(entry)
      return {
        code: CODES[kind],
        outcome: blocks ? (perhaps ? 'inconclusive' : 'fail') : 'noted',
        title: `${name}: ${change.logicalId}: the way back ${perhaps && kind !== 'unknown' ? 'perhaps ' : ''}${text}`,
        subject,
        expected: 'the resource as it was before the release',
        observed: `forward: ${inWords(change)}`,
        ...(blocks && {
          advice: `Change the release so that ${change.logicalId} can be restored; or declare under \`precheck\`: one-way: [{ resource: ${id}, rollback: impossible, reason: …, owner: … }].${page === undefined ? '' : ` See ${page}`}`,
        }),
        ...(source && { source }),
        details: { environment: name, type: change.type, kind, stack: stack.stack.name },
        ...(entry && { waived: waiverOf(entry) }),
      }
    })
}

function entryOf({ config, today }: Facts, is: (entry: OneWayEntry) => boolean): OneWayEntry | undefined {
  return config.precheck['one-way'].find((entry) => is(entry) && (entry.until === undefined || entry.until >= today))
}

function waiverOf({ reason, owner, until }: OneWayEntry): Waiver {
  return { reason, owner, ...(until !== undefined && { until }) }
}

/** Deployments that the configuration says to be one-way: the declaration is the fact, and its waiver until it ends. */
function declared(facts: Facts, used: Set<OneWayEntry>): Finding[] {
  const deployments = new Set(facts.config.deployments.map(({ id }) => id ?? 'app'))
  return facts.config.precheck['one-way'].flatMap((entry): Finding[] => {
    const { deployment, until } = entry
    if (deployment === undefined || !deployments.has(deployment)) return []
    used.add(entry)
    const holds = until === undefined || until >= facts.today
    return [
      {
        code: 'rollback/impossible',
        outcome: 'fail',
        title: `The deployment ${deployment} cannot be rolled back: the old version does not work with what the new one writes`,
        subject: `deployment/${deployment}`,
        expected: 'a deployment that can be rolled back',
        observed: holds ? 'rollback: impossible' : `rollback: impossible, declared until ${until}`,
        advice:
          'Divide the release so that both versions can read the data, and remove the entry of `precheck.one-way`.',
        ...(holds && { waived: waiverOf(entry) }),
      },
    ]
  })
}

function unused(facts: Facts, used: ReadonlySet<OneWayEntry>): Finding[] {
  return facts.config.precheck['one-way'].flatMap((entry): Finding[] => {
    if (used.has(entry)) return []
    const { deployment, resource = '' } = entry
    return [
      {
        code: 'rollback/declaration-unused',
        outcome: deployment === undefined ? 'noted' : 'fail',
        title: `precheck.one-way names ${deployment === undefined ? `the resource ${resource}, whose way back is not in question` : `the deployment ${deployment}, which does not exist`}`,
        subject: `config/precheck/one-way/${deployment ?? resource}`,
        expected: deployment === undefined ? 'a resource whose way back loses something' : 'the id of a deployment',
        observed: deployment ?? resource,
        advice: 'Remove or correct the entry.',
      },
    ]
  })
}

/** A first release has no way back; a plan that is not final yet has none that could be derived. */
function firstReleases({ environment, stacks, groups }: EnvironmentFacts): Finding[] {
  const name = environment.key
  return [
    ...stacks.flatMap(({ stack, plan }): Finding[] => {
      if (plan?.kind === 'create') return [none(name, `stack/${stack.id}`, `${stack.name} does not exist yet`)]
      if (plan?.kind !== 'update' || !plan.provisional) return []
      return [
        {
          code: 'rollback/unknown',
          outcome: 'noted',
          title: `${name}: the way back of ${stack.name} is derived once its plan is final`,
          subject: `stack/${stack.id}`,
          expected: 'a final plan',
          observed: 'a plan from its template alone',
          details: { environment: name },
        },
      ]
    }),
    ...groups.flatMap(({ deployment, platform, info }): Finding[] =>
      platform === undefined || info === undefined || info.lastSuccessfulDeployment !== undefined
        ? []
        : [none(name, `deployment/${deployment}`, `${deployment} was never deployed successfully`)],
    ),
  ]
}

/** This host has no deployment of an earlier release: its folder goes with the job. */
function ofThisHost({ config, today }: Facts): Finding[] {
  if (!config['rehearse-rollback'].deployments) return []
  return config.deployments.flatMap((given): Finding[] => {
    const { id = 'app', platform } = given
    if (platform !== 'local') return []
    const entry = config.precheck['one-way'].find(
      ({ deployment, until }) => deployment === id && (until === undefined || until >= today),
    )
    return [
      {
        code: 'rollback/local',
        outcome: 'fail',
        title: `the way back of ${id} cannot be rehearsed: it is deployed to the host of the job, which has no earlier release`,
        subject: `deployment/${id}/rollback`,
        expected: 'a deployment by CodeDeploy or ECS',
        observed: 'platform: local',
        advice: `Deploy ${id} by \`platform: server\`, which can also be rehearsed on servers on premises; or set \`rehearse-rollback: { deployments: false }\`; or declare under \`precheck\`: one-way: [{ deployment: ${id}, rollback: impossible, reason: …, owner: … }]. To go back on a host of your own, check the commit of the release before out there, and run \`deploy-production\`.`,
        ...(entry && { waived: waiverOf(entry) }),
      },
    ]
  })
}

function none(environment: string, subject: string, why: string): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `${environment}: there is no way back, since ${why}`,
    subject,
    expected: 'an earlier version',
    observed: 'none: this is the first release',
    details: { environment },
  }
}

function waysOf(environment: EnvironmentFacts): Finding[] {
  const ways = waysBack(environment)
  if (ways.length === 0) return []
  const name = environment.environment.key
  const watched = ways.filter(({ alarms }) => alarms.length > 0).length
  return [
    {
      code: 'rollback/ways',
      outcome: 'noted',
      title: `${name}: ${watched} of ${plural(ways.length, 'part')} ${watched === 1 ? 'is' : 'are'} rolled back on alarms`,
      subject: `environment/${name}/rollback`,
      expected: 'alarms for each part',
      observed: ways
        .map(({ part, on, alarms }) => `${part}: ${[...on, ...alarms].join(', ') || 'by command only'}`)
        .join('; '),
      details: { environment: name, ways: ways.map((way) => ({ ...way })) },
    },
  ]
}
