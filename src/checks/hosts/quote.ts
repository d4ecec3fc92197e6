import { ActionError } from '../../support/errors.ts'

/** A value as one word of a POSIX shell, whatever is in it. */
export function quoted(value: string): string {
  // No program can be given such an argument.
  if (value.includes('\0')) {
    throw new ActionError('config/file', {
      message: `${JSON.stringify(value.slice(0, 80))} has a NUL character, which no URL of a host can contain`,
      subject: 'check',
      expected: 'a text without NUL',
      observed: 'NUL',
    })
  }
  if (/^[\w@%+:,./-]+$/.test(value)) return value
  // Systems Manager would replace `{{ssm:NAME}}` in a command by a parameter: no two braces stand side by side.
  const text = value.replaceAll("'", `'\\''`).replaceAll(/\{(?=\{)/g, `{''`)
  return `'${text}'`
}
