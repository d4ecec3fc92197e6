import { ActionError } from '../../support/errors.ts'
import type { Template } from './template.ts'

/** What is wrong at a place of a template, and what to do. */
export interface MistakeText {
  readonly message: string
  readonly expected: string
  readonly observed: string
  readonly advice: string
}

/** Pure: the error `config/template` of the value at a path of keys, with its line. */
export function templateMistake(
  template: Pick<Template, 'file' | 'source'>,
  path: readonly (string | number)[],
  text: MistakeText,
): ActionError {
  const { file } = template
  const { line, column } = template.source(path)
  return new ActionError('config/template', {
    ...text,
    message: `${file}:${line ?? 1}: ${text.message}`,
    subject: `template/${file}`,
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })
}
