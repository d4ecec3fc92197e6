import type { Intent } from '../../config/schema/intent.ts'
import type { Plan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { evidenceFolder } from '../../handover/evidence-store.ts'
import { baselineOf } from '../../policies/baseline.ts'
import type { Ports } from '../../ports.ts'
import { writeFiles } from '../../support/files/scratch.ts'
import { suggestIntent } from './intent.ts'

const INTENT = 'intent.suggested.yml'
const BASELINE = 'baseline.suggested.json'

/**
 * Writes an intent file that expects the plans, and a baseline that accepts the findings if there are `findings`. They are
 * beside the evidence, ready to be reviewed and committed, and in the log, which outlives the job.
 */
export async function writeSuggestions(
  ports: Pick<Ports, 'place' | 'log'>,
  folder: string | undefined,
  {
    plans,
    intent,
    findings,
  }: {
    readonly plans: readonly Plan[]
    readonly intent: Intent | undefined
    readonly findings: readonly Finding[] | undefined
  },
): Promise<void> {
  const suggested: readonly (readonly [name: string, text: string | undefined])[] = [
    [BASELINE, findings && JSON.stringify(baselineOf(findings), undefined, 2)],
    [INTENT, suggestIntent(plans, intent)],
  ]
  for (const [name, text] of suggested) {
    if (text === undefined) continue
    await writeFiles(evidenceFolder(ports, folder), new Map([[name, Buffer.from(text)]]))
    await ports.log.group(name, async () => ports.log.info(text))
  }
}
