import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const GUIDE = join(import.meta.dirname, '../../../docs/guide.md')

/** A workflow as the guide says to edit it for servers that have neither `$/` nor `queue`, by the guide's own commands. */
export function forOlderServers(text: string): string {
  const [, script = ''] = /```sh\n *sed -i ([^]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? []
  const commands = [...script.matchAll(/-e '([^']+)'/g)].map(([, command = '']) => command)
  if (commands.length === 0) throw new Error('the guide has no sed commands for older servers')
  return commands.reduce(apply, text)
}

function apply(text: string, command: string): string {
  const [, find, replace = ''] = /^s#(.*)#(.*)#$/.exec(command) ?? []
  if (find !== undefined) {
    return text
      .split('\n')
      .map((line) => line.replace(new RegExp(find), replace))
      .join('\n')
  }
  const [, dropped] = /^\/(.*)\/d$/.exec(command) ?? []
  if (dropped === undefined) throw new Error(`this sed command cannot be read: ${command}`)
  return text
    .split('\n')
    .filter((line) => !new RegExp(dropped).test(line))
    .join('\n')
}
