import { changeSetAttempt } from '../../cloudformation/change-sets/change-set.ts'
import type { Environment, Stack } from '../../config/model/environment.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import { differences, type StackBefore } from './before.ts'
import type { StackHistory, Stuck } from './history.ts'

/** A stack with what its record and CloudFormation say. */
export interface PlannedStack {
  readonly stack: Stack
  readonly history: StackHistory
  /** The change set back, where the stack is part of the release that is rolled back. */
  readonly back?: { readonly plan?: ChangeSetPlan; readonly findings: readonly Finding[] }
}

const NAMED = 10

/** Pure: what the plan says of one stack, and whether something is done to it. `run`: that of the release. */
export function judgeStack(
  { stack, history, back }: PlannedStack,
  { environment, run }: { readonly environment: Environment; readonly run: string | undefined },
): { readonly findings: readonly Finding[]; readonly walks: boolean; readonly remains: boolean } {
  const subject = `stack/${stack.id}/rollback`
  const left = (finding: Finding, remains = true) => ({ findings: [finding], walks: false, remains })
  if (history.kind === 'none') {
    const { changeSetArn, why, stuck } = history
    const isOfRelease =
      run !== undefined && changeSetAttempt(changeSetArn ?? '', 'deploy', environment.name, run) !== undefined
    return left(stays(stack, environment, why, stuck), isOfRelease)
  }
  if (history.record.run !== run) return left(notInRelease(stack, history.record.run, run), false)
  switch (history.kind) {
    case 'created':
      return left({
        code: 'rollback/none',
        outcome: 'noted',
        title: `${stack.name} cannot be rolled back: the release created it`,
        subject,
        expected: 'an earlier state of the stack',
        observed: [history.stuck?.status, history.record.changeSetArn].filter(Boolean).join(', by '),
        advice:
          history.stuck?.advice ??
          'Where nothing needs it, delete it by hand; this action deletes no stack of production.',
      })
    case 'foreign':
      return left({
        code: 'rollback/foreign',
        outcome: 'fail',
        title: `${stack.name} was changed by another process since the release`,
        subject,
        expected: history.record.changeSetArn,
        observed: history.observed,
        advice: `Nothing was rolled back. Find the change with \`aws cloudformation describe-stack-events --region ${environment.region} --stack-name ${stack.name}\`; roll back the other parts with \`only\`.`,
      })
    case 'stuck':
      return left({
        code: 'stack/not-ready',
        outcome: 'fail',
        title: `${stack.name} cannot be rolled back now: it is ${history.state.status}`,
        subject,
        expected: 'a stack without an operation in progress, such as UPDATE_COMPLETE',
        observed: history.state.status,
        advice: history.advice,
      })
    case 'running':
      return walked(
        planned(
          subject,
          `the update of ${stack.name} still runs: it is cancelled, and CloudFormation rolls it back`,
          history.state.status,
        ),
      )
    case 'there':
      return walked(
        planned(
          subject,
          `${stack.name} is as it was before the release already: it is proved, and not changed`,
          history.state.status,
        ),
      )
    case 'back': {
      const findings = back?.findings ?? []
      if (back?.plan === undefined) return { findings, walks: false, remains: true }
      return { findings: [showPlan(stack, back.plan), ...findings], walks: true, remains: true }
    }
  }
}

function walked(finding: Finding) {
  return { findings: [finding], walks: true, remains: true }
}

function planned(subject: string, title: string, observed: string): Finding {
  return {
    code: 'rollback/planned',
    outcome: 'noted',
    title,
    subject,
    expected: 'the previous template and parameters',
    observed,
  }
}

/** What the change set back does, one resource each. */
export function showPlan({ id, name }: Pick<Stack, 'id' | 'name'>, plan: ChangeSetPlan): Finding {
  const changes = changesOf(plan)
  const title =
    plan.kind === 'none'
      ? `${name} goes back without a change of a resource`
      : `${name} goes back by a change set with ${plural(changes.length, 'change')}`
  return planned(`stack/${id}/rollback`, title, changes.length === 0 ? 'no change' : listed(changes, NAMED))
}

function changesOf({ stack, changes, nested }: ChangeSetPlan): string[] {
  return [
    ...changes.map(
      ({ logicalId, action, replacement }) =>
        `${action} ${stack}/${logicalId}${replacement === 'False' ? '' : ` (replacement: ${replacement})`}`,
    ),
    ...nested.flatMap(changesOf),
  ]
}

function notInRelease({ id, name }: Stack, own: string, run: string | undefined): Finding {
  return {
    code: 'rollback/not-in-release',
    outcome: 'noted',
    title: `${name} stays: run ${run ?? 'unknown'} did not change it`,
    subject: `stack/${id}/rollback`,
    expected: `a change by run ${run ?? 'unknown'}`,
    observed: `last changed by run ${own}`,
  }
}

function stays({ id, name }: Stack, { region, key }: Environment, why: string, stuck: Stuck | undefined): Finding {
  if (stuck !== undefined) {
    return {
      code: 'rollback/stack-stays',
      outcome: 'noted',
      title: `the stack ${name} is not rolled back by this command: it is ${stuck.status}, and ${why}`,
      subject: `stack/${id}/rollback`,
      expected: 'a stack that can be updated',
      observed: `${stuck.status}: ${stuck.explanation}`,
      advice: stuck.advice,
    }
  }
  const change = `--region ${region} --stack-name ${name} --change-set-name back`
  return {
    code: 'rollback/stack-stays',
    outcome: 'noted',
    title: `the stack ${name} is not rolled back by this command: ${why}`,
    subject: `stack/${id}/rollback`,
    expected: 'nothing to undo, or the reverse change set',
    observed: `${key} keeps the stack as the release left it`,
    advice: `Set \`rehearse-rollback: { stacks: true }\` for later releases. If this release changed the stack, check out the commit of the release before and make the reverse change set: \`aws cloudformation create-change-set ${change} --template-body file://TEMPLATE\` (with the \`--parameters\` and \`--capabilities\` of that release); check it with \`aws cloudformation describe-change-set ${change}\`, then \`aws cloudformation execute-change-set ${change}\`.`,
  }
}

/** Pure: whether a stack is as it was before the release. */
export function judgeStackRecovered(facts: {
  readonly stack: Stack
  readonly before: StackBefore
  /** Undefined where the stack does not exist. */
  readonly now: StackBefore | undefined
  readonly status: string
  readonly seconds?: number
}): Finding {
  const { stack, before, now, status, seconds } = facts
  const differing = now === undefined ? ['there is no such stack'] : differences(before, now)
  const problems = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)
    ? differing
    : [`it is ${status}`, ...differing]
  const about = { subject: `stack/${stack.id}/rollback`, expected: 'the previous template, parameters and tags' }
  if (problems.length > 0) {
    return {
      ...about,
      code: 'rollback/not-recovered',
      outcome: 'fail',
      title: `${stack.name} is not as it was before the release`,
      observed: listed(problems, NAMED),
      advice: 'Compare the template of the stack with that of the release before, and correct it by a release.',
    }
  }
  const secrets =
    before.secrets.length === 0 ? '' : `; not compared, since AWS does not give them: ${before.secrets.join(', ')}`
  return {
    ...about,
    code: 'rollback/recovered',
    outcome: 'pass',
    title:
      seconds === undefined
        ? `${stack.name} is as it was before the release already`
        : `${stack.name} was rolled back in ${seconds} s: it has the previous template and parameters`,
    observed: `${status}${secrets}`,
    ...(seconds !== undefined && { details: { seconds } }),
  }
}
