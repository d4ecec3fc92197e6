/**
 * AWS's own transforms that rewrite a template by fixed rules. Any other is a macro: a function of somebody's that runs
 * while a change set is made; and `AWS::Include` fetches an object whose content nobody has reviewed.
 */
const FIXED = new Set([
  'AWS::LanguageExtensions',
  'AWS::Serverless-2016-10-31',
  'AWS::CodeDeployBlueGreen',
  'AWS::CodeStar',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  'AWS::ServiceCatalog',
])

/** Transforms of a template that run code or fetch objects while a change set is made, and are not allowed by name. */
export function unreviewedTransforms(transforms: readonly string[], allowed: readonly string[]): string[] {
  return transforms.filter((name) => !FIXED.has(name) && !allowed.includes(name))
}
