import { readServer } from './server.ts'
import { readService } from './service.ts'
import type { AppSpec, Parsed, ParseOptions, Platform } from './types.ts'
import { loadYaml } from './yaml.ts'

/**
 * Parses an AppSpec with the rules of the agent (server) or the service (lambda, ecs). Returns the specification, or all
 * problems with their places, in the order in which the agent finds them. Never throws because of the content of a file.
 */
export function parseAppSpec<P extends Platform>(
  text: string,
  options: ParseOptions<P>,
): Parsed<Extract<AppSpec, { platform: P }>> {
  type Wanted = Parsed<Extract<AppSpec, { platform: P }>>
  const agent = options.agent ?? '1.8'
  const loaded = loadYaml(text, { aliases: agent === '2.x' || options.platform !== 'server' })
  if ('fault' in loaded) {
    const { line, column, message, raises } = loaded.fault
    const read = (text.split('\n')[line - 1] ?? '').trim().slice(0, 60)
    const allowed = message.startsWith('Tabs cannot indent')
      ? 'spaces instead of the tab'
      : `YAML or JSON that ${options.platform === 'server' ? 'the agent' : 'CodeDeploy'} can load`
    return { ok: false, problems: [{ line, column, message, read, allowed, raises }] }
  }
  if (options.platform === 'server') {
    const codedeployLocal = options.codedeployLocal ?? false
    const systems = options.systems ?? ['linux']
    return readServer(loaded.value, { file: options.file, agent, codedeployLocal, systems }) as Wanted
  }
  return readService(loaded.value, options.platform === 'lambda' ? 'lambda' : 'ecs', options) as Wanted
}
