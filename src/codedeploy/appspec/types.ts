import type { Group, User } from '../../support/accounts.ts'

export type Platform = 'server' | 'lambda' | 'ecs'

/** The agent whose verdict is asked for: Ruby 1.8, or Rust 2.x as far as its behaviour is known. */
export type AgentVersion = '1.8' | '2.x'

/** A place in the AppSpec file. Both count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Why an AppSpec is refused. `message` is the agent's own where the agent has one. */
export interface AppSpecProblem extends Place {
  readonly message: string
  /** What stands there, as written, shortened. */
  readonly read: string
  /** What may stand there. */
  readonly allowed: string
  /** The class of the error that the Ruby agent raises; `DocumentedRule` for what only the service checks. */
  readonly raises: string
}

/** One entry of `files`. Paths are as written. `fault`: the parser accepts the entry, Install fails with this text. */
export interface FileEntry {
  readonly source: string
  readonly destination: string
  readonly at: Place
  readonly fault?: string
}

/** One script of a hook. */
export interface Script {
  readonly location: string
  /** Seconds. */
  readonly timeout: number
  /** False where the AppSpec says nothing and the default of 3,600 s applies. */
  readonly timeoutGiven: boolean
  /** Blank is kept: 1.8 runs `su  -c`, which is root. */
  readonly runas?: string
  readonly sudo: boolean
  readonly at: Place
}

/** One hook: the event and its scripts in order. */
export interface Hook {
  readonly event: string
  /** The key as Ruby shows it in messages, where it is not a text: `5`, `nil`, `:AfterInstall`. */
  readonly shown?: string
  readonly scripts: readonly Script[]
  readonly at: Place
}

/** `default:user:daemon:rw-`, taken apart. `kind` and `name` as in `getfacl`. */
export interface AclEntry {
  readonly isDefault: boolean
  readonly kind: 'user' | 'group' | 'mask' | 'other'
  readonly name: string
  /** `rw-` */
  readonly allows: string
}

export interface SelinuxContext {
  /** Read from the undocumented key `name`; the documented `user` is never read. */
  readonly user?: string
  readonly type: string
  /** Normalised: `s0-s1:c0.c3,c5`. */
  readonly range?: string
}

export interface Permission {
  readonly object: string
  readonly pattern: string
  readonly except: readonly string[]
  readonly types: readonly ('file' | 'directory')[]
  readonly owner?: string
  readonly group?: string
  /** Octal digits as the agent applies them, at least three: `644`, `4755`, `420` for an unquoted 0644. */
  readonly mode?: string
  /** The mode as it stands in the file, with quotes if there are any. */
  readonly modeWritten?: string
  readonly acls?: readonly AclEntry[]
  readonly context?: SelinuxContext
  readonly at: Place
  readonly modeAt?: Place
  /** The parser accepts the entry; Install fails with this text when it looks for what the entry matches. */
  readonly fault?: string
  /** The parser accepts the owner or group; Install fails with this text when it applies it. */
  readonly ownerFault?: string
  readonly groupFault?: string
}

export type FileExistsBehavior = 'DISALLOW' | 'OVERWRITE' | 'RETAIN'

export type OperatingSystem = 'linux' | 'windows'

/** An EC2/on-premises AppSpec as the agent understands it. */
export interface ServerAppSpec {
  readonly platform: 'server'
  readonly os: OperatingSystem
  /** Name for messages, e.g. `appspec.yml`. */
  readonly file: string
  readonly files: readonly FileEntry[]
  readonly permissions: readonly Permission[]
  /** In the order of the file. A hook whose value is null does not appear; an empty list does. */
  readonly hooks: readonly Hook[]
  readonly fileExistsBehavior?: FileExistsBehavior
  /** Keys that neither the agent nor the service reads, at the top and in entries. */
  readonly unknownKeys: readonly ({ readonly key: string } & Place)[]
  /** Events without a script. */
  readonly idleHooks: readonly ({ readonly event: string } & Place)[]
}

/** A Lambda function or Lambda hook of a Lambda or ECS AppSpec. */
export interface ServiceHook extends Place {
  readonly event: string
  /** Name or ARN of the function. */
  readonly function: string
}

export interface LambdaAppSpec {
  readonly platform: 'lambda'
  readonly file: string
  readonly resource: string
  readonly name: string
  readonly alias: string
  /** Empty where it is supplied, as the target version. */
  readonly currentVersion: string
  readonly targetVersion: string
  readonly hooks: readonly ServiceHook[]
  /** Places where AWS's documentation does not say whether it is accepted, e.g. numbers for versions. */
  readonly unclear: readonly AppSpecProblem[]
}

export interface EcsAppSpec {
  readonly platform: 'ecs'
  readonly file: string
  readonly resource: string
  /** Empty where it is supplied. */
  readonly taskDefinition: string
  readonly containerName: string
  readonly containerPort: number
  readonly platformVersion?: string
  readonly hooks: readonly ServiceHook[]
  readonly unclear: readonly AppSpecProblem[]
}

export type AppSpec = ServerAppSpec | LambdaAppSpec | EcsAppSpec

export type Parsed<S extends AppSpec = AppSpec> =
  | { readonly ok: true; readonly spec: S }
  /** In the order in which the agent would meet them: the first is the one that it reports. */
  | { readonly ok: false; readonly problems: readonly AppSpecProblem[] }

export interface ParseOptions<P extends Platform = Platform> {
  /** Name for messages and findings. */
  readonly file: string
  readonly platform: P
  /** Default `1.8`. Of no meaning for lambda and ecs. */
  readonly agent?: AgentVersion
  /** Of lambda and ecs: properties that are filled in when it is deployed, absent or a placeholder such as `<TARGET>`. */
  readonly supplied?: readonly string[]
  /** Of lambda and ecs: fills words in a text, such as references to outputs. */
  readonly words?: (text: string) => string
  /** Of server: operating systems of the hosts. Default: Linux, as this host. */
  readonly systems?: readonly OperatingSystem[]
  /** As `codedeploy-local` 1.8.1, which fails on every `acls` and `context` because it forgets to load them. */
  readonly codedeployLocal?: boolean
}

/** What is known about one file of a revision. Paths are relative, with `/`. */
export interface RevisionFile {
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'other'
  /** Permission bits, e.g. 0o755. */
  readonly mode: number
  readonly size: number
  /** What a symlink points to, as stored. */
  readonly target?: string
  /** The first 256 bytes up to the line end, without it. */
  readonly firstLine?: string
  /** The first line ends with CR LF. */
  readonly crlf?: boolean
}

/** Facts about a revision, collected by `collectRevisionFacts`, judged by `lintRevision`. */
export interface RevisionFacts {
  /** The folder or archive, for messages. */
  readonly name: string
  readonly appSpecFile: string
  readonly platform: Platform
  /** Of a server's revision: how it is packed. */
  readonly bundle?: 'directory' | 'zip' | 'tar' | 'tgz'
  readonly text?: string
  /** By the rules of agent 1.8, and of 2.x. */
  readonly parsed?: Parsed
  readonly parsed2?: Parsed
  /** By path; undefined where the revision could not be read, with `unreadable` saying why. */
  readonly files: ReadonlyMap<string, RevisionFile>
  readonly unreadable?: string
  /** What the host offers, where the revision is to run on this host; undefined: not known. */
  readonly host?: HostFacts
}

export interface HostFacts {
  readonly isRoot: boolean
  /** The users and groups of the AppSpec that exist, by name. */
  readonly users: ReadonlyMap<string, Pick<User, 'uid' | 'shell'>>
  readonly groups: ReadonlyMap<string, Pick<Group, 'gid'>>
  /** Paths of tools that were found: `setfacl`, `semanage`, `sudo`, `su`; absent where not found. */
  readonly tools: ReadonlyMap<string, string>
  /** Interpreters named by scripts, and whether they exist here. */
  readonly interpreters: ReadonlyMap<string, boolean>
}
