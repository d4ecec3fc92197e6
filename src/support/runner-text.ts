/**
 * A text for the job's log. The runner takes a line that begins with `::`, and `##[` anywhere, for a command; texts from
 * outside (reasons, names, output of scripts) must not be able to give it any.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [')
}
