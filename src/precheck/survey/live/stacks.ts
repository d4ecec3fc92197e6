import type { CloudFormation } from '../../../cloudformation/client.ts'
import { allReports, type DriftReport } from '../../../cloudformation/drift/drift.ts'
import type { LiveFacts } from '../../../cloudformation/live/contract.ts'
import type { DeclaredStack } from '../../../cloudformation/live/declared.ts'
import { whyUnread } from '../../../cloudformation/live/read.ts'
import type { DeployedStack } from '../../../cloudformation/snapshot.ts'
import { readStack } from '../../../cloudformation/stack.ts'
import { parseTemplate } from '../../../cloudformation/template/template.ts'
import { ActionError } from '../../../support/errors.ts'
import { mapLimit } from '../../../support/limit.ts'

const READS_AT_ONCE = 4

type Calls = Pick<CloudFormation, 'getTemplate' | 'describeStacks'>

/** The deployed stacks with the templates that they were deployed with, nested ones too, after their transforms. */
export async function readDeclaredStacks(
  cloudformation: Calls,
  drift: readonly DriftReport[],
  deployed: ReadonlyMap<string, DeployedStack>,
): Promise<{ readonly stacks: readonly DeclaredStack[]; readonly unread: LiveFacts['unreadStacks'] }> {
  const unread: LiveFacts['unreadStacks'][number][] = []
  const read = await mapLimit(drift.flatMap(allReports), READS_AT_ONCE, async (report) => {
    try {
      return [await readDeclaredStack(cloudformation, report, deployed.get(report.stack))]
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      unread.push({ stack: report.stack, ...whyUnread(error) })
      return []
    }
  })
  return { stacks: read.flat(), unread }
}

export async function readDeclaredStack(
  cloudformation: Calls,
  report: DriftReport,
  known: DeployedStack | undefined,
): Promise<DeclaredStack> {
  const arn = report.stackArn
  const body = known?.body ?? (await templateOf(cloudformation, arn, 'Original'))
  const original = parseTemplate(body, arn)
  const template =
    original.transforms.length === 0 ? original : parseTemplate(await templateOf(cloudformation, arn, 'Processed'), arn)
  const state = known?.state ?? (await readStack(cloudformation, arn))
  if (state === undefined) throw new ActionError('aws/service', { message: `the stack ${arn} does not exist any more` })
  return { stack: report.stack, template, state, resources: report.resources }
}

async function templateOf(cloudformation: Calls, arn: string, stage: 'Original' | 'Processed'): Promise<string> {
  const { TemplateBody: text = '' } = await cloudformation.getTemplate({ StackName: arn, TemplateStage: stage })
  return text
}
