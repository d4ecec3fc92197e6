import {
  declaredExports,
  declaredImports,
  readExports,
  readImporters,
  type DeclaredImport,
} from '../../cloudformation/exports.ts'
import { exportsAtRisk } from '../../cloudformation/export-risk.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import { newExports } from '../../policies/new-exports.ts'
import type { ExportFacts, ExportAtRisk, StackExports } from '../../policies/contract.ts'
import { mapLimit } from '../../support/limit.ts'
import { accountOf, valuesOf } from './stack-plan-values.ts'

const READS_AT_ONCE = 4

/**
 * Imports and exports of the stacks of an environment. The exports of the region are listed only where a template imports
 * one or makes a new one; importers only of exports that the release would remove or change.
 */
export async function surveyExports(
  { ports, access, environment }: Pick<PlanOptions, 'ports' | 'access' | 'environment'>,
  stacks: readonly StackPlan[],
): Promise<ExportFacts> {
  const found = stacks.map((stack) => stackExports(stack, environment))
  const listed = found.some((stack) => stack.imports.length > 0 || newExports(stack).length > 0)
  const risks = found.flatMap(({ atRisk }) => atRisk)
  if (!listed && risks.length === 0) return { stacks: found, exports: [], importers: new Map() }
  const cloudformation = await ports.connect.cloudformation(access)
  const exports = listed ? await readExports(cloudformation) : []
  const names = [...new Set(risks.map(({ name }) => name))]
  const importers = await mapLimit(
    names,
    READS_AT_ONCE,
    async (name) => [name, await readImporters(cloudformation, name)] as const,
  )
  return { stacks: found, exports, importers: new Map(importers) }
}

function stackExports(planned: StackPlan, environment: PlanOptions['environment']): StackExports {
  const { stack, source, before, plan } = planned
  const { template } = source
  const values = valuesOf(planned, environment)
  const declared = declaredExports(template, values)
  const imports: readonly DeclaredImport[] = declaredImports(template, values)
  const atRisk = exportsAtRisk(template, values, before, plan?.changes ?? []).map((each): ExportAtRisk => ({
    ...each,
    source: template.source(['Outputs']),
  }))
  return {
    stack: stack.id,
    stackName: stack.name,
    account: accountOf(planned, environment),
    dependsOn: source.dependsOn,
    declared,
    exported: Object.values(before?.exports ?? {}),
    imports,
    atRisk,
  }
}
