import { describe, expect, it } from '@jest/globals'
import { endOf, judgeStackEnd, rootCause } from '../../../src/cloudformation/update/diagnose.ts'
import type { OperationEvent } from '../../../src/cloudformation/update/events.ts'
import { remedyFor } from '../../../src/cloudformation/update/remedies.ts'
import { stackState } from '../../../src/cloudformation/stack.ts'

let serial = 0
function event(at: number, logicalId: string, status: string, reason = '', stack = 'web'): OperationEvent {
  const ofStack = logicalId === stack
  return {
    id: `e${serial++}`,
    at: new Date(Date.UTC(2026, 10, 1, 12, 0, at)).toISOString(),
    stack,
    stackArn: `arn:${stack}`,
    logicalId,
    physicalId: ofStack ? `arn:${stack}` : '',
    type: ofStack ? 'AWS::CloudFormation::Stack' : 'AWS::SQS::Queue',
    status,
    reason,
    ofStack,
  }
}
const end = (status: string, events: OperationEvent[]) => ({
  stack: 'web',
  region: 'eu-west-1',
  state: stackState({
    StackName: 'shop',
    StackId: 'arn:web',
    StackStatus: status as 'UPDATE_COMPLETE',
    CreationTime: undefined,
  }),
  events,
  ms: 4_200,
})

describe('the cause of a failed update', () => {
  it('is the first failure in time, in any order of the events', () => {
    const events = [
      event(9, 'web', 'UPDATE_ROLLBACK_COMPLETE'),
      event(4, 'B', 'CREATE_FAILED', 'Resource creation cancelled'),
      event(3, 'A', 'CREATE_FAILED', 'Access denied for the key'),
    ]
    expect(rootCause(events)?.logicalId).toBe('A')
    expect(rootCause(events.toReversed())?.logicalId).toBe('A')
  })

  it('is not a cancellation even when that is reported first', () => {
    expect(
      rootCause([
        event(3, 'B', 'CREATE_FAILED', 'Resource creation cancelled'),
        event(3, 'A', 'CREATE_FAILED', 'Invalid name'),
      ])?.logicalId,
    ).toBe('A')
  })

  it('is the reason of the rollback where no resource failed', () => {
    const events = [
      event(1, 'A', 'UPDATE_COMPLETE'),
      event(5, 'web', 'UPDATE_ROLLBACK_IN_PROGRESS', 'Rollback trigger alarm went into ALARM'),
      event(9, 'web', 'UPDATE_ROLLBACK_COMPLETE'),
    ]
    expect(judgeStackEnd(end('UPDATE_ROLLBACK_COMPLETE', events))[0]).toMatchObject({
      subject: 'stack/web',
      observed: 'UPDATE_ROLLBACK_COMPLETE: Rollback trigger alarm went into ALARM',
      advice: expect.stringContaining('alarm'),
    })
  })

  it('is reported as unknown where CloudFormation did not give a reason', () => {
    expect(judgeStackEnd(end('UPDATE_ROLLBACK_COMPLETE', []))[0]).toMatchObject({
      outcome: 'fail',
      observed: 'UPDATE_ROLLBACK_COMPLETE: CloudFormation did not give a reason',
    })
  })

  it('is reported with the cause of a failed rollback, and the next step', () => {
    const findings = judgeStackEnd(
      end('UPDATE_ROLLBACK_FAILED', [
        event(1, 'A', 'UPDATE_FAILED', 'Invalid name'),
        event(2, 'web', 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to update: [A].'),
        event(3, 'B', 'UPDATE_FAILED', 'The role is gone'),
        event(4, 'web', 'UPDATE_ROLLBACK_FAILED', 'The following resource(s) failed to update: [B].'),
      ]),
    )
    expect(findings.map((finding) => [finding.code, finding.subject])).toEqual([
      ['stack/update-failed', 'stack/web/resource/A'],
      ['stack/rollback-failed', 'stack/web/resource/B'],
    ])
    expect(findings[1]?.advice).toContain('continue-update-rollback')
  })

  const hook = {
    type: 'Org::Encrypted::Hook',
    status: 'HOOK_COMPLETE_FAILED',
    reason: 'the queue is not encrypted',
    mode: 'FAIL',
    invocation: '1-2-3',
  }

  it('names the hook that stopped a resource, its reason, and the command for its full result', () => {
    const warned = { ...hook, type: 'Org::Naming::Hook', mode: 'WARN', reason: 'an odd name' }
    const [finding] = judgeStackEnd(
      end('UPDATE_ROLLBACK_COMPLETE', [
        { ...event(1, 'A', 'CREATE_IN_PROGRESS'), hook },
        { ...event(1, 'A', 'CREATE_IN_PROGRESS'), hook: warned },
        event(2, 'A', 'CREATE_FAILED', 'The following hook(s) failed: [Org::Encrypted::Hook]'),
        event(3, 'B', 'CREATE_FAILED', 'Resource creation cancelled'),
      ]),
    )
    expect(finding).toMatchObject({
      title: 'the hook Org::Encrypted::Hook stopped A (AWS::SQS::Queue), and the update of shop failed',
      subject: 'stack/web/resource/A',
      advice: expect.stringContaining('get-hook-result --hook-result-id 1-2-3 --region eu-west-1'),
    })
    expect(finding?.observed).toContain('Org::Encrypted::Hook: the queue is not encrypted')
    expect(finding?.observed).not.toContain('odd name')
  })

  it('names the hook that stopped the whole operation', () => {
    const [finding] = judgeStackEnd(
      end('UPDATE_ROLLBACK_COMPLETE', [
        { ...event(1, 'web', 'UPDATE_IN_PROGRESS'), hook },
        event(2, 'web', 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following hook(s) failed: [Org::Encrypted::Hook]. '),
      ]),
    )
    expect(finding).toMatchObject({
      title: 'the hook Org::Encrypted::Hook stopped the update of shop',
      subject: 'stack/web',
      observed: expect.stringContaining('the queue is not encrypted'),
    })
  })

  it('does not advise the rollback that CloudFormation rejects after EXPRESS mode', () => {
    const failed = end('UPDATE_FAILED', [event(1, 'A', 'UPDATE_FAILED', 'no')])
    expect(judgeStackEnd(failed)[0]?.advice).toContain('rollback-stack')
    const [express] = judgeStackEnd({ ...failed, state: { ...failed.state, deploymentMode: 'EXPRESS' } })
    expect(express?.advice).not.toContain('rollback-stack')
    expect(express?.advice).toContain('--deployment-config Mode=EXPRESS,DisableRollback=false')
  })

  it('shows warnings of hooks beside the success', () => {
    const findings = judgeStackEnd(
      end('UPDATE_COMPLETE', [
        { ...event(1, 'A', 'CREATE_IN_PROGRESS'), hook: { ...hook, mode: 'WARN' } },
        event(2, 'A', 'CREATE_COMPLETE'),
      ]),
    )
    expect(findings.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'pass stack/updated',
      'noted stack/hook-warned',
    ])
    expect(findings[1]).toMatchObject({ subject: 'stack/web/resource/A', observed: 'WARN: the queue is not encrypted' })
  })

  it('includes the line of the template', () => {
    const source = { file: 'web.yml', line: 7 }
    const events = [event(1, 'A', 'UPDATE_FAILED', 'Invalid name'), event(2, 'B', 'UPDATE_FAILED', 'x', 'web/Below')]
    const find = (id: string) => (id === 'A' ? source : undefined)
    expect(judgeStackEnd(end('UPDATE_ROLLBACK_COMPLETE', events), find)[0]).toMatchObject({ source })
    expect(judgeStackEnd(end('UPDATE_ROLLBACK_COMPLETE', events.slice(1)), () => source)[0]).not.toHaveProperty(
      'source',
    )
  })

  it('is one line for any text of the reason', () => {
    const [finding] = judgeStackEnd(
      end('UPDATE_ROLLBACK_COMPLETE', [event(1, 'A', 'UPDATE_FAILED', 'first\n::error::second\r\n\u2028third')]),
    )
    expect(finding?.observed).toBe('UPDATE_ROLLBACK_COMPLETE: UPDATE_FAILED: first ::error::second third')
  })

  it.each([
    ['ROLLBACK_COMPLETE', 'delete-stack'],
    ['UPDATE_FAILED', 'rollback-stack'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
  ])('%s has its own next step', (status, command) => {
    expect(judgeStackEnd(end(status, []))[0]?.advice).toContain(command)
  })
})

describe('the end of an operation', () => {
  it.each([
    ['UPDATE_COMPLETE', 'succeeded'],
    ['UPDATE_ROLLBACK_COMPLETE', 'failed'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'running'],
    ['REVIEW_IN_PROGRESS', 'running'],
    ['UPDATE_PONDERING', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (status, kind) => {
    expect(endOf(status)).toBe(kind)
  })
})

describe('remedies', () => {
  it.each([
    ['User: arn:x is not authorized to perform: sqs:CreateQueue on resource: q', 'Allow sqs:CreateQueue'],
    ['Export shop-Vpc cannot be deleted as it is in use by other', 'import shop-Vpc'],
    ['No export named shop-Vpc found', 'exports shop-Vpc'],
    ['See the details in CloudWatch Log Stream: 2026/11/01/[$LATEST]ab', '2026/11/01/[$LATEST]ab'],
    ['Model validation failed (#: extraneous key [Foo] is not permitted)', 'Correct the property'],
    ['an unknown reason', 'Fix what the reason names'],
  ])('%s', (reason, remedy) => {
    expect(remedyFor(reason)).toContain(remedy)
  })
})
