export interface Output {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program, without a shell and without input, to its end. Rejects where it cannot be started. */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Output> {
  const { getExecOutput } = await import('@actions/exec')
  return getExecOutput(program, [...args], { ...options, silent: true, ignoreReturnCode: true })
}
