import { errorText } from '../aws/errors.ts'
import type { ChangeSetFacts } from '../cloudformation/change-sets/change-set.ts'
import type { StackCondition, StackState } from '../cloudformation/stack.ts'
import type { Template } from '../cloudformation/template/template.ts'
import { failedHooks, stoppedByHooks } from '../cloudformation/change-sets/hooks.ts'
import type { ValidationResult } from '../cloudformation/change-sets/validation.ts'
import type { Environment, Stack } from '../config/model/environment.ts'
import { parameterAdvice } from './bootstrap-advice.ts'
import type { Finding } from '../evidence/finding.ts'
import type { AwsPlace } from '../evidence/place.ts'
import type { ActionError } from '../support/errors.ts'
import { errorFinding } from '../support/error-finding.ts'

/** A stack in a state in which no change can be planned, with the next step. */
export function unusable(subject: string, before: StackState, condition: StackCondition): Finding {
  return {
    code:
      condition.kind === 'busy'
        ? 'stack/busy'
        : condition.kind === 'unknown'
          ? 'stack/unknown-state'
          : 'stack/not-ready',
    outcome: condition.kind === 'unknown' ? 'inconclusive' : 'fail',
    title: `${before.name} cannot be updated: ${condition.explanation}`,
    subject,
    expected: 'a stack without an operation in progress, such as UPDATE_COMPLETE',
    observed: before.statusReason === undefined ? before.status : `${before.status}: ${before.statusReason}`,
    advice: condition.nextStep,
  }
}

/**
 * CloudFormation could not create the change set: its deepest reason, and one finding for each validation result. `unread` is
 * the error where the results of hooks could not be read.
 */
export function failedChangeSet(
  subject: string,
  facts: ChangeSetFacts,
  template: Template,
  results: readonly ValidationResult[],
  place: AwsPlace,
  unread?: ActionError,
): Finding[] {
  const reasons = [facts, ...allNested(facts)].filter((each) => each.outcome === 'failed' && each.statusReason !== '')
  const own = validationFindings(subject, template, results, place)
  if (own.some((finding) => finding.outcome === 'fail')) return own
  const refusal = stoppedByHooks(facts)
  if (refusal) {
    return [
      ...own,
      {
        code: 'change-set/validation-failed',
        outcome: 'fail',
        title: `${place.environment}: ${failedHooks(refusal.statusReason).join(', ')} stopped the creation of the change set`,
        subject,
        expected: 'validation and hooks succeed',
        observed: refusal.statusReason,
        advice:
          unread === undefined
            ? 'Ask the owner of the hook for its requirements: CloudFormation has no result of it. Then start the release again.'
            : `${unread.advice} Then the next run shows the reason of the hook.`,
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
        template.correct === undefined
          ? `Correct ${template.file} or the parameters as the reason says; ` +
            `validate with \`aws cloudformation validate-template --template-body file://${template.file}\`.`
          : `Correct ${template.correct} or the parameters as the reason says, and build again.`,
    },
  ]
}

/** Results of early validation and of hooks; a warning does not block. */
export function validationFindings(
  subject: string,
  template: Template,
  results: readonly ValidationResult[],
  place: AwsPlace,
): Finding[] {
  return results.map((result): Finding => {
    const { logicalId, resultId } = result
    const resource = template.resources[logicalId]
    const warns = result.mode === 'WARN'
    const file = template.correct ?? template.file
    const correct = `Correct ${logicalId === '' ? file : `${logicalId} in ${file}`} as the reason says and start the release again`
    const more =
      resultId === undefined
        ? ''
        : ` The full result: \`aws cloudformation get-hook-result --hook-result-id ${resultId} --region ${place.region}\`.`
    return {
      code: 'change-set/validation-failed',
      outcome: warns ? 'noted' : 'fail',
      // Of findings that do not block, reports show title and advice first.
      title:
        `${place.environment}: ${result.name} ${warns ? 'warned about' : 'failed for'} ` +
        `${logicalId === '' ? 'the change set' : logicalId}${warns && result.reason !== '' ? `: ${result.reason}` : ''}`,
      subject: logicalId === '' ? subject : `${subject}/resource/${logicalId}`,
      expected: 'validation and hooks succeed',
      observed: result.path === '' ? result.reason : `${result.path}: ${result.reason}`,
      advice: `${correct}${warns ? ', or accept it: a warning does not stop the deployment' : ''}.${more}`,
      ...(resource && { source: resource.source }),
      details: { environment: place.environment },
    }
  })
}

function allNested(facts: ChangeSetFacts): ChangeSetFacts[] {
  return facts.nested.flatMap((child) => [child, ...allNested(child)])
}

/** Refusals that are about this request; others (permissions, network) say nothing about the deployment. */
/** `Stack [shop] does not exist`, `Stack with id arn:… does not exist`. */
const MISSING = /^Stack\b.* does not exist/i
const REFUSALS = new Set([
  'ValidationError',
  'InsufficientCapabilitiesException',
  'InsufficientCapabilities',
  'LimitExceededException',
  'LimitExceeded',
  'AlreadyExistsException',
])

/** An error during planning, as a finding of this stack. */
export function refused(subject: string, stack: Stack, error: ActionError, environment: Environment): Finding {
  const name = error.cause instanceof Error ? error.cause.name : ''
  const said = errorText(error)
  const capability = /requires capabilities\s*:?\s*\[([^\]]*)\]/i.exec(said)?.[1]
  if (error.code === 'aws/service' && REFUSALS.has(name)) {
    const isMissing = MISSING.test(said)
    return {
      code: 'change-set/refused',
      outcome: 'fail',
      title: isMissing
        ? `CloudFormation refused the change set of ${stack.name}: it says that a stack does not exist`
        : `CloudFormation refused the change set of ${stack.name}`,
      subject,
      expected: 'a change set',
      observed: `${name}: ${said}`,
      advice: isMissing
        ? `Check that the stack of the message exists in the account and region of ${environment.key} (\`aws cloudformation describe-stacks --stack-name ${stack.name}\`), and start the release again. DescribeStacks and CreateChangeSet disagree where it is ${stack.name}.`
        : capability === undefined
          ? (parameterAdvice(said, environment) ??
            `Correct ${stack.packaged?.correct ?? stack.packaged?.source ?? stack.template} or its parameters as the message says, then start the release again.`)
          : `Set \`capabilities: [${capability}]\` for the stack ${stack.id}, then start the release again.`,
    }
  }
  return errorFinding(error, subject, environment.key)
}
