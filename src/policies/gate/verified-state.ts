import type { PlaceState } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { byPlace, isSamePlace } from '../../evidence/place.ts'
import { slotPath, type Link } from '../../evidence/chain/slots.ts'
import { movedTag, stateChanges, type StateChange } from '../comparison/state-changes.ts'
import { rehearsedOn, type GateFacts, type GateRule, type StateFacts } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'verified-state',
    title: 'What was verified is what was deployed.',
    docs: "deploy-preprod records what serves when it has ended. A verification reads it before and after its checks; for one that has no identity at AWS, as the job of the repository's own tests, the gate reads it afterwards. A deployment, update, version or alarm that this run did not bring blocks: something else was verified.",
    codes: ['gate/verified-state', 'gate/deployed-meanwhile', 'gate/state-unknown'],
  },
  judge(facts) {
    return rehearsedOn(facts).flatMap((environment) => {
      const about = facts.states.find(({ key }) => key === environment)
      return about === undefined ? [] : judgeEnvironment(facts, about)
    })
  },
}

function judgeEnvironment({ chain }: GateFacts, about: StateFacts): Finding[] {
  const verified = chain.links.filter(
    ({ evidence: { slot } }) => slot.command === 'verify' && slot.environment === about.key,
  )
  const deployments = chain.links.filter(({ evidence }) => evidence.slot.command === `deploy-${about.key}`)
  // Without a verification or a deployment other rules answer.
  if (verified.length === 0 || deployments.length === 0) return []
  const subject = `environment/${about.key}/state`
  const recorded = newestOfEachPlace(statesOf(chain.links, `deploy-${about.key}`))
  const silent = deployments.filter(({ evidence }) => !(evidence.states ?? []).some(isSomething))
  if (silent.length > 0 || recorded.length === 0) {
    return [
      {
        code: 'gate/state-unknown',
        outcome: 'inconclusive',
        title: `the deployment to ${about.key} did not record what served afterwards`,
        subject,
        expected: `a state of ${about.key}`,
        observed: `none in ${silent.map(({ evidence }) => slotPath(evidence.slot)).join(', ')}`,
        advice: 'See the remark in the evidence of that deployment; give its role the permissions that it names.',
      },
    ]
  }
  const all = [...statesOf(chain.links, 'verify'), ...statesOf(chain.links, 'gate'), ...(about.now ? [about.now] : [])]
  const findings = recorded.flatMap((deployed) => {
    const readings = all
      .filter((state) => isSamePlace(state, deployed))
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    return verified
      .filter(({ evidence: { slot } }) => isSamePlace(slot, deployed))
      .flatMap((link) => judgeOne(link, deployed, readings, about, subject))
  })
  if (findings.length > 0) return findings
  return [
    {
      code: 'gate/verified-state',
      outcome: 'pass',
      title: `${about.key} served what this run deployed during its verification`,
      subject,
      expected: `what deploy-${about.key} recorded at ${recorded.map(({ at }) => at).join(', ')}`,
      observed: `the same before and after ${verified.map(({ evidence }) => slotPath(evidence.slot)).join(', ')}`,
    },
  ]
}

/** A state without a single value says nothing that could be compared. */
function isSomething({ values }: PlaceState): boolean {
  return Object.keys(values).length > 0
}

function newestOfEachPlace(states: readonly PlaceState[]): PlaceState[] {
  return byPlace(states.filter(isSomething)).flatMap(({ entries }) => entries.at(-1) ?? [])
}

function judgeOne(
  { evidence }: Link,
  deployed: PlaceState,
  readings: readonly PlaceState[],
  about: StateFacts,
  subject: string,
): Finding[] {
  const slot = slotPath(evidence.slot)
  const own = (evidence.states ?? []).filter((state) => isSamePlace(state, deployed))
  const later = readings.find(({ at }) => Date.parse(at) >= Date.parse(evidence.finishedAt))
  // One that could read it did so before and after its checks.
  const compared = own.length >= 2 ? own : later && [later]
  if (compared === undefined) {
    return [
      {
        code: 'gate/state-unknown',
        outcome: 'inconclusive',
        title: `it is not known what served in ${about.key} during ${slot}`,
        subject: `${subject}/${slot}`,
        expected: `a state of ${about.key} that was read after ${slot}`,
        observed: about.unread ?? 'none',
        advice: `Give this job the credentials that precheck has (environments.${about.key}.plan-role and \`id-token: write\`), and run it again.`,
      },
    ]
  }
  const changes = compared
    .flatMap((state) => stateChanges(deployed, state))
    .filter(({ kind }) => kind !== 'same-revision')
  const distinct = new Map(changes.map((change) => [change.path, change]))
  return [...distinct.values()].map((change) => meanwhile(change, slot, about.key, subject))
}

function meanwhile(
  { path, name, before, after, kind }: StateChange,
  slot: string,
  key: string,
  subject: string,
): Finding {
  const unknown = kind === 'unknown'
  return {
    code: unknown ? 'gate/state-unknown' : 'gate/deployed-meanwhile',
    outcome: unknown ? 'inconclusive' : 'fail',
    title: unknown
      ? `${key}: it is not known whether ${name} was the same during ${slot}`
      : `${key}: ${name} is not what this run deployed and ${slot} should have verified`,
    subject: `${subject}/${path}`,
    expected: before,
    observed: after,
    advice: unknown
      ? `Let the role of each job read it: the remark on it in the evidence of the job that did not names the permission. Then run the deployment to ${key} and its verification again.`
      : (movedTag(path) ??
        `Run the deployment to ${key} and its verification again; a \`concurrency\` group keeps other runs away.`),
  }
}

function statesOf(links: readonly Link[], command: string): PlaceState[] {
  return links
    .filter(({ evidence }) => evidence.slot.command === command)
    .flatMap(({ evidence }) => evidence.states ?? [])
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
