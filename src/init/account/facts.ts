/** What an account has in one region, as far as it could be read. Names are those of AWS; no values, no parameters. */
export interface AccountFacts {
  /** Twelve digits; absent where it is not known. */
  readonly account?: string
  readonly region: string
  readonly stacks: readonly DeployedStack[]
  readonly groups: readonly DeployedGroup[]
  /** Services that ECS itself deploys. */
  readonly services: readonly DeployedService[]
  /** Functions that have aliases. */
  readonly functions: readonly DeployedFunction[]
  /** What was not read, as sentences: a denied permission, or what is beyond a limit. */
  readonly notRead: readonly string[]
}

export interface DeployedStack {
  readonly name: string
  /** Types by logical id; absent where the template could not be read. */
  readonly resources?: Readonly<Record<string, string>>
  readonly isJson?: boolean
}

export interface DeployedGroup {
  readonly application: string
  readonly group: string
  readonly platform: 'server' | 'lambda' | 'ecs'
}

export interface DeployedService {
  readonly cluster: string
  readonly service: string
  /** Family of its task definition. */
  readonly family?: string
}

export interface DeployedFunction {
  readonly name: string
  readonly aliases: readonly string[]
}
