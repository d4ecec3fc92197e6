import type { FormatName } from '../../src/checks/formats/index.ts'

/** The tests of a project: two that pass; one of two fails; all are skipped; there is none; it does not load. */
export type CaseName = 'green' | 'failing' | 'skipped' | 'empty' | 'broken' | 'flaky'

export interface Expected {
  /** The check's result for the report, for any exit status. */
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  /** The names of the tests that failed. */
  readonly failing?: readonly string[]
  /** The names of the tests that passed when they were run again. */
  readonly flaky?: readonly string[]
}

export interface Recipe {
  /** `jest-junit`: also the name of its folder of fixtures. */
  readonly producer: string
  readonly format: FormatName
  /** Prints a version. */
  readonly version: string
  /** Through a shell, in the folder of the project; it writes `report`. */
  readonly command: string
  /** The report, from the folder of the project. */
  readonly report: string
  /** Files of the project of all cases, and those of each case. */
  readonly common?: Readonly<Record<string, string>>
  readonly cases: Partial<Readonly<Record<CaseName, { readonly files: Readonly<Record<string, string>> } & Expected>>>
}

/** The files that were made, beside the fixtures. */
export interface Produced {
  readonly producer: string
  readonly version: string
  readonly format: FormatName
  readonly case: CaseName
  readonly command: string
  readonly exitStatus: number
  /** From the folder of the fixtures; absent: the tool wrote no report. */
  readonly file?: string
  readonly expected: Expected
}
