import { allReports, type DriftReport } from '../../cloudformation/drift/drift.ts'
import type { Finding } from '../../evidence/finding.ts'
import { recordOf } from '../../support/records.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts } from '../contract.ts'

/**
 * A stack set is a resource of a stack; its instances are stacks in other accounts and regions. Neither change sets nor
 * drift detection of the stack look at them
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html).
 */
const TYPE = 'AWS::CloudFormation::StackSet'
const NAMED_AT_MOST = 10
/** A name of a stack set, or its id: the name, a colon and a UUID. */
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}(:[A-Za-z0-9-]+)?$/

/** Pure: the stack sets of an environment, deployed ones and those of the templates, whose instances were not read. */
export function judgeStackSets({ environment, stacks, drift }: EnvironmentFacts): Finding[] {
  const { key, region } = environment
  const deployed = drift
    .flatMap(allReports)
    .flatMap((report) =>
      report.resources
        .filter(({ type }) => type === TYPE)
        .map(({ logicalId, physicalId }) => ({ stack: report.stack, logicalId, name: physicalId })),
    )
  const isDeployed = (stack: string, id: string): boolean =>
    deployed.some((each) => each.stack === stack && each.logicalId === id)
  const declared = stacks.flatMap(({ stack, source: { template } }) =>
    Object.entries(template.resources).flatMap(([logicalId, { type, properties, source }]) =>
      type === TYPE ? [{ stack: stack.id, logicalId, properties, source }] : [],
    ),
  )
  const planned = declared
    .filter(({ stack, logicalId }) => !isDeployed(stack, logicalId))
    .map(({ stack, logicalId, properties }) => ({ stack, logicalId, name: properties['StackSetName'] }))
  return [...deployed, ...planned].map(({ stack, logicalId, name }): Finding => {
    const source = declared.find((each) => each.stack === stack && each.logicalId === logicalId)
    const count = source && instancesOf(source.properties)
    const isKnown = typeof name === 'string' && NAME.test(name)
    const shown = isKnown ? ` (${oneLine(name)})` : ''
    const root = stack.split('/')[0]
    return {
      code: 'drift/not-read',
      outcome: 'skipped',
      title: `${key}: the instances of the stack set ${logicalId}${shown} of ${stack} were not examined`,
      subject: `stack/${stack}/resource/${logicalId}/instances`,
      expected: 'the state of each instance',
      observed:
        count === undefined
          ? 'not examined; how many there are is not known'
          : `not examined; its template declares ${plural(count, 'instance')}`,
      advice:
        `See \`aws cloudformation list-stack-instances --stack-set-name ${isKnown ? name : 'NAME'} --region ${region}\` ` +
        'with credentials of the account that administers the stack set.',
      details: {
        environment: key,
        stack: stacks.find((each) => each.stack.id === root)?.stack.name ?? stack,
        region,
      },
      ...(source && { source: source.source }),
    }
  })
}

/** For the finding about a stack: what its resources being as declared does not tell. */
export function instancesNotSeen({ resources }: DriftReport): string {
  const sets = resources.filter(({ type }) => type === TYPE).map(({ logicalId }) => logicalId)
  const names = listed(sets, NAMED_AT_MOST)
  return sets.length === 0
    ? ''
    : `; not examined: instances of the stack ${sets.length === 1 ? 'set' : 'sets'} ${names}`
}

/**
 * The number of accounts and regions that the groups name; undefined where a part is known during the execution only, or
 * the accounts are those of organizational units or of a file.
 */
function instancesOf(properties: Readonly<Record<string, unknown>>): number | undefined {
  const groups = properties['StackInstancesGroup']
  if (!Array.isArray(groups)) return undefined
  const places = new Set<string>()
  for (const group of groups as unknown[]) {
    const { Regions: regions, DeploymentTargets: targets } = recordOf(group)
    const { Accounts: accounts, ...others } = recordOf(targets)
    if (!areTexts(regions) || !areTexts(accounts) || Object.keys(others).length > 0) return undefined
    for (const account of accounts) for (const region of regions) places.add(`${account}/${region}`)
  }
  return places.size
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')
}
