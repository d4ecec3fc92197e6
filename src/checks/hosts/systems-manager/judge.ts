import { listed, oneLine, plural } from '../../../support/text/text.ts'
import type { Judgement } from '../../contract.ts'
import { showTags, type HostReading, type SsmFacts, type Tags } from './contract.ts'

const NAMED = 5
const WINDOWS = 'Windows'

/** Pure: the result of a check on every host that has the tags. `name`: as its lines on the hosts begin. */
export function judgeHosts(
  { name, expected, tags }: { readonly name: string; readonly expected: string; readonly tags: Tags },
  facts: SsmFacts,
): Judgement {
  if (facts.kind === 'not-sent') return notSent(expected, tags, facts)
  const of = (verdict: HostReading['result']['verdict']): HostReading[] =>
    facts.readings.filter(({ result }) => result.verdict === verdict)
  const [passed, failed, unknown, none] = [of('pass'), of('fail'), of('unknown'), of('none')]
  const said = ({ result }: HostReading): string => withoutName(oneLine(result.said), name)
  const show = (readings: readonly HostReading[]): string =>
    [
      ...readings.slice(0, NAMED).map((each) => `${each.host}: ${said(each)}`),
      ...(readings.length > NAMED ? [`${readings.length - NAMED} more`] : []),
    ].join('\n')
  const hosts = plural(facts.readings.length, 'host')
  const [first] = [...failed, ...unknown, ...none]
  if (first === undefined)
    return {
      outcome: 'pass',
      title: `passed on ${passed.length} of ${hosts} with ${showTags(tags)}`,
      expected,
      observed: show(passed),
    }
  const same = facts.readings.filter(({ result }) => result.verdict === first.result.verdict)
  return {
    outcome: failed.length > 0 ? 'fail' : 'inconclusive',
    title: `${said(first)} on ${listed(
      same.map(({ host }) => host),
      NAMED,
    )}, of ${hosts}`,
    expected,
    observed: show([...failed, ...unknown, ...none]),
    advice:
      failed.length > 0
        ? 'Correct the host or what was deployed to it, and deploy again.'
        : `See \`aws ssm list-command-invocations --details --command-id ${facts.command}\`, and the agent of the host.`,
  }
}

function notSent(expected: string, tags: Tags, { hosts }: Extract<SsmFacts, { kind: 'not-sent' }>): Judgement {
  const shown = showTags(tags)
  const windows = hosts.filter(({ platform }) => platform === WINDOWS).map(({ id }) => id)
  const base = { outcome: 'inconclusive', expected } as const
  if (hosts.length === 0)
    return {
      ...base,
      title: `no running instance has the tags ${shown}`,
      observed: 'no host',
      advice: 'Correct `tags` of the check: `aws ec2 describe-instances --filters Name=tag:NAME,Values=VALUE`.',
    }
  if (windows.length > 0)
    return {
      ...base,
      title: `${listed(windows, NAMED)} of ${plural(hosts.length, 'host')} with ${shown} run Windows, where this check cannot be made`,
      observed: `${windows.length} of ${hosts.length} with Windows`,
      advice:
        'Check Windows hosts in a PowerShell script of ValidateService in the revision; add a tag of Linux hosts only to `tags` where there are both.',
    }
  return {
    ...base,
    title: `Systems Manager reaches none of ${plural(hosts.length, 'host')} with ${shown}`,
    observed: hosts
      .slice(0, NAMED)
      .map(({ id, ping }) => `${id}: ${ping ?? 'not known to Systems Manager'}`)
      .join('\n'),
    advice:
      'Check the SSM agent of the host, its instance profile (AmazonSSMManagedInstanceCore) and its way to the endpoints of Systems Manager.',
  }
}

/** The line of a host begins with the name, which the finding has too. */
function withoutName(said: string, name: string): string {
  return said.startsWith(`${name}: `) ? said.slice(name.length + 2) : said || 'did not pass'
}

/** Whether a command can be sent: some host is in reach, and none runs Windows. */
export function canSend(hosts: Extract<SsmFacts, { kind: 'not-sent' }>['hosts']): boolean {
  return hosts.some(({ ping }) => ping === 'Online') && hosts.every(({ platform }) => platform !== WINDOWS)
}
