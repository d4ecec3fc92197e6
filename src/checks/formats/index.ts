import { ctrf } from './ctrf.ts'
import { junit } from './junit.ts'
import { k6 } from './k6.ts'
import type { ReportFormat } from './report.ts'
import { sarif } from './sarif.ts'
import { tap } from './tap.ts'
import { trx } from './trx.ts'

/** Every format of reports, by its option of the check `run`. */
export const FORMATS = { junit, ctrf, tap, trx, sarif, k6 } as const satisfies Readonly<Record<string, ReportFormat>>

export type FormatName = keyof typeof FORMATS

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]
