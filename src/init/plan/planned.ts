import type { FoundAccount } from '../account/found.ts'
import type { EnvironmentWords } from '../account/twins.ts'
import type { FoundAppSpec } from '../found.ts'

/** What will be written, before it is text. */
export interface Plan {
  readonly name: string
  /** OWNER/NAME */
  readonly repository: string
  readonly branch: string
  readonly region: string
  readonly accounts: Readonly<Record<'preprod' | 'production', string>>
  /** Names of the environments, in GitHub and in AWS. */
  readonly environments: EnvironmentWords
  /** What was read of an account. */
  readonly account?: FoundAccount
  readonly reviewers: readonly string[]
  readonly ambient: boolean
  readonly stacks: readonly PlannedStack[]
  readonly deployments: readonly PlannedDeployment[]
  readonly checks: readonly PlannedCheck[]
  /** Whether its stacks have functions, which checks may invoke. */
  readonly hasFunctions: boolean
  /** YYYY-MM-DD: until then, what releases change in stacks is no drift. */
  readonly driftUntil: string
  /** The command that builds, for the workflow. */
  readonly build?: string
  /** What a person has to fill in, as sentences. */
  readonly todo: readonly string[]
}

export interface PlannedStack {
  readonly id: string
  /** With {environment}. */
  readonly name: string
  /** The folder of a cloud assembly, whose stacks these are. */
  readonly cdk?: string
  /** Qualifiers of the bootstrap stacks that an assembly needs. */
  readonly qualifiers?: readonly string[]
  /** The folder that `sam build` writes. */
  readonly sam?: string
  /** The bucket for the code of functions. */
  readonly assets?: PlannedBucket
  /** Names in AWS of the stacks of an assembly. */
  readonly awsNames?: readonly string[]
  readonly template: string
  readonly parameters?: string | Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  /** Parameters whose values belong to one account, such as a VPC: they differ between the environments. */
  readonly ofAccount: readonly string[]
  /** Names that its roles, instance profiles and policies have in AWS, with {environment}; others are made of the name of the stack. */
  readonly identities: readonly string[]
  /** Patterns of the names of roles that its tasks have, with {environment}. */
  readonly taskRoles: readonly string[]
  /** Types of its resources, for the service role of CloudFormation. */
  readonly types: readonly string[]
}

/** A bucket that the roles template makes, or one that exists. */
export interface PlannedBucket {
  /** With {environment} and {account}. */
  readonly name: string
  readonly isNew: boolean
}

export interface PlannedDeployment {
  readonly id: string
  readonly platform: FoundAppSpec['platform'] | 'ecs-native' | 'local'
  readonly application?: string
  readonly group?: string
  readonly appspec?: string
  readonly directory?: string
  readonly bucket?: string
  readonly taskDefinition?: string
  readonly cluster?: string
  readonly service?: string
  /** Family of the task definition, with {environment}. */
  readonly family?: string
  /** STACK/LogicalId of the service. */
  readonly resource?: string
}

export interface PlannedCheck {
  readonly why: string
  readonly entry: Readonly<Record<string, unknown>>
}
