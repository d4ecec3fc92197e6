import type { Template } from '../cloudformation/template/template.ts'

/** What a repository has that a release consists of. Paths are relative to its root, with slashes. */
export interface Found {
  /** OWNER/NAME of the remote `origin`. */
  readonly repository?: string
  readonly branch?: string
  readonly templates: readonly FoundTemplate[]
  /** Files that look like templates. */
  readonly unreadable: readonly Unreadable[]
  readonly appspecs: readonly FoundAppSpec[]
  /** Task definitions of ECS in JSON. */
  readonly taskDefinitions: readonly FoundTaskDefinition[]
  /** Values of parameter files in JSON, by the path of the file. */
  readonly parameters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Paths of all files, to look up names. */
  readonly files: ReadonlySet<string>
  readonly scripts: Readonly<Record<string, string>>
  readonly hasLockFile: boolean
  readonly sam?: { readonly stackName?: string; readonly region?: string; readonly bucket?: string }
  readonly cdk?: FoundAssembly
}

export interface Unreadable {
  readonly path: string
  readonly why: string
}

export interface FoundTaskDefinition {
  readonly path: string
  /** As the file has it, with {environment}. */
  readonly family?: string
  /** Names of its containers. */
  readonly containers: readonly string[]
}

/** What `cdk synth` wrote. */
export interface FoundAssembly {
  readonly folder: string
  /** Why a release could not use it, and what to do; nothing else is known then. */
  readonly problem?: string
  /** Names of its stacks, with {environment}. */
  readonly stacks: readonly string[]
  /** Outputs of each stack of pre-prod, by the id of the stack in a release. */
  readonly outputs: readonly { readonly id: string; readonly outputs: Readonly<Record<string, unknown>> }[]
  readonly accounts: Readonly<Partial<Record<'preprod' | 'production', string>>>
  /** Types of its resources. */
  readonly types: readonly string[]
  /** Of the bootstrap stacks that it needs. */
  readonly qualifiers: readonly string[]
  readonly region?: string
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
  /** Its whole address: `http://localhost:8080/health`; absent where its port is a variable. */
  readonly local?: string
}
