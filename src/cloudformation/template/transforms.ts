/**
 * AWS's own transforms that rewrite a template by fixed rules. Any other transform is a macro, a Lambda function that runs
 * when a change set is created; `AWS::Include` fetches an object whose content is not reviewed.
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

/** Transforms that run code or fetch objects when a change set is created, and that the configuration does not allow. */
export function unreviewedTransforms(transforms: readonly string[], allowed: readonly string[]): string[] {
  return transforms.filter((name) => !FIXED.has(name) && !allowed.includes(name))
}
