import { accessTo, type Environment } from '../../config/model/environment.ts'
import type { Origin, PlaceState } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isSamePlace, type Place } from '../../evidence/place.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Link } from '../../evidence/chain/slots.ts'
import { movedTag, stateChanges } from '../../policies/comparison/state-changes.ts'
import type { Ports } from '../../ports.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { NamedImages } from './image-values.ts'
import { isInAws, tryPlaceState } from './record-state.ts'

const NAMED_AT_MOST = 5

interface Verification {
  readonly ports: Ports
  readonly record: Recorder
  readonly origin: Origin
}

/**
 * Records what serves, before and after the checks of a verification, where its job may read AWS; `undefined` otherwise: then
 * the gate reads it.
 */
export async function recordServing(
  { ports, record, origin }: Verification,
  environment: Environment,
  images: NamedImages,
): Promise<PlaceState | undefined> {
  if (!isInAws(environment)) return undefined
  const read = await tryPlaceState({ ports, environment, images, access: accessTo(environment, 'plan', origin.runId) })
  if ('state' in read) {
    record.state(read.state)
    return read.state
  }
  ports.log.info(`what serves in ${environment.key} was not read; the gate reads it: ${read.unread}`)
  return undefined
}

/** What the last of the deployments to a place recorded. Pure. */
export function recordedState(deployments: readonly Link[], place: Place): PlaceState | undefined {
  return deployments
    .flatMap(({ evidence }) => evidence.states ?? [])
    .filter((state) => isSamePlace(state, place))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .at(-1)
}

/** Compares what served before and after the checks with what the deployments of this run left. Pure. */
export function judgeStates(
  deployments: readonly Link[],
  [before, after]: readonly [PlaceState | undefined, PlaceState | undefined],
): Finding[] {
  if (before === undefined || after === undefined) return []
  const { environment } = before
  const deployed = recordedState(deployments, before)
  const pairs = [...(deployed ? [[deployed, before] as const] : []), [before, after] as const]
  const all = pairs.flatMap(([one, other]) => stateChanges(one, other))
  const changes = all.filter(({ kind }) => kind === 'changed')
  const subject = `environment/${environment}/state`
  if (changes.length > 0) {
    return changes.map(({ path, name, ...values }) => ({
      code: 'verify/deployed-meanwhile' as const,
      outcome: 'fail' as const,
      title: `${environment}: ${name} is not what this run deployed`,
      subject: `${subject}/${path}`,
      expected: values.before,
      observed: values.after,
      advice:
        movedTag(path) ??
        `Run the deployment to ${environment} and its verification again; a \`concurrency\` group keeps other runs away.`,
    }))
  }
  // Without a deployment of this run the checks stand for themselves; the gate does not count them.
  if (deployed === undefined) return []
  const unknown = [...new Map(all.filter(({ kind }) => kind === 'unknown').map((each) => [each.path, each])).values()]
  const isEmpty = Object.keys(after.values).length === 0
  if (unknown.length > 0 || isEmpty) {
    return [
      {
        code: 'verify/state-unknown',
        outcome: 'inconclusive',
        title: `${environment}: it is not known whether what served during the checks is what this run deployed`,
        subject,
        expected: `what the deployment recorded at ${deployed.at}`,
        observed: isEmpty
          ? 'no stack, deployment group or alarm'
          : `not read: ${listed(
              unknown.map(({ name }) => name),
              NAMED_AT_MOST,
            )}`,
        advice:
          'Give the plan-role the permission to read it; the log names the call that was denied. Then run the verification again.',
      },
    ]
  }
  return [
    {
      code: 'verify/same-state',
      outcome: 'pass',
      title: `${environment} served what this run deployed before and after the checks`,
      subject,
      expected: `what the deployment recorded at ${deployed.at}`,
      observed: `the same ${plural(Object.keys(after.values).length, 'value')} at ${before.at} and ${after.at}`,
    },
  ]
}
