import type { AwsAccess } from '../../src/aws/access.ts'
import type { AnyCheck, CheckContext, DeployedWindow, Judgement, ReleasedPlace } from '../../src/checks/contract.ts'
import { planChecks } from '../../src/checks/engine/select.ts'
import type { CheckName } from '../../src/evidence/codes/checks.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Connections, Ports } from '../../src/ports.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import type { Clock } from '../../src/support/runtime.ts'

/** A check that reads AWS, with connections of the test's own and simulated time. */

export interface AwsStage {
  readonly clock: Clock
  /** Default: without a role. */
  readonly access?: AwsAccess
  readonly connect: Partial<Connections>
  readonly deployed?: DeployedWindow | undefined
  readonly released?: ReleasedPlace
}

export function contextOf({ clock, connect, deployed, released, access }: AwsStage): CheckContext {
  const signal = new AbortController().signal
  const nothing = (): void => undefined
  const ports: Ports = {
    place: { env: {}, workspace: '/workspace', temp: '/tmp' },
    secrets: new Secrets({}),
    clock,
    log: { debug: nothing, info: nothing, warning: nothing, group: (_title, body) => body(), mask: nothing },
    connect: connect as Connections,
    cancelled: signal,
  }
  return {
    ports,
    signal,
    name: 'the check',
    environment: 'preprod',
    access: access ?? { region: 'eu-west-1', session: 'test' },
    deployed,
    ...(released && { released }),
    on: 'runner',
    hosts: 'unreachable',
    variables: {},
  }
}

/** Observes and judges a check in the form of the configuration: `{ alarm: errors, for: 10m }`. */
export async function runCheck(yaml: string, stage: AwsStage): Promise<Judgement> {
  const planned = plannedOf(yaml)
  const facts = await planned.check.observe(planned.options as never, contextOf(stage))
  return planned.check.judge(planned.options as never, facts as never)
}

export function plannedOf(yaml: string): { key: CheckName; check: AnyCheck; name: string; options: object } {
  const [planned] = planChecks(readConfig(`version: 1\nverify:\n  - ${yaml}\n`, 'file').verify)
  if (planned === undefined) throw new Error('no check')
  return planned
}

/** Outcome and title, as one line. */
export const line = ({ outcome, title }: Judgement): string => `${outcome}: ${title}`
