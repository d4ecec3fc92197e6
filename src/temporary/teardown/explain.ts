import type { CloudFormation } from '../../cloudformation/client.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import type { StackRecord } from '../record.ts'
import type { Deletion } from './delete-stack.ts'
import { asFarAsReadable, holderOf, type Holder, type Holding } from './holders.ts'

const NAMED_AT_MOST = 5
const EXPORT_IN_USE = /Export (\S+) cannot be deleted as it is in use by (.+?)\.?$/

interface World extends Holding {
  readonly cloudformation: Pick<CloudFormation, 'listImports'>
}

/** Why a stack was not deleted: one finding for each resource that could not be, with what holds it. */
export async function explain(
  world: World,
  environment: string,
  stack: StackRecord,
  end: Deletion,
): Promise<Finding[]> {
  const { region } = world.access
  const name = stack.stackArn.split('/')[1] ?? stack.stackArn
  const details = { environment }
  const again = 'Then run the teardown again: it continues with what remains.'
  if (end.failed.length === 0) {
    const holder = await holderOfStack(world, end.reason)
    return [
      {
        code: 'temporary/delete-failed',
        outcome: 'fail',
        title: `${name} was not deleted: ${holder?.by ?? end.reason}`,
        subject: `stack/${stack.id}`,
        expected: 'DELETE_COMPLETE',
        observed: end.reason,
        advice: `${holder?.advice ?? `Read \`aws cloudformation describe-stack-events --stack-name ${stack.stackArn} --region ${region}\`.`} ${again}`,
        details,
      },
    ]
  }
  const findings: Finding[] = []
  for (const event of end.failed) {
    const holder = await holderOf(world, event)
    findings.push({
      code: 'temporary/delete-failed',
      outcome: 'fail',
      title: `${event.logicalId} (${event.type}) of ${name} was not deleted${holder ? `: ${holder.by}` : ''}`,
      subject: `stack/${event.stack}/resource/${event.logicalId}`,
      expected: 'DELETE_COMPLETE',
      observed: `${event.physicalId}: ${event.reason}`,
      advice: `${holder?.advice ?? `Release ${event.physicalId} as the reason says.`} ${again}`,
      details,
    })
  }
  return findings
}

async function holderOfStack({ cloudformation, access }: World, reason: string): Promise<Holder | undefined> {
  const [, name, user] = EXPORT_IN_USE.exec(reason) ?? []
  if (name === undefined) {
    if (!/TerminationProtection/i.test(reason)) return undefined
    return { by: 'it has termination protection', advice: 'Remove the protection if the stack is not needed any more.' }
  }
  const importers = await asFarAsReadable(async () => {
    const found: string[] = []
    const pages = pagesOf('NextToken', (next) => cloudformation.listImports({ ExportName: name, ...next }))
    for await (const page of pages) found.push(...(page.Imports ?? []))
    return found
  })
  const users = listed(importers.found ?? [user ?? 'another stack'], NAMED_AT_MOST)
  return {
    by: `its export ${name} is in use by ${users}`,
    advice: `Remove the import from ${users}, or delete ${users} first (\`aws cloudformation list-imports --export-name ${name} --region ${access.region}\`).`,
  }
}
