/** The last part of an ARN: `shop:7` of a task definition, the id of a task. */
export function nameOfArn(arn: string): string {
  return arn.split('/').at(-1) ?? arn
}
