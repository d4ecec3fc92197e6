import { placeOfEnvironment, type Deployment, type Stack } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import type { ChangeSetPlan, Handle } from '../evidence/document.ts'
import type { Log } from '../support/runtime.ts'
import type { DeployContext, ReviewedStacks } from './contract.ts'
import type { Step } from './order/side-by-side.ts'
import { deployRevision } from './platforms/index.ts'
import { executeStack } from './stacks/stack.ts'

/** The steps of an environment: its stacks and its deployments. */
export interface EnvironmentStep extends Step {
  /** What remains where the step is not started. */
  readonly leaves: readonly Handle[]
}

/** What the steps have made up to now. */
export interface Made {
  /** Outputs by stack, as they were before the first step. */
  readonly atStart: Outputs
  /** Outputs by stack, as they are now. */
  outputs: Outputs
  /** The executed plans. */
  readonly plans: ChangeSetPlan[]
}

const withLog = (context: DeployContext, log: Log): DeployContext => ({ ...context, ports: { ...context.ports, log } })

/** Executes the reviewed plan of a stack. */
export function stackStep(context: DeployContext, reviewed: ReviewedStacks, stack: Stack, made: Made) {
  return {
    title: `stack ${stack.name}`,
    leaves: changeSetsOf(context, reviewed, stack.id),
    act: async (log: Log) => {
      const done = await executeStack(withLog(context, log), reviewed, stack, {
        atStart: made.atStart,
        now: made.outputs,
      })
      if (done.outputs) made.outputs = { ...made.outputs, [stack.id]: done.outputs }
      if (done.executed) made.plans.push(done.executed)
      return done.findings
    },
  }
}

/** Deploys a revision, with the outputs that are known by then. */
export function deploymentStep(context: DeployContext, deployment: Deployment, made: Made) {
  return {
    title: `deployment ${deployment.id}`,
    leaves: [],
    act: (log: Log) => deployRevision(withLog(context, log), deployment, made.outputs),
  }
}

/** A reviewed change set that is not executed stays until it is deleted, or another one is executed. */
function changeSetsOf({ environment }: DeployContext, reviewed: ReviewedStacks, stack: string): Handle[] {
  return reviewed.changeSets.flatMap(({ stack: id, changeSetArn }): Handle[] => {
    if (id !== stack || changeSetArn === undefined) return []
    const place = placeOfEnvironment(environment)
    const advice = `aws cloudformation delete-change-set --change-set-name ${changeSetArn} --region ${environment.region}`
    return [{ kind: 'change-set', id: changeSetArn, ...place, state: 'kept', advice }]
  })
}
