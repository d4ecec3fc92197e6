import { execFile, type ExecFileOptions } from 'node:child_process'

export interface Output {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program, without a shell, to its end. Rejects where it cannot be started, or is ended by a signal. */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: Pick<ExecFileOptions, 'cwd' | 'env'> = {},
): Promise<Output> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, encoding: 'utf8', maxBuffer: Infinity }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr })
      else reject(error)
    })
  })
}
