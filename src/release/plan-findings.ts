import { errorText } from '../aws/errors.ts'
import type { ChangeSetFacts } from '../cloudformation/change-set.ts'
import type { StackCondition, StackState } from '../cloudformation/stack.ts'
import type { Template } from '../cloudformation/template.ts'
import { failedHooks, refusedByHooks } from '../cloudformation/hooks.ts'
import type { Objection } from '../cloudformation/validation.ts'
import type { Stack } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import type { ActionError } from '../support/errors.ts'
import { errorFinding } from './error-finding.ts'

/** A stack in a state in which nothing can be planned, with the way out. */
export function unusable(subject: string, before: StackState, condition: StackCondition): Finding {
  return {
    code:
      condition.kind === 'busy' ? 'stack/busy' : condition.kind === 'unknown' ? 'stack/unknown-state' : 'stack/stuck',
    outcome: condition.kind === 'unknown' ? 'inconclusive' : 'fail',
    title: `${before.name} cannot be updated: ${condition.explanation}`,
    subject,
    expected: 'a settled stack, such as UPDATE_COMPLETE',
    observed: before.statusReason === undefined ? before.status : `${before.status}: ${before.statusReason}`,
    advice: condition.wayOut,
  }
}

/**
 * CloudFormation could not make the change set: the reason at the bottom, and each objection of its own. `unread` says
 * why it could not be asked what hooks objected to.
 */
export function failedChangeSet(
  subject: string,
  facts: ChangeSetFacts,
  template: Template,
  objections: readonly Objection[],
  place: Place,
  unread?: ActionError,
): Finding[] {
  const reasons = [facts, ...allNested(facts)].filter((each) => each.outcome === 'failed' && each.statusReason !== '')
  const own = objectionFindings(subject, template, objections, place)
  if (own.some((finding) => finding.outcome === 'fail')) return own
  const refusal = refusedByHooks(facts)
  if (refusal) {
    return [
      ...own,
      {
        code: 'change-set/objection',
        outcome: 'fail',
        title: `${place.environment}: ${failedHooks(refusal.statusReason).join(', ')} objects to the change set`,
        subject,
        expected: 'no objection',
        observed: refusal.statusReason,
        advice:
          unread === undefined
            ? 'Ask those who own the hook what it demands; CloudFormation keeps no result of it.'
            : `${unread.advice} Then the next run shows what the hook demands.`,
      },
    ]
  }
  return [
    ...own,
    {
      code: 'change-set/failed',
      outcome: 'fail',
      title: `CloudFormation cannot plan the update of ${facts.stackName}`,
      subject,
      expected: 'a change set that can be executed',
      observed: reasons.at(-1)?.statusReason ?? `status ${facts.status}`,
      advice:
        `Correct ${template.file} or the parameters as the reason says; ` +
        `validate with \`aws cloudformation validate-template --template-body file://${template.file}\`.`,
    },
  ]
}

interface Place {
  readonly environment: string
  readonly region: string
}

/** What early validation and hooks objected to; a warning does not block. */
export function objectionFindings(
  subject: string,
  template: Template,
  objections: readonly Objection[],
  place: Place,
): Finding[] {
  return objections.map((objection): Finding => {
    const { logicalId, resultId } = objection
    const resource = template.resources[logicalId]
    const warns = objection.mode === 'WARN'
    const correct = `Correct ${logicalId === '' ? template.file : `${logicalId} in ${template.file}`} as the reason says`
    const more =
      resultId === undefined
        ? ''
        : ` All that it said: \`aws cloudformation get-hook-result --hook-result-id ${resultId} --region ${place.region}\`.`
    return {
      code: 'change-set/objection',
      outcome: warns ? 'skipped' : 'fail',
      // Of what does not block, only title and advice are shown at once.
      title:
        `${place.environment}: ${objection.name} ${warns ? 'warns about' : 'objects to'} ` +
        `${logicalId === '' ? 'the change set' : logicalId}${warns && objection.reason !== '' ? `: ${objection.reason}` : ''}`,
      subject: logicalId === '' ? subject : `${subject}/resource/${logicalId}`,
      expected: 'no objection',
      observed: objection.path === '' ? objection.reason : `${objection.path}: ${objection.reason}`,
      advice: `${correct}${warns ? ', or leave it: a warning does not stop the deployment' : ''}.${more}`,
      ...(resource && { source: resource.source }),
      details: { environment: place.environment },
    }
  })
}

function allNested(facts: ChangeSetFacts): ChangeSetFacts[] {
  return facts.nested.flatMap((child) => [child, ...allNested(child)])
}

/** AWS's refusals of this very request; all else (rights, network) says nothing about the deployment. */
const REFUSALS = new Set([
  'ValidationError',
  'InsufficientCapabilitiesException',
  'InsufficientCapabilities',
  'LimitExceededException',
  'LimitExceeded',
  'AlreadyExistsException',
])

/** An error on the way to a plan, as a finding of this stack. */
export function refused(subject: string, stack: Stack, error: ActionError, environment: string): Finding {
  const name = error.cause instanceof Error ? error.cause.name : ''
  const said = errorText(error)
  const capability = /requires capabilities\s*:?\s*\[([^\]]*)\]/i.exec(said)?.[1]
  if (error.code === 'aws/service' && REFUSALS.has(name)) {
    return {
      code: 'change-set/refused',
      outcome: 'fail',
      title: `CloudFormation refuses the change set for ${stack.name}`,
      subject,
      expected: 'a change set',
      observed: `${name}: ${said}`,
      advice:
        capability === undefined
          ? `Correct ${stack.template} or its parameters as the message says.`
          : `Set \`capabilities: [${capability}]\` for the stack ${stack.id}.`,
    }
  }
  return errorFinding(error, subject, environment)
}
