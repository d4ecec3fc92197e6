import { afterEach, beforeEach, jest } from '@jest/globals'

/** The packages of the runner report to it on stdout. In these tests stdout belongs to the report of the tests. */
export function hideRunnerOutput(): void {
  beforeEach(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true))
  afterEach(() => void jest.restoreAllMocks())
}
