import { kindOfState, showState } from '../alarms/judge.ts'
import { readAlarms } from '../alarms/read.ts'
import type { DeployContext } from '../deploy/contract.ts'
import type { Finding } from '../evidence/finding.ts'

/** Alarms of a deployment that are in ALARM: in production they are the reason to go back, and do not stop it. */
export async function alarmsRinging(
  { ports, access }: DeployContext,
  id: string,
  names: readonly string[],
): Promise<Finding[]> {
  if (names.length === 0) return []
  const read = await readAlarms(await ports.connect.alarms(access), names)
  return read
    .filter(({ state }) => kindOfState(state) === 'active')
    .map((alarm) => ({
      code: 'rollback/alarm',
      outcome: 'noted',
      title: `${id} goes back while the alarm ${alarm.name} is in ALARM`,
      subject: `deployment/${id}/alarm/${alarm.name}`,
      expected: 'OK, some time after the rollback',
      observed: showState(alarm),
    }))
}
