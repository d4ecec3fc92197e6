import type { Finding } from '../../evidence/finding.ts'
import { compareContent, type Comparison } from '../../references/same-content.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { DeployedContent, EnvironmentFacts, Facts } from '../contract.ts'
import { ignoreEntry } from './advice.ts'
import { ignoreFor, waiver, type Ignore } from './ignores.ts'

const SHOWN = 10

/** Pure: whether what is deployed is what the objects hold that templates name, where this release does not replace them. */
export function judgeContent(environment: EnvironmentFacts, facts: Facts, used: Set<Ignore>): Finding[] {
  const stacks = Map.groupBy(environment.deployedContent ?? [], ({ stack }) => stack)
  return [...stacks.values()].flatMap((contents) => judgeStack(environment, contents, facts, used))
}

function judgeStack(
  { environment }: EnvironmentFacts,
  contents: readonly DeployedContent[],
  facts: Facts,
  used: Set<Ignore>,
): Finding[] {
  const { key } = environment
  const [{ stack, stackName }] = contents as readonly [DeployedContent, ...DeployedContent[]]
  const details = { environment: key, stack: stackName, region: environment.region }
  const judged = contents.map((each): { each: DeployedContent; result: Comparison } => ({
    each,
    result: each.deployed === undefined ? { same: undefined } : compareContent(each.object, each.deployed),
  }))
  const differing = judged.flatMap(({ each, result }): Finding[] => {
    if (result.same !== false) return []
    const id = `${each.stack}/${each.logicalId}`
    const path = `/${each.property}`
    const ignored = ignoreFor(facts, id, path, used)
    return [
      {
        code: 'drift/other-content',
        outcome: 'fail',
        title: `${key}: ${each.logicalId} of ${stackName} does not have what ${each.id} holds, and this release does not take it`,
        subject: `stack/${each.stack}/resource/${each.logicalId}/property${path}`,
        expected: `${result.one} (${each.id})`,
        observed: `${result.other} (deployed)`,
        advice:
          `Publish the content under a name that has its digest, and name it in ${each.property}: CloudFormation does not read an object again whose name stays. ` +
          `If ${each.logicalId} was changed by another process, restore it or accept it: ${ignoreEntry(id, path)}.`,
        source: each.source,
        details,
        ...(ignored && { waived: waiver(ignored) }),
      },
    ]
  })
  const open = judged.filter(({ result }) => result.same === undefined).map(({ each }) => each)
  const same = judged.filter(({ result }) => result.same === true)
  const findings = [...differing]
  if (open.length > 0) {
    const actions = [...new Set(open.flatMap(({ unread }) => unread?.action ?? []))]
    findings.push({
      code: 'drift/content-not-compared',
      outcome: 'noted',
      title: `${key}: whether ${open.length} of ${plural(contents.length, 'resource')} of ${stackName} have what their objects hold is not known`,
      subject: `stack/${stack}/content`,
      expected: 'a digest of the whole content, by one algorithm, of the object and of what is deployed',
      observed: listed(
        open.map(({ logicalId, property, unread }) => `${logicalId}.${property}${unread ? ` (${unread.reason})` : ''}`),
        SHOWN,
      ),
      advice:
        actions.length > 0
          ? `Allow ${actions.join(', ')} for the plan-role.`
          : 'Upload the objects with `--checksum-algorithm SHA256`, and allow s3:GetObject on them for the plan-role.',
      details,
    })
  }
  if (same.length > 0 && differing.length === 0) {
    findings.push({
      code: 'drift/same-content',
      outcome: 'pass',
      title: `${key}: ${plural(same.length, 'resource')} of ${stackName} ${same.length === 1 ? 'has' : 'have'} what ${same.length === 1 ? 'its object holds' : 'their objects hold'}`,
      subject: `stack/${stack}/content`,
      expected: 'the digest of the object',
      observed: listed(
        same.map(({ each: { logicalId, id } }) => `${logicalId}: ${id}`),
        SHOWN,
      ),
      details,
    })
  }
  return findings
}
