import type { FoundAppSpec } from './found.ts'

/** What will be written, before it is text. */
export interface Plan {
  readonly name: string
  /** OWNER/NAME */
  readonly repository: string
  readonly branch: string
  readonly region: string
  readonly accounts: Readonly<Record<'preprod' | 'production', string>>
  readonly reviewers: readonly string[]
  readonly ambient: boolean
  readonly stacks: readonly PlannedStack[]
  readonly deployments: readonly PlannedDeployment[]
  readonly checks: readonly PlannedCheck[]
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
  /** The folder that `sam build` writes. */
  readonly sam?: string
  /** Names in AWS of the stacks of an assembly. */
  readonly awsNames?: readonly string[]
  readonly template: string
  readonly parameters?: string | Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  /** Parameters whose values belong to one account, such as a VPC: they differ between the environments. */
  readonly ofAccount: readonly string[]
  /** Types of its resources, for the service role of CloudFormation. */
  readonly types: readonly string[]
}

export interface PlannedDeployment {
  readonly id: string
  readonly platform: FoundAppSpec['platform'] | 'local'
  readonly application?: string
  readonly group?: string
  readonly appspec?: string
  readonly directory?: string
  readonly bucket?: string
  readonly taskDefinition?: string
}

export interface PlannedCheck {
  readonly why: string
  readonly entry: Readonly<Record<string, unknown>>
}
