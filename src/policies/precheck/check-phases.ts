import { planChecks, type PlannedCheck } from '../../checks/engine/select.ts'
import type { Config } from '../../config/schema/index.ts'
import { AFTER_DEPLOYMENT, type Phase } from '../../evidence/phase.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { Rule } from '../contract.ts'

const SHOWN = 5

/** A check whose phase never comes proves nothing. */
export const rule: Rule = {
  meta: {
    code: 'check/phases',
    title: 'Every check can run in its phase',
    docs:
      'Checks of the phases before-traffic, during and after-rollback run in a deployment. Where no deployment of the ' +
      'configuration has the phase, such a check would never run: it fails here, before anything is changed.',
    codes: ['phase/not-runnable', 'phase/runnable'],
  },
  judge({ config }) {
    const phases = Map.groupBy(planChecks(config.verify), ({ phase }) => phase)
    phases.delete(AFTER_DEPLOYMENT)
    return [...phases].map(([phase, checks]) => judgePhase(phase, checks, config))
  },
}

/** What a configuration needs, so that its checks of a phase run; the phases that `verify` runs need nothing. */
const NEEDS: Readonly<
  Partial<Record<Phase, { readonly is: (config: Config) => boolean; readonly what: string; readonly change: string }>>
> = {
  'before-traffic': {
    is: () => false,
    what: 'a deployment that runs checks before traffic',
    change: 'no platform runs this phase yet',
  },
  during: {
    is: () => false,
    what: 'a deployment that runs checks while it goes on',
    change: 'no platform runs this phase yet',
  },
  'after-rollback': {
    is: () => false,
    what: 'a rehearsed rollback',
    change: 'no rehearsal of a rollback is configured',
  },
}

function judgePhase(phase: Phase, checks: readonly PlannedCheck[], config: Config): Finding {
  const names = listed(
    checks.map(({ name }) => JSON.stringify(name)),
    SHOWN,
  )
  const needs = NEEDS[phase]
  const about = { subject: `config/verify/phase/${phase}`, observed: names }
  if (needs === undefined || needs.is(config)) {
    return {
      ...about,
      code: 'phase/runnable',
      outcome: 'pass',
      title: `${plural(checks.length, 'check')} of the phase ${phase} can run`,
      ...(needs && { expected: needs.what }),
    }
  }
  return {
    ...about,
    code: 'phase/not-runnable',
    outcome: 'fail',
    title: `nothing runs the ${plural(checks.length, 'check')} of the phase ${phase}: ${needs.change}`,
    expected: needs.what,
    advice: `Give ${checks.length === 1 ? 'the check' : 'these checks'} another \`phase\`, such as ${AFTER_DEPLOYMENT}.`,
  }
}
