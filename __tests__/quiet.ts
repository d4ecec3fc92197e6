import { afterEach, beforeEach, jest } from '@jest/globals'

/** The packages of the runner report to it on stdout. In these tests stdout is for the test report. */
export function hideRunnerOutput(): void {
  beforeEach(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true))
  afterEach(() => void jest.restoreAllMocks())
}
