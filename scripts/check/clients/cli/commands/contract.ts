/** A command of the AWS CLI, and its expected result. */
export interface Command {
  /** The command line without `aws`; `{name}` is a value that an earlier command set. */
  readonly run: string
  /** A JMESPath expression, whose value must not be empty. */
  readonly shows?: string
  /** The value of that expression. */
  readonly is?: unknown
  /** The name of the value, or the values in the output by name. */
  readonly sets?: string | ((output: any) => Record<string, string>)
  /** Part of the error that it must end with. */
  readonly fails?: string
  /** The output may match only after a while. */
  readonly eventually?: true
}
