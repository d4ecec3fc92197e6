/** Says what is done or would be done, in the words of `Action`. */
import { userInfo } from 'node:os'
import { showAclEntry } from '../appspec/access.ts'
import type { ServerAppSpec } from '../appspec/types.ts'
import type { Instruction } from './install/instructions.ts'
import type { InstallPlan } from './install/plan.ts'
import type { Action } from './types.ts'

export function actionsOf(plan: InstallPlan, showSource: (path: string) => string): Action[] {
  const made = plan.instructions.list.map((instruction): Action => {
    const action = actionOf(instruction, showSource)
    return action.kind === 'copy' && plan.overwritten.has(action.path) ? { ...action, overwrites: true } : action
  })
  return [...plan.retained.map((path): Action => ({ kind: 'retain', path })), ...made]
}

function actionOf(instruction: Instruction, showSource: (path: string) => string): Action {
  switch (instruction.type) {
    case 'mkdir':
      return { kind: 'mkdir', path: instruction.directory }
    case 'copy':
      return { kind: 'copy', source: showSource(instruction.source), path: instruction.destination }
    case 'chmod':
      return { kind: 'chmod', path: instruction.file, mode: instruction.mode }
    case 'chown': {
      const { file, owner, group } = instruction
      return { kind: 'chown', path: file, ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) }
    }
    case 'setfacl':
      return { kind: 'setfacl', path: instruction.file, acl: instruction.acl.map(showAclEntry) }
    case 'semanage': {
      const { user, type, range } = instruction.context
      return {
        kind: 'semanage',
        path: instruction.file,
        context: [user, type, range].filter((part) => part !== undefined).join(':'),
      }
    }
  }
}

export function hookActions(spec: ServerAppSpec, event: string): Action[] {
  const scripts = spec.hooks.find((hook) => hook.event === event)?.scripts ?? []
  return scripts.map(({ location, runas, timeout }) => ({
    kind: 'run',
    event,
    path: location,
    user: runas || userInfo().username,
    timeout,
  }))
}

/** Why root is needed: one line for each owner, group, user or context of the AppSpec that only root can give. */
export function privilegesOf(spec: ServerAppSpec): string[] {
  const me = userInfo().username
  const owners = spec.permissions.flatMap(({ owner, group, context, object, at }) => [
    ...(owner !== undefined && owner !== me ? [`line ${at.line}: owner ${owner} for ${object}`] : []),
    ...(group !== undefined ? [`line ${at.line}: group ${group} for ${object}`] : []),
    ...(context !== undefined ? [`line ${at.line}: SELinux context for ${object}`] : []),
  ])
  const users = spec.hooks.flatMap(({ event, scripts }) =>
    scripts
      .filter(({ runas, sudo }) => sudo || (runas !== undefined && runas !== me))
      .map(({ runas, location, at }) => `line ${at.line}: ${event} runs ${location} as ${runas || 'root'}`),
  )
  return [...owners, ...users]
}

/** One action as a line of text. */
export function showAction(action: Action): string {
  switch (action.kind) {
    case 'copy':
      return `copy   ${action.source} -> ${action.path}${action.overwrites ? ', which is overwritten' : ''}`
    case 'chmod':
      return `chmod  ${action.mode} ${action.path}`
    case 'chown':
      return `chown  ${action.owner ?? ''}:${action.group ?? ''} ${action.path}`
    case 'setfacl':
      return `setfacl ${action.acl.join(',')} ${action.path}`
    case 'semanage':
      return `context ${action.context} ${action.path}`
    case 'conflict':
      return `exists ${action.path}, which may not be replaced (DISALLOW)`
    case 'run':
      return `run    ${action.event}: ${action.path} as ${action.user}, at most ${action.timeout} s`
    default:
      return `${action.kind.padEnd(6)} ${action.path}`
  }
}
