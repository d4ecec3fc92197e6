import { oneLine } from '../../../support/text/text.ts'
import type { AnyCheck, CheckContext, Judgement } from '../../contract.ts'
import type { PlannedCheck } from '../../engine/select.ts'
import { commandScript, NAME_LENGTH, secondsOf } from '../script.ts'
import type { SsmFacts } from './contract.ts'
import { taggedHosts } from './hosts.ts'
import { canSend, judgeHosts } from './judge.ts'
import { DELIVERY_S, runCommand, SPARE_MS } from './run.ts'

/**
 * A check that has tags, as one that a command of Systems Manager makes on the hosts that have them. All of its attempts are
 * made on the host, so that here there is one. Its references are filled.
 */
export function throughSystemsManager(planned: PlannedCheck): PlannedCheck {
  const { name, check, options, tags = {}, sampling } = planned
  const onHost = { ...planned, sampling: { ...sampling, dryRun: false } }
  const made: AnyCheck = {
    ...check,
    async observe(_: never, { ports, access, deployed, signal }: CheckContext): Promise<SsmFacts> {
      const script = commandScript(onHost, deployed?.startedAt)
      const calls = await ports.connect.hostCommands(access)
      const hosts = await taggedHosts(calls, tags)
      if (!canSend(hosts)) return { kind: 'not-sent', hosts }
      const world = { calls, clock: ports.clock, log: ports.log, signal }
      return { kind: 'sent', ...(await runCommand(world, { name, script, tags }, hosts)) }
    },
    judge(_: never, facts: SsmFacts): Judgement {
      const expected = check.onHost?.(options as never).expected ?? name
      return judgeHosts({ name: oneLine(name, NAME_LENGTH), expected, tags }, facts)
    },
  }
  const { steadyFor: _, ...rest } = sampling
  // Delivery and execution, and the time that the service and the calls take.
  const timeout = (DELIVERY_S + secondsOf(planned)) * 1_000 + 2 * SPARE_MS
  return {
    ...planned,
    check: made,
    sampling: { ...rest, delay: 0, count: 1, failures: 0, errors: 0, timeout },
  }
}
