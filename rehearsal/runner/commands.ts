/** A workflow command in a step's output: `::error file=a.yml,line=3::text`. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/**
 * Parses a workflow command; undefined for an ordinary line. The runner allows white space of .NET before `::`, U+0085
 * among it, and takes the older form `##[error]text` anywhere in a line (actions/runner, ActionCommand.cs).
 */
export function parseCommand(line: string): WorkflowCommand | undefined {
  const match =
    /^[\s\u0085]*::([\w-]+)(?:\s+(.*?))?::(.*)$/s.exec(line) ?? /##\[([\w-]+)(?:\s+(.*?))?\](.*)$/s.exec(line)
  if (!match) return undefined
  const [, name = '', properties = '', message = ''] = match
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(
      properties
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each.includes('='))
        .map((each) => {
          const at = each.indexOf('=')
          return [each.slice(0, at), unescapeProperty(each.slice(at + 1))]
        }),
    ),
    message: unescapeData(message),
  }
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

/**
 * Parses file commands (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE): `name=value` or `name<<END … END`. Throws when the
 * runner would fail the step.
 */
export function parseFileCommands(text: string): Map<string, string> {
  const values = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
      const end = line.slice(heredoc + 2)
      const until = lines.indexOf(end)
      if (until < 0) throw new Error(`the value of ${line.slice(0, heredoc)} does not end with ${end}`)
      values.set(
        line.slice(0, heredoc),
        lines
          .splice(0, until + 1)
          .slice(0, -1)
          .join('\n'),
      )
    } else if (equals > 0) {
      values.set(line.slice(0, equals), line.slice(equals + 1))
    } else {
      throw new Error(`this line of a file command cannot be read: ${line}`)
    }
  }
  return values
}
