import type { StackAsset, StackImage } from '../config/model/packaged.ts'
import type { ChangeBy } from '../aws/changes-by.ts'
import type { TrustDocument } from '../aws/trust/document.ts'
import type { PresentedToken } from '../aws/trust/statement.ts'
import type { ChangeSetFacts } from '../cloudformation/change-sets/change-set.ts'
import type { DeclaredExport, DeclaredImport, StackExport } from '../cloudformation/exports.ts'
import type { ExportRisk } from '../cloudformation/export-risk.ts'
import type { Decision } from '../cloudformation/permissions/simulate.ts'
import type { Need } from '../cloudformation/permissions/needed.ts'
import type { DriftReport } from '../cloudformation/drift/drift.ts'
import type { LiveFacts } from '../cloudformation/live/contract.ts'
import type { HookPlan } from '../cloudformation/change-sets/hooks.ts'
import type { GivenParameters, ResolvedParameters } from '../cloudformation/template/parameters.ts'
import type { Content, LookedUp, Reference } from '../references/contract.ts'
import type { GivenName, NameAnswer } from '../references/names/contract.ts'
import type { StackState } from '../cloudformation/stack.ts'
import type { Template } from '../cloudformation/template/template.ts'
import type { RevisionHooks } from '../codedeploy/group/declared-hooks.ts'
import type { GroupFacts } from '../codedeploy/group/group.ts'
import type { DefinitionFacts, ServiceFacts } from '../ecs/facts.ts'
import type { ReleaseEnvironment, Stack } from '../config/model/environment.ts'
import type { Config } from '../config/schema/index.ts'
import type { Composition } from '../evidence/composition.ts'
import type { FindingCode } from '../evidence/codes/index.ts'
import type { ChangeSetPlan, LastRelease, PlannedImage, Snapshot } from '../evidence/document.ts'
import type { Finding, Source } from '../evidence/finding.ts'
import type { Intent } from '../config/schema/intent.ts'
import type { Baseline } from './baseline.ts'
import type { TrafficRoute } from './drift/moved.ts'

/** One stack of one environment, as far as it is known before anything is changed. */
export interface StackFacts {
  readonly stack: Stack
  readonly source: {
    readonly template: Template
    readonly parameters?: Pick<GivenParameters, 'stackPolicy'> & Partial<Pick<GivenParameters, 'values'>>
  }
  readonly before: StackState | undefined
  /** Undefined where no plan could be made; a finding of its own says why. */
  readonly plan: ChangeSetPlan | undefined
  readonly facts: ChangeSetFacts | undefined
  /** Undefined where they could not be resolved. */
  readonly parameters?: ResolvedParameters | undefined
  /** True where the plan leaves out what the template says: nothing is proved by it. A finding of its own says what. */
  readonly incomplete?: boolean
  /** Logical ids with the same definition in the deployed template as in that of the release; undefined where one is unknown. */
  readonly sameDefinitions?: ReadonlySet<string> | undefined
  /** Undefined where no hook can be asked, or where a finding of its own says why it is not known. */
  readonly hooks: HookPlan | undefined
}

/** An export that exists and that the release would remove or change. */
export interface ExportAtRisk {
  readonly name: string
  readonly risk: ExportRisk
  readonly source: Source
}

export interface StackExports {
  /** Id in the configuration. */
  readonly stack: string
  readonly stackName: string
  /** Undefined where neither a stack nor a role has it. */
  readonly account: string | undefined
  readonly dependsOn: readonly string[]
  readonly declared: readonly DeclaredExport[]
  /** Names that the stack exports now. */
  readonly exported: readonly string[]
  readonly imports: readonly DeclaredImport[]
  readonly atRisk: readonly ExportAtRisk[]
}

/** Imports and exports between stacks of one account and region. */
export interface ExportFacts {
  /** Of the stacks that were planned, in the order in which they are deployed. */
  readonly stacks: readonly StackExports[]
  /** All exports that exist; read only where a stack imports something, or exports another name than now. */
  readonly exports: readonly StackExport[]
  /** By name of an export at risk: the stacks that import it. */
  readonly importers: ReadonlyMap<string, readonly string[]>
}

/** A reference of a stack to something outside of its template, or of the task definition of a deployment. */
export interface StackReference {
  /** Id in the configuration: of the deployment for a task definition, whose file is in place of the name. */
  readonly stack: string
  readonly stackName: string
  readonly reference: Reference
  /** Whether this release creates or updates the resource with the reference, so that the service reads what it names. */
  readonly used: boolean
  /** Undefined where the target is known only during the deployment. */
  readonly answer: LookedUp | undefined
}

/** Where an asset of the release is in its bucket. `unknown`: it exists, and its content was not compared. */
export interface AssetFacts {
  readonly asset: StackAsset
  readonly state: 'same' | 'absent' | 'unknown' | 'no-bucket'
  /** The next step where the bucket does not exist. */
  readonly advice?: string
}

/**
 * What the tag of a container image of the release leads to. `earlier`: to an image of an earlier build, which the release
 * uses. `unknown`: ECR did not tell, or it cannot be compared; `observed` says why.
 */
export interface ImageAssetFacts {
  readonly image: StackImage
  readonly state: 'same' | 'earlier' | 'absent' | 'differs' | 'unknown' | 'no-repository'
  /** The digest of the release, where that is not the one of the packaged image. */
  readonly planned?: PlannedImage
  readonly observed?: string
  readonly advice?: string
}

/** What the CDK has in the account and region. */
export interface BootstrapFacts {
  readonly parameter: string
  readonly needed: number
  /** The value of the parameter; `unknown` where `why` says why it could not be read. */
  readonly found: string
  readonly why?: string
  /** The command that bootstraps the account. */
  readonly command: string
}

/** What a role of a stack needs for its planned changes, and what IAM decides about it. */
export interface RoleNeed {
  readonly stack: string
  readonly stackName: string
  readonly role: string
  readonly need: Need
  readonly source: Source | undefined
  /** Undefined where IAM was not asked, or did not answer: `unknown` says why. */
  readonly decisions: readonly Decision[] | undefined
  readonly unknown?: { readonly why: string; readonly advice: string }
}

/** An object that a template names, and what is deployed of it, where this release does not replace it. */
export interface DeployedContent {
  readonly stack: string
  readonly stackName: string
  readonly logicalId: string
  readonly type: string
  readonly property: string
  /** `s3://BUCKET/KEY`. */
  readonly id: string
  readonly source: Source
  readonly object: Content
  /** Undefined where the service did not respond: `unread` says why. */
  readonly deployed: Content | undefined
  readonly unread?: { readonly reason: string; readonly action?: string }
}

/** The aliases of a function that this release changes in place, beside those that a stack of the release declares. */
export interface FunctionAliases {
  /** `web`, or `web/Nested`. */
  readonly stack: string
  readonly logicalId: string
  readonly functionName: string
  /** Only those that serve the code that the function has now. Undefined where `unread` says why they are not known. */
  readonly serving?: readonly { readonly name: string; readonly version: string }[]
  readonly unread?: { readonly reason: string; readonly action?: string }
}

/** Instances that one part of a deployment group's selection has. */
export interface SelectedInstances {
  /** `the Auto Scaling group web`, `the tags Name=web of EC2 instances`. */
  readonly by: string
  readonly kind: 'scaling-group' | 'ec2-tags' | 'on-premises-tags'
  /** Of an Auto Scaling group those that are InService. Undefined where `unknown` says why they were not counted. */
  readonly ids?: readonly string[]
  /** What was found, in words: `2 InService, 1 Pending, desired 3`. */
  readonly seen?: string
  readonly unknown?: string
  readonly advice?: string
}

/** A role of an environment, and whom it trusts. */
export interface RoleTrust {
  readonly purpose: 'plan' | 'verify' | 'deploy'
  readonly arn: string
  readonly trust:
    | { readonly kind: 'read'; readonly document: TrustDocument }
    | { readonly kind: 'unreadable'; readonly why: string }
    | { readonly kind: 'unread'; readonly why: string }
    | { readonly kind: 'missing' }
}

export interface TrustFacts {
  /** Roles that the configuration names. */
  readonly roles: readonly RoleTrust[]
  /** The claims of this job's own OIDC token; undefined where it may not request one. */
  readonly job: PresentedToken | undefined
}

/** A name that a planned change gives to a resource. */
export interface PlannedName {
  readonly stack: string
  readonly stackName: string
  readonly given: GivenName
  /** True: the resource is replaced, and the new one is to have the name of the old one. */
  readonly replaces: boolean
  readonly answer: NameAnswer
  /** The stack that has it; `none`: no stack of the region; `unknown`: why it is not known. */
  readonly owner?: { readonly stack: string; readonly logicalId: string } | 'none' | { readonly unknown: string }
  /** The stack of this release that removes it before. */
  readonly removedBy?: string
}

/** A quota of the account that planned changes take from. */
export type PlannedQuota =
  | {
      readonly service: string
      /** What is counted: `stacks`. */
      readonly of: string
      readonly limit: number
      readonly used: number
      /** How much more the planned changes need; 0 where it is not known beforehand. */
      readonly amount: number
      /** Paths of the resources that need it. */
      readonly by: readonly string[]
      /** How much planned removals give up, during the deployment or at its end. */
      readonly freed: number
    }
  | { readonly service: string; readonly unknown: { readonly why: string; readonly advice: string } }

export interface EnvironmentFacts {
  readonly environment: ReleaseEnvironment
  readonly stacks: readonly StackFacts[]
  /** Undefined where drift was not detected, as for a stack that does not exist yet. */
  readonly drift: readonly DriftReport[]
  /** What gives access to the resources, as their services have it; undefined where nothing was read. */
  readonly live?: LiveFacts | undefined
  /** By physical id of a resource that differs: who changed it, newest first. Only where the configuration asks. */
  readonly changedBy: ReadonlyMap<string, readonly ChangeBy[]>
  readonly groups: readonly GroupFacts[]
  /** Of groups for ECS whose listeners and service were read; only where one of these differs from its template. */
  readonly routes?: readonly TrafficRoute[]
  /** Services that ECS itself deploys. */
  readonly services?: readonly ServiceFacts[]
  /** Task definitions of deployments to ECS by CodeDeploy. */
  readonly definitions?: readonly DefinitionFacts[]
  /** By deployment to servers: the instances that its group selects. One without an entry was not read. */
  readonly targets?: ReadonlyMap<string, readonly SelectedInstances[]>
  /** Of each deployment whose AppSpec can be read, except those to this host. */
  readonly declaredHooks: readonly RevisionHooks[]
  readonly snapshot: Snapshot | undefined
  /** Undefined where they could not be read; a finding of its own says why. */
  readonly exports: ExportFacts | undefined
  /** Absent where nothing was packaged. */
  readonly assets?: readonly AssetFacts[] | undefined
  readonly images?: readonly ImageAssetFacts[] | undefined
  readonly bootstrap?: readonly BootstrapFacts[] | undefined
  /** Undefined where they were not collected. */
  readonly references?: readonly StackReference[] | undefined
  /** Those of task definitions that deployments register. */
  readonly definitionReferences?: readonly StackReference[] | undefined
  /** Undefined where it was not read. */
  readonly deployedContent?: readonly DeployedContent[] | undefined
  readonly functionAliases?: readonly FunctionAliases[]
  /** Absent where no account was asked, and where it could not be read; then a finding of its own says why. */
  readonly trust?: TrustFacts | undefined
  /** Undefined where they could not be read; a finding of its own says why. */
  readonly names?: readonly PlannedName[] | undefined
  /** Undefined where they were not collected. */
  readonly quotas?: readonly PlannedQuota[] | undefined
  /** Undefined where no role was asked about. */
  readonly permissions?: readonly RoleNeed[] | undefined
}

/** The configuration and the intent of the commit that this release is compared with. */
export interface BaseRules {
  /** Short commit id. */
  readonly sha: string
  readonly config: Config | undefined
  readonly intent: Intent | undefined
  readonly baseline: Baseline | undefined
}

/** What was found of the last release to production. */
/** That a run rolled a release back. */
export interface Undone {
  /** The run of the release. */
  readonly release: string
  /** The run of the rollback. */
  readonly by: string
  /** Whether all of its parts have the previous version. */
  readonly whole: boolean
  /** ISO 8601, UTC. */
  readonly at: string
}

export type LastReleaseAnswer =
  | {
      readonly kind: 'found'
      readonly release: LastRelease
      /** Why its evidence is not used, and the configuration of its commit is compared. */
      readonly withoutEvidence?: string
      /** Rollbacks of this release, in part, and of later ones. */
      readonly undone?: readonly Undone[]
    }
  /** No run of the workflow file released to production. */
  | { readonly kind: 'first'; readonly workflow: string }
  /** The job is not part of a workflow of this repository. */
  | { readonly kind: 'not-compared'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string; readonly advice: string }

/** Drift that an organisation accepts, from its own repository. */
export interface OrganisationBaseline {
  /** `acme/baselines/drift.yml@0123456789ab`. */
  readonly source: string
  readonly ignore: Config['precheck']['drift']['ignore']
}

/** Everything that rules judge. Nothing in here can be asked for more. */
export interface Facts {
  readonly environments: readonly EnvironmentFacts[]
  readonly config: Config
  readonly intent: Intent | undefined
  /** What was there before the rules began to be enforced. */
  readonly baseline?: Baseline | undefined
  readonly organisation?: OrganisationBaseline | undefined
  /** Undefined where there is no commit to compare with, or where `baseUnknown` says why it could not be read. */
  readonly base: BaseRules | undefined
  readonly baseUnknown: string | undefined
  /** What this release consists of, in the examined environments. */
  readonly composition: Composition
  readonly lastRelease: LastReleaseAnswer
  /** ISO date; what is valid until today is still valid. */
  readonly today: string
}

export interface RuleMeta {
  /** How the configuration calls the rule, under `precheck.rules`. */
  readonly code: string
  /** A sentence that is true or false. */
  readonly title: string
  /** Why it matters and what to do, for the reference page. */
  readonly docs: string
  /** Every code that its findings can have. */
  readonly codes: readonly FindingCode[]
}

/** One rule: pure. It answers with a finding in every case: a pass for what it proved, `skipped` where nothing applies. */
export interface Rule {
  readonly meta: RuleMeta
  judge(facts: Facts): Finding[]
}
