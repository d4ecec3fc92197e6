import { APPROVALS } from './approvals.ts'
import { APPSPEC } from './appspec.ts'
import { ASSETS } from './assets.ts'
import { CERTIFICATES } from './certificates.ts'
import { CHANGES } from './changes.ts'
import { CHECK_CODES } from './checks.ts'
import { DEPLOYMENTS } from './deployments.ts'
import type { CodeTable } from './entry.ts'
import { ERRORS } from './errors.ts'
import { HOST_CODES } from './hosts.ts'
import { GATE } from './gate.ts'
import { IMAGES } from './images.ts'
import { NAMES } from './names.ts'
import { NOTIFY } from './notify.ts'
import { PHASE_CODES } from './phases.ts'
import { REFERENCES } from './references.ts'
import { RELEASE } from './release.ts'
import { ROLLBACK } from './rollback.ts'
import { SERVICES } from './services.ts'
import { SERVING } from './serving.ts'
import { STACKS } from './stacks.ts'
import { STATE } from './state.ts'
import { TASK_DEFINITIONS } from './task-definitions.ts'
import { TEMPORARY_CODES } from './temporary.ts'
import { TRUST } from './trust.ts'
import { VANISHED } from './vanished.ts'

/** The catalogue of all codes that a finding can have, in the order of the reference. No code is in two tables. */
export const CODES = {
  ...STATE,
  ...CHANGES,
  ...REFERENCES,
  ...NAMES,
  ...ASSETS,
  ...IMAGES,
  ...ROLLBACK,
  ...VANISHED,
  ...TRUST,
  ...STACKS,
  ...DEPLOYMENTS,
  ...SERVICES,
  ...APPSPEC,
  ...TASK_DEFINITIONS,
  ...CHECK_CODES,
  ...CERTIFICATES,
  ...PHASE_CODES,
  ...HOST_CODES,
  ...RELEASE,
  ...GATE,
  ...APPROVALS,
  ...SERVING,
  ...TEMPORARY_CODES,
  ...NOTIFY,
  ...ERRORS,
} as const

export type { CodeEntry } from './entry.ts'
export type FindingCode = keyof typeof CODES

/** The tables with their headings, for the reference. */
export const CODE_TABLES: readonly { readonly title: string; readonly codes: CodeTable }[] = [
  { title: 'Drift and parity', codes: STATE },
  { title: 'Planned changes and rules', codes: CHANGES },
  { title: 'Names and quotas', codes: NAMES },
  { title: 'References that leave a template', codes: REFERENCES },
  { title: 'Assets and bootstrap', codes: ASSETS },
  { title: 'Container images', codes: IMAGES },
  { title: 'The way back', codes: ROLLBACK },
  { title: 'Compared with the last release', codes: VANISHED },
  { title: 'Identity and trust', codes: TRUST },
  { title: 'Stacks and change sets', codes: STACKS },
  { title: 'Deployments and alarms', codes: DEPLOYMENTS },
  { title: 'Services of ECS', codes: SERVICES },
  { title: 'AppSpec files and revisions', codes: APPSPEC },
  { title: 'Task definitions', codes: TASK_DEFINITIONS },
  { title: 'Checks', codes: CHECK_CODES },
  { title: 'Certificates of what serves', codes: CERTIFICATES },
  { title: 'Phases of checks', codes: PHASE_CODES },
  { title: 'Health of hosts before traffic', codes: HOST_CODES },
  { title: 'Evidence, release and plan', codes: RELEASE },
  { title: 'Gate', codes: GATE },
  { title: 'Approvals and exceptions', codes: APPROVALS },
  { title: 'What serves', codes: SERVING },
  { title: 'Temporary environments', codes: TEMPORARY_CODES },
  { title: 'Messages to others', codes: NOTIFY },
  { title: 'Errors', codes: ERRORS },
]
