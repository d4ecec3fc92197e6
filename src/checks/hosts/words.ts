import { ActionError } from '../../support/errors.ts'
import { extendedPattern, isWide } from './extended-pattern.ts'

/** An option that only this job can judge. */
export function notOnHosts(check: string, option: string, advice: string): ActionError {
  return new ActionError('config/file', {
    message: `${option} of the check \`${check}\` cannot be judged on a host`,
    subject: `check/${check}`,
    expected: `a check \`${check}\` without ${option}`,
    observed: option,
    advice,
  })
}

/** What a content must have, as arguments of `content_check`. */
export function contentWords(wanted: {
  readonly contains?: readonly string[] | undefined
  readonly matches?: readonly string[] | undefined
}): string[] {
  return [
    ...(wanted.contains ?? []).flatMap((part) => [part.includes('\n') ? 'lines' : 'text', part]),
    ...(wanted.matches ?? []).flatMap((source) => patternWords(source)),
  ]
}

function patternWords(source: string): string[] {
  return [isWide(source) ? 'wide' : 'pattern', extendedPattern(source)]
}
