import type { FindingCode } from '../../src/evidence/codes/index.ts'
import { canHave, FINDING_CODES } from '../../src/evidence/codes/lookup.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { blocks } from '../../src/evidence/verdict.ts'
import type { Played, Row } from './row.ts'

/** The result of a row. */
export interface Proved {
  readonly code: string
  readonly subject: string
  readonly says: string
  readonly truth: string
  /** The bundle's finding in place of the pass: outcomes of the same code, or the codes that block. */
  readonly outcome: string
  /** The reason why the row is not proof; absent where it is. */
  readonly problem?: string
  readonly falsePass: boolean
}

/** Codes that may have the outcome `pass`. */
export function passingCodes(): FindingCode[] {
  return FINDING_CODES.filter((code) => canHave(code, 'pass'))
}

export function missingCodes(rows: readonly Pick<Row, 'code'>[]): FindingCode[] {
  const there = new Set(rows.map(({ code }) => code))
  return passingCodes().filter((code) => !there.has(code))
}

/** Plays all rows, at most so many at a time, and judges each. */
export async function prove(
  rows: readonly Row[],
  { atOnce, tell }: { readonly atOnce: number; readonly tell: (proved: Proved) => void },
): Promise<Proved[]> {
  const proved: Proved[] = []
  const queue = rows.entries()
  const worker = async (): Promise<void> => {
    for (const [index, row] of queue) {
      const result = await proveRow(row)
      proved[index] = result
      tell(result)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    await Promise.all([...new Set(rows.map(({ stage }) => stage))].map((stage) => stage.close()))
  }
  return proved
}

async function proveRow(row: Row): Promise<Proved> {
  try {
    return judge(row, await row.honest(), await row.play())
  } catch (error) {
    const problem = `could not be played: ${error instanceof Error ? error.message : String(error)}`
    return { ...textOf(row), outcome: 'none', problem, falsePass: false }
  }
}

const textOf = ({ code, subject, says, truth }: Row): Pick<Proved, 'code' | 'subject' | 'says' | 'truth'> => ({
  code,
  subject,
  says,
  truth,
})

/** Judges a row by the results of the honest case and of this one. Pure. */
export function judge(row: Row, honest: Played, played: Played): Proved {
  const passed = played.findings.some((finding) => isOf(row, finding) && finding.outcome === 'pass')
  const problem = problemOf(row, honest, played, passed)
  return {
    ...textOf(row),
    outcome: outcomeOf(row, played),
    ...(problem !== undefined && { problem }),
    falsePass: passed && played.told > 0,
  }
}

const isOf = (row: Row, { code, subject }: Finding): boolean => code === row.code && subject === row.subject

function problemOf(row: Row, honest: Played, played: Played, passed: boolean): string | undefined {
  const { honestSubject = row.subject } = row
  if (
    !honest.findings.some((finding) => isOf({ ...row, subject: honestSubject }, finding) && finding.outcome === 'pass')
  ) {
    return 'it does not pass in the honest world either, so the row proves nothing'
  }
  if (played.told === 0) return 'nothing was said that is not so'
  if (passed) return 'FALSE PASS'
  if (row.remark === undefined) return played.green ? 'every step is green' : undefined
  const reported = played.findings.some(
    ({ code, outcome }) => code === row.remark && (outcome === 'noted' || outcome === 'skipped'),
  )
  return reported ? undefined : `${row.remark} is not reported`
}

function outcomeOf(row: Row, { findings }: Played): string {
  const own = findings.filter((finding) => isOf(row, finding)).map(({ outcome }) => outcome)
  const others = findings.filter((finding) => blocks(finding) && !isOf(row, finding))
  const remarks = findings.filter(({ code }) => code === row.remark)
  const reported = [...others, ...remarks].map(({ outcome, code }) => `${outcome} ${code}`)
  return [...new Set([...own, ...reported])].join(', ') || 'nothing'
}
