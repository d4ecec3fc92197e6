import type { DriftReport, ResourceDrift } from '../../cloudformation/drift/drift.ts'
import { whyEquivalent } from '../../cloudformation/drift/equal.ts'
import { REORDERED } from '../../cloudformation/drift/reordered.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { EnvironmentFacts, Facts, StackFacts } from '../contract.ts'
import { ignoreEntry, waysOut } from './advice.ts'
import { itemLabels } from './groups.ts'
import { changedBy } from './changed-by.ts'
import { movedBy } from './moved.ts'
import { ignoreFor, waiver, type Ignore } from './ignores.ts'

/** A difference that a deployment of this release's own group made. */
export const MOVED_BY_DEPLOYMENT = 'drift/moved-by-deployment'

/** What the drift of one resource comes to: nothing where it is in sync or was not checked. */
export function judgeResource(
  report: DriftReport,
  resource: ResourceDrift,
  stack: StackFacts | undefined,
  environment: EnvironmentFacts,
  facts: Facts,
  used: Set<Ignore>,
): Omit<Finding, 'details'>[] {
  const id = `${report.stack}/${resource.logicalId}`
  const name = environment.environment.key
  const subject = `stack/${report.stack}/resource/${resource.logicalId}`
  const declared = report.stack.includes('/') ? undefined : stack?.source.template.resources[resource.logicalId]
  const source = declared && { source: declared.source }
  const whole = (code: FindingCode, what: string, expected: string, observed: string): Omit<Finding, 'details'> => {
    const ignored = ignoreFor(facts, id, undefined, used)
    return {
      code,
      outcome: 'fail',
      title: `${name}: ${resource.logicalId} (${resource.type}) was ${what} outside CloudFormation${by(resource, environment)}`,
      subject,
      expected,
      observed,
      advice: waysOut({ id, resource }, stack, environment),
      ...source,
      ...(ignored && { waived: waiver(ignored) }),
    }
  }
  switch (resource.status) {
    case 'IN_SYNC':
    case 'NOT_CHECKED':
    case 'UNSUPPORTED':
      return []
    case 'DELETED':
      return [whole('drift/resource-deleted', 'deleted', `${resource.type} ${resource.physicalId}`, 'deleted')]
    case 'MODIFIED':
      if (resource.differences.length === 0) {
        const observed = 'MODIFIED; AWS does not say which property'
        return [whole('drift/property-differs', 'changed', 'what the template says', observed)]
      }
      return resource.differences.flatMap((difference) => {
        const ignored = ignoreFor(facts, id, difference.path, used)
        // One finding of the stack counts them.
        if (addedByAws(difference) !== undefined) return []
        const route = movedBy(resource, difference, environment.routes ?? [])
        if (route !== undefined) {
          return {
            code: MOVED_BY_DEPLOYMENT,
            outcome: 'noted',
            title: `${name}: ${resource.logicalId}${difference.path} is what the deployments of ${route.application}/${route.group} made it: the primary task set of the service is in ${route.service.targetGroup}`,
            subject: `${subject}/property${difference.path}`,
            expected: difference.expected,
            observed: difference.kind === 'REMOVE' ? '(absent)' : difference.actual,
            ...source,
          }
        }
        const same = whyEquivalent(difference.expected, difference.actual, difference.path)
        const place = `${subject}/property${difference.path}`
        if (same !== undefined && (difference.kind === 'NOT_EQUAL' || difference.kind === REORDERED)) {
          return {
            code: 'drift/equivalent',
            outcome: 'pass',
            title: `${name}: ${resource.logicalId}${difference.path} is written differently and means the same: ${same}`,
            subject: place,
            expected: difference.expected,
            observed: difference.actual,
            ...source,
          }
        }
        if (difference.scaled !== undefined) {
          return {
            code: 'drift/scaled',
            outcome: 'noted',
            title: `${name}: ${resource.logicalId}${difference.path} is ${difference.actual}, as ${difference.scaled.by} may scale it`,
            subject: place,
            expected: difference.scaled.allowed,
            observed: `${difference.actual}; the template begins with ${difference.expected}`,
            advice: `An update of ${resource.logicalId} may set it back to ${difference.expected}: leave ${difference.path.slice(1)} out of the template where the service allows it.`,
            ...source,
          }
        }
        if (difference.kind === REORDERED) {
          return {
            code: 'drift/reordered',
            outcome: 'inconclusive',
            title: `${name}: ${resource.logicalId}${difference.path} has the same items in another order`,
            subject: place,
            expected: itemLabels(difference.expected),
            observed: itemLabels(difference.actual),
            advice:
              `Where the order has no meaning for ${resource.type}, accept it: ${ignoreEntry(id, difference.path)}. ` +
              `Where it has one, write the items of ${difference.path} into the template in the order that is meant. ` +
              'Change no single item: none of them differs.',
            ...source,
            ...(ignored && { waived: waiver(ignored) }),
          }
        }
        return {
          code: 'drift/property-differs',
          outcome: 'fail',
          title: `${name}: ${resource.logicalId}${difference.path} was changed outside CloudFormation (${words(difference.kind)})${by(resource, environment)}`,
          subject: place,
          expected: difference.kind === 'ADD' ? '(absent)' : difference.expected,
          observed: difference.kind === 'REMOVE' ? '(absent)' : difference.actual,
          advice: waysOut(
            {
              id,
              resource,
              property: {
                path: difference.path,
                actual: difference.kind === 'REMOVE' ? undefined : difference.actual,
              },
            },
            stack,
            environment,
          ),
          ...source,
          ...(ignored && { waived: waiver(ignored) }),
        }
      })
    default: {
      const ignored = ignoreFor(facts, id, undefined, used)
      return [
        {
          code: 'drift/unknown-status',
          outcome: 'inconclusive',
          title: `${name}: the drift of ${resource.logicalId} is unknown (${resource.type})`,
          subject,
          expected: 'IN_SYNC',
          observed: resource.reason === '' ? resource.status : `${resource.status}: ${resource.reason}`,
          advice: `Give the plan role read permission on ${resource.type}, or ignore it with a reason: ${ignoreEntry(id)}.`,
          ...source,
          ...(ignored && { waived: waiver(ignored) }),
        },
      ]
    }
  }
}

/** Since when and by whom, where CloudTrail was asked and knew. */
function by(resource: ResourceDrift, environment: EnvironmentFacts): string {
  const known = changedBy(resource.physicalId, environment)
  return known === undefined ? '' : `, by ${known}`
}

function words(kind: string): string {
  return kind === 'ADD' ? 'added' : kind === 'REMOVE' ? 'removed' : kind === 'NOT_EQUAL' ? 'another value' : kind
}
