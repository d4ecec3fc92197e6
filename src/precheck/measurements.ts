import type { Survey } from './survey/index.ts'
import type { Measurement } from '../evidence/document.ts'
import { allReports, isChecked } from '../cloudformation/drift/drift.ts'

export function measurementsOf({ planned, drift }: Survey): Measurement[] {
  const { environment } = planned.plan
  if (planned.stacks.length === 0) return []
  const resources = drift.flatMap(allReports).flatMap((report) => report.resources)
  const changes = planned.stacks.flatMap(({ plan }) => plan?.changes ?? [])
  const count = (name: string, value: number): Measurement => ({
    name: `${environment}: ${name}`,
    unit: 'count',
    value,
    subject: `environment/${environment}`,
  })
  return [
    count('stacks', planned.stacks.length),
    count('planned changes', changes.length),
    count('resources checked for drift', resources.filter(isChecked).length),
    count('resources not checked for drift', resources.filter((resource) => !isChecked(resource)).length),
  ]
}
