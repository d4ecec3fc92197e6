import { resolveEnvironment } from '../config/model/environment.ts'
import type { TemporaryEnvironment } from '../config/model/temporary-environment.ts'
import type { Finding } from '../evidence/finding.ts'
import { readSources, type StackSources } from '../plan/sources/read-sources.ts'
import { regionOf, temporaryOf, type TemporaryContext } from './context.ts'
import { judgeParallelSafety } from './parallel-safety.ts'

/** Whether there can be copies of pre-prod, before the first one is made. Makes no AWS call. */
export async function judgeCopies(context: TemporaryContext): Promise<Finding[]> {
  const environment = await temporaryOf(context)
  const sources = await readSources(environment, context.ports.place.workspace, context.config.verify)
  return safetyOf(context, environment, sources)
}

/** Whether there can be several copies: before the first one is made, and in precheck. */
export async function safetyOf(
  context: TemporaryContext,
  environment: TemporaryEnvironment,
  sources: StackSources,
): Promise<Finding[]> {
  const { ports, config } = context
  const original = resolveEnvironment(config, 'preprod', regionOf(context))
  return judgeParallelSafety(
    { environment: original, sources: await readSources(original, ports.place.workspace, config.verify) },
    { environment, sources },
  )
}
