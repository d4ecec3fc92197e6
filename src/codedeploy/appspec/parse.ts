import { readServer } from './server.ts'
import { readService } from './service.ts'
import type { AppSpec, Parsed, ParseOptions, Platform } from './types.ts'
import { loadYaml } from './yaml.ts'

/**
 * Reads an AppSpec as those read it who act on it: the agent (server), the service (lambda, ecs). Gives the
 * specification, or every problem with its place, in the order in which the agent meets them. Never throws on what a
 * file may contain.
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
    const allowed = `YAML or JSON that ${options.platform === 'server' ? 'the agent' : 'CodeDeploy'} can load`
    return { ok: false, problems: [{ line, column, message, read, allowed, raises }] }
  }
  if (options.platform === 'server') {
    const codedeployLocal = options.codedeployLocal ?? false
    return readServer(loaded.value, { file: options.file, agent, codedeployLocal }) as Wanted
  }
  return readService(loaded.value, options.platform === 'lambda' ? 'lambda' : 'ecs', options) as Wanted
}
