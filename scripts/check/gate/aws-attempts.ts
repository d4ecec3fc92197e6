import { openAwsWorld, type AwsWorld } from '../../../__tests__/gate/aws-world.ts'
import type { Case, Group, Outcome } from './case.ts'

/** Attempts by events in AWS during a release. */

const BEFORE_GATE = ['precheck', 'deploy-preprod', 'verify', 'gate']

async function play(
  first: readonly string[],
  last: readonly string[],
  meanwhile?: (world: AwsWorld) => Promise<void>,
): Promise<Outcome> {
  const world = await openAwsWorld()
  try {
    for (const command of first) {
      const { status, blockers } = await world.step(command)
      if (status !== 0) throw new Error(`${command} is not green: ${blockers.join(', ')}`)
    }
    await meanwhile?.(world)
    const blockers: string[] = []
    let status: number | undefined = 0
    for (const command of last) {
      const seen = await world.step(command)
      blockers.push(
        ...seen.evidence.findings
          .filter(({ outcome, waived }) => waived === undefined && !['pass', 'noted', 'skipped'].includes(outcome))
          .map(({ code }) => code),
      )
      if (seen.status !== 0) status = seen.status
    }
    return { status, blockers }
  } finally {
    await world.close()
  }
}

const CASES: readonly Case[] = [
  {
    name: 'an alarm of production is set to 5000 after the page was written',
    kind: 'attempt',
    refusedBy: ['gate/state-changed'],
    play: () => play(BEFORE_GATE, ['deploy-production'], (world) => world.setThreshold('production', 5000)),
  },
  {
    name: 'an alarm of pre-prod is changed before its verification',
    kind: 'attempt',
    refusedBy: ['gate/deployed-meanwhile', 'verify/deployed-meanwhile'],
    play: () =>
      play(['precheck', 'deploy-preprod'], ['verify', 'gate'], (world) => world.setThreshold('preprod', 5000)),
  },
  {
    name: 'a release to AWS',
    kind: 'honest',
    play: () => play([...BEFORE_GATE, 'deploy-production'], []),
  },
]

export function awsGroup(): Promise<Group> {
  return Promise.resolve({ name: 'AWS', cases: CASES, close: () => Promise.resolve() })
}
