/**
 * A text for the job's log. The runner executes a line that begins with `::`, after its white space, and `##[` anywhere, as a
 * command; texts from outside (reasons, names, output of scripts) must not contain commands. The runner's white space is that
 * of .NET, which includes U+0085: every invisible character counts as white space here.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([\p{Z}\p{C}]*):(?=:)/gmu, '$1: ').replaceAll('##[', '## [')
}
