import type { operationsOf } from './play.ts'

export type Ask = ReturnType<typeof operationsOf>
export type Settle = () => Promise<void>
export interface Recipe {
  readonly says: RegExp
  run(ask: Ask, named: readonly string[], settle: Settle): Promise<unknown>
}

export const PARAMETER = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } }

export function template(parts: object): string {
  return JSON.stringify({ Resources: { Parameter: PARAMETER }, ...parts })
}

export function valued(value: unknown, more: object = {}): string {
  return template({ Resources: { Parameter: { ...PARAMETER, Properties: { Type: 'String', Value: value } } }, ...more })
}

export async function deployed(ask: Ask, settle: Settle, name: string, body = template({})): Promise<string> {
  const { StackId: id } = await ask['CreateStack']!({ StackName: name, TemplateBody: body })
  await settle()
  return id as string
}
