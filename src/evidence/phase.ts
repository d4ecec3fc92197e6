/** When a check runs. The phase `approval` is that of manual tests alone: a person's approval of production ends them. */
export const PHASES = [
  'before-traffic',
  'during',
  'after-deployment',
  'after-rollback',
  'production',
  'approval',
] as const
export type Phase = (typeof PHASES)[number]

/** The phase of a check that names none; it is also that of findings without a phase. */
export const AFTER_DEPLOYMENT = 'after-deployment' satisfies Phase

/** The job that runs the checks of a phase on pre-prod, or on production. A phase of another version has no known job. */
export function jobOf(phase: string): string {
  return JOBS[phase] ?? `a job of the phase ${phase}`
}

const DEPLOYS = 'the job with `command: deploy-preprod`'
const JOBS: Readonly<Record<string, string>> = {
  'before-traffic': DEPLOYS,
  during: DEPLOYS,
  'after-deployment': 'the job with `command: verify` and `environment: preprod`',
  'after-rollback': DEPLOYS,
  production: 'the job with `command: verify` and `environment: production`',
  approval: 'the job with `command: deploy-production`',
} satisfies Record<Phase, string>
