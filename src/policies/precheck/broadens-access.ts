import type { TemplateResource } from '../../cloudformation/template/template.ts'
import type { Finding } from '../../evidence/finding.ts'
import { recordOf } from '../../support/records.ts'
import { broaderIn, concernsAccess, isOnlyPolicy, openIn } from '../access/access.ts'
import { placedChanges, provedByPlans, type PlacedChange } from '../planned/changes.ts'
import { entryFor, waivedBy } from '../planned/intent-match.ts'
import type { Facts, Rule } from '../contract.ts'

const IAM = 'AWS::IAM::'

/** No one gets more access than before without a declaration. */
export const rule: Rule = {
  meta: {
    code: 'change/broadens-access',
    title: 'No one gets more access than before without a declaration',
    docs:
      'Compares IAM statements, managed policies and rules of security groups before and after, resource policies too. ' +
      'What is broader must be declared by an entry of the intent file that names the resource. A stack that is created ' +
      'has no earlier access to compare with: what is open to everybody is listed (any principal without a condition, any ' +
      'address, public buckets and functions) and who may do everything; where there is an intent file, it must declare that.',
    codes: ['change/broadens-access', 'change/new-access', 'change/access-unknown', 'change/access-unchanged'],
  },
  judge(facts) {
    const changes = placedChanges(facts).map(accessOf).filter(isAboutAccess)
    const findings = changes.flatMap((access) => judgeChange(access, facts))
    if (findings.some(({ code }) => code !== 'change/new-access')) return findings
    const compared = changes.filter(({ placed }) => placed.stack.plan?.kind === 'update').length
    const pass: Omit<Finding, 'outcome'> = {
      code: 'change/access-unchanged',
      title: 'No one gets more access than before',
      subject: 'stacks',
      expected: 'no broader statement or rule in stacks that exist',
      observed: `${compared} changes of access, none of them broader`,
    }
    return [...findings, ...provedByPlans(facts, pass, ['update', 'none'])]
  },
}

/** A change with its values before and after; undefined where neither CloudFormation nor the template has them. */
interface Access {
  readonly placed: PlacedChange
  readonly before: Record<string, unknown> | undefined
  readonly after: Record<string, unknown> | undefined
}

function accessOf(placed: PlacedChange): Access {
  const { change, classified } = placed
  const told = (context: unknown): Record<string, unknown> | undefined => {
    const properties = recordOf(context)['Properties']
    return properties === undefined ? undefined : recordOf(properties)
  }
  const isNew = change.action === 'Add'
  const after = told(classified?.after) ?? (isNew ? declaredOf(placed)?.properties : undefined)
  return {
    placed,
    before: isNew ? {} : told(classified?.before),
    after: change.action === 'Remove' ? {} : after,
  }
}

function declaredOf({ change, stack, subject }: PlacedChange): TemplateResource | undefined {
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  return own ? stack.source.template.resources[change.logicalId] : undefined
}

function isAboutAccess({ placed, before, after }: Access): boolean {
  const { change } = placed
  if (change.action === 'Remove' && !isOnlyPolicy(change.type)) return false
  // Values that CloudFormation does not return may concern access; the type or the template decides.
  const untold = before === undefined || after === undefined
  if (untold && (change.type.startsWith(IAM) || concernsAccess(change.type, declaredOf(placed)?.properties ?? {}))) {
    return true
  }
  return concernsAccess(change.type, before ?? {}) || concernsAccess(change.type, after ?? {})
}

function judgeChange({ placed, before, after }: Access, facts: Facts): Finding[] {
  const { change, environment, stack, subject } = placed
  const name = environment.environment.key
  const declared = declaredOf(placed)
  const base = {
    subject,
    details: { environment: name, type: change.type },
    ...(declared && { source: declared.source }),
  }
  const intent = facts.config.precheck.intent ?? 'an intent file (precheck.intent)'
  const waived = waivedBy(facts.intent, placed, 'named')
  if (change.action === 'Add' && stack.plan?.kind === 'create') {
    const open = openIn(change.type, after ?? {})
    if (open.length === 0) return []
    const known = facts.intent !== undefined
    return [
      {
        ...base,
        code: 'change/new-access',
        outcome: known ? 'fail' : 'noted',
        title: `${name}: ${change.logicalId} of the new stack would be open to everybody, or may do everything`,
        expected: 'no access for everybody, and no full rights',
        observed: open.join('; '),
        advice: `${known ? 'Narrow it' : 'Review it, and narrow it where it is not intended'}, or declare it in ${intent} by the name of the resource: expect: [${entryFor(placed, 'reason: …')}].`,
        ...waived,
      },
    ]
  }
  if (after === undefined || before === undefined) {
    if (!touchesAccess(placed)) return []
    return [
      {
        ...base,
        code: 'change/access-unknown',
        outcome: 'inconclusive',
        title: `${name}: CloudFormation does not say how the access of ${change.logicalId} would change`,
        expected: 'the properties before and after',
        observed: change.properties.map((property) => property.path).join(', ') || change.action,
        advice: `Review the change of ${change.logicalId} and declare it in ${intent}: expect: [${entryFor(placed)}].`,
        ...waived,
      },
    ]
  }
  const broader = broaderIn(change.type, before, after)
  if (broader.length === 0) return []
  return [
    {
      ...base,
      code: 'change/broadens-access',
      outcome: 'fail',
      title: `${name}: ${change.logicalId} would give more access than before`,
      expected: 'no more than before',
      observed: broader.join('; '),
      advice: `Undo it, or declare it in ${intent} by the name of the resource: expect: [${entryFor(placed, 'reason: …')}].`,
      ...waived,
    },
  ]
}

function touchesAccess({ change }: PlacedChange): boolean {
  const paths = change.properties.map((property) => property.path)
  return (
    paths.length === 0 ||
    paths.some((path) =>
      /Polic|Document|Ingress|Egress|Cidr|Port|Protocol|Principal|Action|Permission|Target|AccessControl/.test(path),
    )
  )
}
