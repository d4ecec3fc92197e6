/** A program and its arguments. */
export type Command = readonly [string, ...string[]]

/** What makes Ruby give a command to a shell instead of starting it itself. */
const SHELL_CHARACTERS = /[*?{}[\]<>()~&|\\$;'`"\n#=%]/

/** How Ruby starts a command that is one text: AWS's agent does not quote the paths in it. */
export function asRubyRuns(text: string): Command {
  const [program = '', ...words] = text.split(/[ \t\n]+/)
  return SHELL_CHARACTERS.test(text) ? ['/bin/sh', '-c', text] : [program, ...words]
}
