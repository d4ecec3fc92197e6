import { ResourceFailure } from '../errors.ts'
import type { ResourceRecord } from '../model.ts'
import { isObject } from '../template/template.ts'
import type { ResourceDefinition } from '../template/template.ts'
import { textOf } from '../template/text.ts'
import type { Work } from './work.ts'

const WAIT_CONDITION = 'AWS::CloudFormation::WaitCondition'
const POLL_MS = 250
const DEFAULT_TIMEOUT_SECONDS = 300

function durationSeconds(text: string): number {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text)
  if (!parts) return DEFAULT_TIMEOUT_SECONDS
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)
}

function expected(record: ResourceRecord, definition: ResourceDefinition): { count: number; seconds: number } {
  if (record.type === WAIT_CONDITION) {
    return { count: Number(record.properties['Count'] ?? 1), seconds: Number(record.properties['Timeout'] ?? 0) }
  }
  const policy = isObject(definition.CreationPolicy) ? definition.CreationPolicy['ResourceSignal'] : undefined
  if (!isObject(policy)) return { count: 0, seconds: 0 }
  return { count: Number(policy['Count'] ?? 1), seconds: durationSeconds(textOf(policy['Timeout'] ?? 'PT5M')) }
}

/** Waits for the signals that a wait condition or a creation policy asks for. */
export async function awaitSignals(work: Work, record: ResourceRecord, definition: ResourceDefinition): Promise<void> {
  const { count, seconds } = expected(record, definition)
  const clock = work.store.options.clock
  for (let waited = 0; record.signals.size < count; waited += POLL_MS) {
    if (waited >= seconds * 1000) {
      throw new ResourceFailure(
        record.type === WAIT_CONDITION
          ? `WaitCondition timed out. Received ${record.signals.size} conditions when expecting ${count}`
          : `Failed to receive ${count} resource signal(s) within the specified duration`,
      )
    }
    await work.cancellation.sleep(clock, POLL_MS, 'Resource creation cancelled')
  }
  const failed = [...record.signals].find(([, status]) => status === 'FAILURE')
  if (failed) throw new ResourceFailure(`Received FAILURE signal with UniqueId ${failed[0]}`)
}
