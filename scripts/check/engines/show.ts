import type { Judged } from './calls/contract.ts'
import type { Row } from './contract.ts'
import type { Difference } from './differences.ts'
import type { Skipped } from '../../install/provide.ts'

const SHOWN = 3

/** `ministack | 1.5.33 | update: precheck | pass | none`. */
export function showRow(row: Row): string {
  const { engine, version, step, outcome, standIns, contradictions, notJudged, fault, green } = row
  const assisted = standIns.length > 0 ? ` (with stand-ins for ${standIns.join(', ')})` : ''
  const judged = green && notJudged === undefined ? 'none' : '-'
  const against = [
    ...(fault === undefined ? [] : [`FAULT: ${fault}`]),
    ...contradictions.map((one) => `FALSE PASS: ${one}`),
  ]
  const last = against.length > 0 ? against.join('; ') : (notJudged ?? judged)
  return [engine, version, step, `${outcome}${assisted}`, last].join(' | ')
}

export function showSkipped({ engine, skipped }: Skipped): string {
  return `${engine}: skipped, ${skipped}`
}

/** Differences of responses, one operation a line. */
export function showDifferences(engine: string, all: readonly Difference[], verbose: boolean): string {
  const cut = (names: readonly string[]): string => {
    const shown = verbose ? names : names.slice(0, SHOWN)
    return (
      shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more (--verbose)` : '')
    )
  }
  const lines = all.map(({ operation, lacks, adds }) => {
    const parts = [
      ...(lacks.length > 0 ? [`lacks ${cut(lacks)}`] : []),
      ...(adds.length > 0 ? [`adds ${cut(adds)}`] : []),
    ]
    return `  ${operation}: ${parts.join('; ')}`
  })
  return [`${engine}: answers of ${all.length} operations have other members than the sandbox's`, ...lines].join('\n')
}

/**
 * What an engine said of responses to the same calls: values that differ for no known reason, and all with `verbose`.
 */
export function showCalls(engine: string, all: readonly Judged[], verbose: boolean): string {
  const lines = all.flatMap(({ differences }) =>
    differences
      .filter(({ known }) => verbose || known === undefined)
      .map(({ call, path, sandbox, engine: other, known }) => {
        const reason = known === undefined ? 'UNKNOWN' : known
        return `  ${call} ${path}: ${other}, and the sandbox ${sandbox} (${reason})`
      }),
  )
  const agreeing = all.filter(({ differences }) => differences.length === 0).length
  return [`${engine}: ${all.length} operations compared, ${agreeing} with equal values`, ...lines].join('\n')
}

export function summaryOf(
  rows: readonly Row[],
  skipped: readonly Skipped[],
): { readonly text: string; readonly failed: boolean } {
  const engines = new Set(rows.map(({ engine }) => engine).filter((engine) => engine !== 'sandbox'))
  const green = rows.filter((row) => row.green && row.notJudged === undefined)
  const falsePasses = rows.filter(({ contradictions }) => contradictions.length > 0)
  const faults = rows.filter(({ fault }) => fault !== undefined)
  const counts = [
    `engines ${engines.size} (${skipped.length} skipped)`,
    `steps ${rows.length}`,
    `green and read back ${green.length}`,
    `false passes ${falsePasses.length}`,
    `faults ${faults.length}`,
  ]
  return { text: `check:engines: ${counts.join(', ')}`, failed: falsePasses.length + faults.length > 0 }
}
