import type { Chain } from '../../evidence/chain/chain.ts'
import type { PlaceState } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isSamePlace } from '../../evidence/place.ts'
import { slotPath } from '../../evidence/chain/slots.ts'
import { plural } from '../../support/text/text.ts'
import { movedTag, stateChanges, type StateChange } from '../comparison/state-changes.ts'
import type { GateRule, StateFacts } from './contract.ts'

/** So many changed values are findings of their own. */
const MOST = 50

export const rule: GateRule = {
  meta: {
    code: 'unchanged',
    title: 'Production is as it was when the reviewed page was written.',
    docs: 'Precheck and gate record what serves in production and what watches it: the last update of each stack, the last deployment of each group with its revision, the versions of aliases with the digest of their code, the task definitions and images of running tasks, the launch templates of instances, the deployments of API stages, the definitions of alarms, and drift. deploy-production reads all of it again before it starts. A value that changed since, and that this run did not change, blocks.',
    codes: ['gate/state-unchanged', 'gate/state-changed', 'gate/state-unknown', 'gate/redeployed'],
  },
  judge(facts) {
    const about = facts.states.find(({ key }) => key === facts.key)
    if (about === undefined) return []
    const subject = `environment/${facts.key}/state`
    const decides = facts.where === 'inside' || facts.mustBeInside
    if (about.now === undefined) return [unread(about, subject, decides)]
    const { now } = about
    const recorded = newestRecorded(facts.chain, now)
    if (recorded === undefined) {
      return [
        {
          code: 'gate/state-unknown',
          outcome: 'inconclusive',
          title: `no evidence says what served in ${facts.key} before`,
          subject,
          expected: `a precheck of ${facts.key} that recorded it`,
          observed: 'none',
          advice: 'Use the same version of the action in all jobs, and run precheck again.',
        },
      ]
    }
    const changes = stateChanges(recorded.state, now, about.ours)
    const findings = changes
      .slice(0, MOST)
      .map((change) => findingOf(change, { key: facts.key, subject, by: recorded.by, at: recorded.state.at }))
    if (findings.some(({ code }) => code !== 'gate/redeployed')) return findings
    if (Object.keys(now.values).length === 0) {
      return [
        {
          code: 'gate/state-unchanged',
          outcome: 'skipped',
          title: `nothing of the release serves in ${facts.key}, and nothing did when ${recorded.by} read it`,
          subject,
          expected: `what ${recorded.by} recorded at ${recorded.state.at}`,
          observed: `no stack, deployment group or alarm at ${now.at}`,
        },
      ]
    }
    return [
      ...findings,
      {
        code: 'gate/state-unchanged',
        outcome: 'pass',
        title: `${facts.key} is as ${recorded.by} recorded it`,
        subject,
        expected: `what ${recorded.by} recorded at ${recorded.state.at}`,
        observed: `the same ${plural(Object.keys(now.values).length, 'value')} at ${now.at}`,
      },
    ]
  },
}

function unread({ key, unread: why = 'it was not read' }: StateFacts, subject: string, decides: boolean): Finding {
  return {
    code: 'gate/state-unknown',
    outcome: decides ? 'inconclusive' : 'noted',
    title: decides
      ? `what serves in ${key} could not be read again`
      : `what serves in ${key} was not read again; the deployment compares it with what precheck recorded`,
    subject,
    expected: `the present state of ${key}`,
    observed: why,
    advice: `Give this job the credentials that precheck has (environments.${key}.plan-role and \`id-token: write\`).`,
  }
}

/** The newest state of a place that a step recorded which reads AWS with an identity of its own. */
function newestRecorded(
  chain: Chain,
  place: PlaceState,
): { readonly state: PlaceState; readonly by: string } | undefined {
  const recording = new Set(['precheck', 'gate', `deploy-${place.environment}`])
  return chain.links
    .filter(({ evidence: { slot } }) => recording.has(slot.command))
    .flatMap(({ evidence: { slot, states = [] } }) =>
      states.filter((state) => isSamePlace(state, place)).map((state) => ({ state, by: slotPath(slot) })),
    )
    .toSorted((a, b) => Date.parse(a.state.at) - Date.parse(b.state.at))
    .at(-1)
}

function findingOf(
  { path, name, before, after, kind }: StateChange,
  about: { readonly key: string; readonly subject: string; readonly by: string; readonly at: string },
): Finding {
  const values = { subject: `${about.subject}/${path}`, expected: before, observed: after }
  if (kind === 'same-revision') {
    return {
      code: 'gate/redeployed',
      outcome: 'noted',
      title: `${about.key}: the same revision was deployed again (${name})`,
      ...values,
    }
  }
  if (kind === 'unknown') {
    return {
      code: 'gate/state-unknown',
      outcome: 'inconclusive',
      title: `${about.key}: it is not known whether ${name} changed since ${about.by} recorded it`,
      ...values,
      advice:
        'Give the plan-role the permission to read it; the log names the call that was denied. Then start the release again.',
    }
  }
  return {
    code: 'gate/state-changed',
    outcome: 'fail',
    title: `${about.key}: ${name} changed after ${about.by} recorded it`,
    ...values,
    advice:
      movedTag(path) ??
      `Find in CloudTrail who changed it after ${about.at}. Undo the change, or start the release again from precheck, so that reviewers see it.`,
  }
}
