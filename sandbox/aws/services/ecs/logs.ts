import type * as sdk from '@aws-sdk/client-ecs'
import type { Home } from '../../names.ts'

/** Stores a line of a log stream. */
export type LogSink = (home: Home, group: string, stream: string, message: string) => void

/** Writes what containers log with the driver awslogs. */
export interface TaskLogs {
  write(home: Home, definition: sdk.TaskDefinition, container: sdk.Container, taskArn: string, message: string): void
}

export function createTaskLogs(put: LogSink): TaskLogs {
  return {
    write(home, definition, { name = '' }, taskArn, message) {
      const { logConfiguration } = definition.containerDefinitions?.find((each) => each.name === name) ?? {}
      if (logConfiguration?.logDriver !== 'awslogs') return
      const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = logConfiguration.options ?? {}
      if (group === undefined) return
      const id = taskArn.split('/').at(-1) ?? ''
      put(home, group, prefix === undefined ? id : `${prefix}/${name}/${id}`, message)
    },
  }
}
