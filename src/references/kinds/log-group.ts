import type { LookUps } from '../../aws/clients/look-ups.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { LookedUp, Target } from '../contract.ts'
import { createOrCorrect, FOUND, missing } from './outcomes.ts'

/** A log group by its name or ARN. */
export async function lookUpLogGroup(
  logs: Awaited<ReturnType<LookUps['logGroups']>>,
  target: Target,
): Promise<LookedUp> {
  const name = logGroupName(target.id)
  for await (const { logGroups = [] } of pagesOf('nextToken', (next) =>
    logs.describeLogGroups({ logGroupNamePrefix: name, ...next }),
  )) {
    if (logGroups.some(({ logGroupName: its }) => its === name)) return FOUND
  }
  return missing(`no log group ${name}`, createOrCorrect('log group', target))
}

/** `arn:aws:logs:eu-west-1:111111111111:log-group:/shop/web:*` is `/shop/web`. */
export function logGroupName(id: string): string {
  return /:log-group:([^:]+)/.exec(id)?.[1] ?? id
}
