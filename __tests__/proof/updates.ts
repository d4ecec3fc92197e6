import { replaced, withoutElement, withoutEntry, type Oddity } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** Updates of stacks in pre-prod. */

const topic = (name: string): string =>
  `Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${name} } }\n`
const AFTER = `${topic('two')}  More: { Type: AWS::SNS::Topic }\n`

const updates = awsStage({
  name: 'updates of stacks',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks:
  - { id: web, name: "web-{environment}", template: web.yml }
  - { id: still, name: "still-{environment}", template: still.yml, depends-on: [web] }
`,
    'web.yml': AFTER,
    'still.yml': topic('still'),
  },
  scenario: {
    history: [
      { deploy: { stack: 'web-preprod', template: topic('one') } },
      { deploy: { stack: 'still-preprod', template: topic('still') } },
    ],
  },
})

/** Original responses until the reviewed change set is executed, and changed ones from then on. */
function onceExecuted(operation: string, lie: Oddity): Readonly<Record<string, Oddity>> {
  let executed = false
  const seen: Oddity = (answer) => {
    executed = true
    return answer
  }
  return { ExecuteChangeSet: seen, [operation]: (answer) => (executed ? lie(answer) : answer) }
}

const WEB = 'stack/web'
const STILL = 'stack/still'

export const UPDATES: readonly Row[] = [
  ...rowsOf(
    updates,
    {
      aws: onceExecuted(
        'GetResource',
        replaced(String.raw`\"DisplayName\":\"two\"`, String.raw`\"DisplayName\":\"one\"`),
      ),
    },
    [
      {
        code: 'stack/values-applied',
        subject: `${WEB}/values`,
        says: 'UPDATE_COMPLETE',
        truth: 'the property of the resource has its old value',
      },
    ],
  ),
  ...rowsOf(updates, { aws: onceExecuted('ListStackResources', withoutElement('StackResourceSummaries')) }, [
    { code: 'stack/updated', subject: WEB, says: 'UPDATE_COMPLETE', truth: 'the stack has no resources afterwards' },
  ]),
  ...rowsOf(updates, { aws: onceExecuted('ListStackResources', replaced('>UPDATE_COMPLETE<', '>UPDATE_FAILED<')) }, [
    { code: 'stack/updated', subject: WEB, says: 'UPDATE_COMPLETE', truth: 'a resource ended in UPDATE_FAILED' },
  ]),
  ...rowsOf(updates, { aws: onceExecuted('ListStackResources', withoutElement('ResourceStatus')) }, [
    {
      code: 'stack/updated',
      subject: WEB,
      says: 'UPDATE_COMPLETE',
      truth: 'the state of its resources is not returned',
    },
  ]),
  ...rowsOf(updates, { aws: { DescribeStackEvents: withoutEntry('<LogicalResourceId>More<') } }, [
    { code: 'stack/updated', subject: WEB, says: 'UPDATE_COMPLETE', truth: 'a planned resource has no event' },
  ]),
  ...rowsOf(
    updates,
    { aws: { DescribeStackEvents: replaced('<LogicalResourceId>More<', '<LogicalResourceId>Another<') } },
    [{ code: 'stack/updated', subject: WEB, says: 'UPDATE_COMPLETE', truth: 'another resource was changed' }],
  ),
  ...rowsOf(updates, { aws: onceExecuted('DescribeStacks', replaced('>UPDATE_COMPLETE<', '>Update_Complete<')) }, [
    {
      code: 'stack/updated',
      subject: WEB,
      says: 'a status that no documentation lists',
      truth: 'how it ended is not known',
    },
  ]),
  ...rowsOf(
    updates,
    { aws: onceExecuted('DescribeStacks', replaced('>UPDATE_COMPLETE<', '>UPDATE_ROLLBACK_COMPLETE<')) },
    [{ code: 'stack/updated', subject: WEB, says: 'that it ended', truth: 'the update was rolled back' }],
  ),
  ...rowsOf(updates, { aws: afterPrecheck(replaced('>CREATE_COMPLETE<', '>UPDATE_ROLLBACK_FAILED<')) }, [
    {
      code: 'stack/unchanged',
      subject: STILL,
      says: 'there are no changes',
      truth: 'the stack is UPDATE_ROLLBACK_FAILED',
    },
  ]),
  ...rowsOf(
    updates,
    { aws: { ...second('still', replaced(/<StatusReason>[^<]*</, '<StatusReason>No such bucket<')) } },
    [
      {
        code: 'stack/unchanged',
        subject: STILL,
        says: 'a change set FAILED',
        truth: 'for another reason than that nothing changes',
      },
      {
        code: 'plan/unchanged',
        subject: 'environment/preprod',
        says: 'a change set FAILED',
        truth: 'for another reason than that nothing changes',
      },
    ],
  ),
]

/** The stack `still` in its original state during precheck, and changed during the deployment. */
function afterPrecheck(lie: Oddity): Readonly<Record<string, Oddity>> {
  return onceExecuted('DescribeStacks', (answer) => (answer.includes('still-preprod') ? lie(answer) : answer))
}

/** The second change set that is created of a stack is described differently. */
function second(stack: string, lie: Oddity): Readonly<Record<string, Oddity>> {
  let made = 0
  let mine = ''
  return {
    CreateChangeSet: (answer) => {
      if (answer.includes(`stack/${stack}-`) && ++made === 2) mine = /<Id>([^<]*)</.exec(answer)?.[1] ?? ''
      return answer
    },
    DescribeChangeSet: (answer) => (mine !== '' && answer.includes(mine) ? lie(answer) : answer),
  }
}
