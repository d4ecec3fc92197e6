import type { LogSink } from './logs.ts'
import { logGroupsOf } from '../logs/log-groups.ts'
import type { World } from '../../world.ts'

/** Stores lines of containers in CloudWatch Logs; a missing group is created. */
export function containerLogs(world: () => World): LogSink {
  return (home, group, stream, message) => {
    const groups = logGroupsOf(world())
    const found = groups.find(home, group) ?? groups.create(home, group)
    groups.stream(found, stream)
    groups.put(found, stream, [{ timestamp: world().clock.now().getTime(), message }])
  }
}
