import { check } from '../../src/checks/load.ts'
import type { Measurement } from '../../src/evidence/document.ts'
import type { Outcome } from '../../src/evidence/outcome.ts'
import { loadOptions, measureLoad, startService } from './client.ts'

/**
 * `npm run bench:compare-load -- [RUNS]`: how often `compare: last-release` calls a service slower that is as fast as
 * before, and how often it finds one that is a fifth slower. Each run of the service is compared with the run before, and
 * with one between them in which it was slower. Exits 1 where more than 1 % of the former do not pass, or fewer than 95 %
 * of the latter fail. On a machine with other work: `chrt -r 5 npm run bench:compare-load`.
 */

const RUNS = Number(process.argv[2] ?? 200)
const SLOWER = 1.2
const MOST_FALSE = 0.01
const LEAST_FOUND = 0.95

const service = await startService()
const options = loadOptions({ url: `${service.url}/orders`, rate: '400/s', for: '3s' }, 'last-release')

async function measured(factor: number, before: Measurement[] | undefined) {
  await service.slow(factor)
  const facts = await measureLoad(options)
  const judgement = check.judge(options, {
    ...facts,
    ...(before && { before: { runId: 'before', measurements: before } }),
  })
  return { outcome: judgement.outcome, title: judgement.title, measurements: [...(judgement.measurements ?? [])] }
}

type Counts = Partial<Record<Outcome, number>>
const same: Counts = {}
const slower: Counts = {}
const add = (counts: Counts, outcome: Outcome): void => void (counts[outcome] = (counts[outcome] ?? 0) + 1)
const share = (counts: Counts, outcome: Outcome): string => `${(((counts[outcome] ?? 0) / RUNS) * 100).toFixed(1)} %`

try {
  let before = (await measured(1, undefined)).measurements
  for (let run = 1; run <= RUNS; run++) {
    const slow = await measured(SLOWER, before)
    add(slower, slow.outcome)
    const again = await measured(1, before)
    add(same, again.outcome)
    if (again.outcome !== 'pass') process.stdout.write(`run ${run}, as fast: ${again.outcome}, ${again.title}\n`)
    if (slow.outcome !== 'fail') process.stdout.write(`run ${run}, slower: ${slow.outcome}, ${slow.title}\n`)
    before = again.measurements
  }
} finally {
  service.end()
}
process.stdout.write(
  [
    '',
    `| ${RUNS} runs | fail | inconclusive | pass |`,
    '|--|--:|--:|--:|',
    `| as fast as before | ${share(same, 'fail')} | ${share(same, 'inconclusive')} | ${share(same, 'pass')} |`,
    `| a fifth slower | ${share(slower, 'fail')} | ${share(slower, 'inconclusive')} | ${share(slower, 'pass')} |`,
    '',
  ].join('\n'),
)
const isGood = RUNS - (same.pass ?? 0) <= RUNS * MOST_FALSE && (slower.fail ?? 0) >= RUNS * LEAST_FOUND
process.exitCode = isGood ? 0 : 1
