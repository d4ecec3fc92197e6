import type { Template } from '../cloudformation/template/template.ts'

/** What a repository has that a release consists of. Paths are relative to its root, with slashes. */
export interface Found {
  /** OWNER/NAME of the remote `origin`. */
  readonly repository?: string
  readonly branch?: string
  readonly templates: readonly FoundTemplate[]
  readonly appspecs: readonly FoundAppSpec[]
  /** Task definitions of ECS in JSON. */
  readonly taskDefinitions: readonly string[]
  /** Values of parameter files in JSON, by the path of the file. */
  readonly parameters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Paths of all files, to look up names. */
  readonly files: ReadonlySet<string>
  readonly scripts: Readonly<Record<string, string>>
  readonly hasLockFile: boolean
  readonly sam?: { readonly stackName?: string; readonly region?: string }
  readonly cdk?: { readonly folder: string; readonly stacks: readonly string[]; readonly region?: string }
}

export interface FoundTemplate {
  readonly path: string
  /** The id of the stack: the name of the file. */
  readonly id: string
  readonly template: Template
}

export interface FoundAppSpec {
  readonly path: string
  readonly platform: 'server' | 'lambda' | 'ecs'
  /** The path of a local health check in one of its scripts: `/health`. */
  readonly health?: string
}
