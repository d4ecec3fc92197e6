import type { Finding } from '../../evidence/finding.ts'
import { UNKNOWN_ACCOUNT } from '../../references/names/contract.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, PlannedName, Rule } from '../contract.ts'

const SHOWN = 5

/** A name that exists fails the deployment at its resource: in production only, where the rehearsal made it itself. */
export const rule: Rule = {
  meta: {
    code: 'template/names',
    title: 'The names of new resources are free',
    docs:
      'CloudFormation fails a new resource whose name exists in its account and region; names of buckets are unique ' +
      'worldwide. It also fails a resource that is replaced and keeps its name, since it makes the new one first. Each ' +
      'name is looked up, and so is the stack that has it. Two environments in one account cannot give the same name.',
    codes: ['name/taken', 'name/kept-by-replacement', 'name/given-twice', 'name/not-checked', 'name/free'],
  },
  judge({ environments }) {
    const given = environments.flatMap((environment) =>
      (environment.names ?? []).map((name) => ({ ...name, environment: environment.environment.key })),
    )
    return [
      ...environments.flatMap((environment) => judgeEnvironment(environment)),
      ...[...Map.groupBy(given.filter(isNew), keyOf).values()].flatMap((each) => judgeTwice(each)),
    ]
  },
}

type Placed = PlannedName & { readonly environment: string }

/** Free or not checked, and unique within a scope that is known. */
const isNew = ({ replaces, answer, given }: PlannedName): boolean =>
  !replaces && answer.state !== 'taken' && !given.scope.startsWith(UNKNOWN_ACCOUNT)
const keyOf = ({ given }: PlannedName): string => JSON.stringify([given.type, given.name, given.scope])

function judgeEnvironment({ environment: { key }, names = [] }: EnvironmentFacts): Finding[] {
  const kept = names.filter(({ replaces }) => replaces)
  const taken = names.filter(({ answer, replaces, removedBy }) => {
    return answer.state === 'taken' && !replaces && removedBy === undefined
  })
  return [
    ...kept.map((each) => keptFinding(key, each)),
    ...taken.map((each) => takenFinding(key, each)),
    ...[...Map.groupBy(names, ({ stack }) => stack).values()].flatMap((own) => judgeStack(key, own)),
  ]
}

function judgeStack(environment: string, names: readonly PlannedName[]): Finding[] {
  const [first] = names
  const open = names.flatMap(({ given, answer }) => (answer.state === 'unknown' ? [{ given, ...answer }] : []))
  const free = names.filter(({ answer, removedBy }) => answer.state === 'free' || removedBy !== undefined)
  if (first === undefined) return []
  const { stack, stackName } = first
  const base = { subject: `stack/${stack}/names`, outcome: 'noted', details: { environment } } as const
  const notChecked = {
    ...base,
    code: 'name/not-checked' as const,
    title: `${environment}: ${open.length} of ${plural(names.length, 'name')} that ${stackName} gives ${open.length === 1 ? 'was' : 'were'} not checked`,
    expected: 'names that may be looked up',
    observed: `${listed(
      open.map(({ given }) => `${given.logicalId}: ${given.name}`),
      SHOWN,
    )} (${listed([...new Set(open.map(({ why }) => why))], SHOWN)})`,
    advice: listed([...new Set(open.map(({ advice }) => advice).filter((each) => each !== ''))], SHOWN),
  }
  const isFree = {
    ...base,
    code: 'name/free' as const,
    title: `${environment}: ${free.length} of ${plural(names.length, 'name')} that ${stackName} gives ${free.length === 1 ? 'is' : 'are'} free`,
    expected: 'no resource of these names',
    observed: listed(
      free.map(
        ({ given, removedBy }) => `${given.name}${removedBy === undefined ? '' : `, which ${removedBy} removes`}`,
      ),
      SHOWN,
    ),
  }
  return [...(open.length > 0 ? [notChecked] : []), ...(free.length > 0 ? [isFree] : [])]
}

const subjectOf = ({ stack, given }: PlannedName): string =>
  `stack/${stack}/resource/${given.logicalId}/property/${given.property}`
const what = ({ given }: PlannedName): string => `${given.logicalId} (${given.type})`

function takenFinding(environment: string, each: PlannedName): Finding {
  const { given, owner, answer, stackName } = each
  const note = answer.state === 'taken' && answer.note !== undefined ? `, ${answer.note}` : ''
  const known = typeof owner === 'object' && 'stack' in owner ? owner : undefined
  return {
    code: 'name/taken',
    outcome: 'fail',
    title: `${environment}: ${what(each)} of ${stackName} is to be named ${given.name}, which exists`,
    subject: subjectOf(each),
    expected: `no resource named ${given.name}`,
    observed: `${given.name} exists${note}; ${ownerWords(owner)}`,
    advice:
      known?.stack === stackName
        ? `CloudFormation makes ${given.logicalId} before it removes ${known.logicalId}: keep the logical id ${known.logicalId}, or give another name.`
        : known !== undefined
          ? `Give another name to ${given.logicalId}, or remove ${known.logicalId} from the stack ${known.stack} first.`
          : `Give another name to ${given.logicalId}, or import the resource into the stack: \`aws cloudformation create-change-set --change-set-type IMPORT\`.`,
    source: given.source,
    details: { environment },
  }
}

function ownerWords(owner: PlannedName['owner'] = { unknown: 'it was not asked' }): string {
  if (owner === 'none') return 'no stack of the region has it'
  return 'unknown' in owner
    ? `whether a stack has it is not known (${owner.unknown})`
    : `${owner.logicalId} of the stack ${owner.stack}`
}

function keptFinding(environment: string, each: PlannedName): Finding {
  const { given, stackName } = each
  return {
    code: 'name/kept-by-replacement',
    outcome: 'fail',
    title: `${environment}: ${what(each)} of ${stackName} is replaced, and its name ${given.name} stays the same`,
    subject: subjectOf(each),
    expected: 'another name for a resource that is replaced, or none',
    observed: `${given.property} ${given.name} before and after`,
    advice: `Change ${given.property} of ${given.logicalId}, or remove it, so that CloudFormation can make the new resource before it removes the old one.`,
    source: given.source,
    details: { environment },
  }
}

/** The same name is free now, and the first deployment that makes it takes it from the second. */
function judgeTwice(names: readonly Placed[]): Finding[] {
  const [first, ...others] = names
  if (first === undefined) return []
  return others.map((each) => ({
    code: 'name/given-twice',
    outcome: 'fail',
    title: `${each.environment}: ${what(each)} of ${each.stackName} is to have the name that ${first.environment} gives to ${first.given.logicalId} of ${first.stackName}`,
    subject: subjectOf(each),
    expected: 'a name of its own',
    observed: `${each.given.name} twice${each.given.scope === '' ? ', and names of buckets are unique worldwide' : ` in ${each.given.scope}`}`,
    advice: `Make the name depend on the environment or on the stack, or leave it to CloudFormation.`,
    source: each.given.source,
    details: { environment: each.environment },
  }))
}
