/** The size of a benchmark's release. */
export interface Size {
  readonly stacks: number
  /** Topics per stack; the first one is changed. */
  readonly resources: number
  /** Parameters per stack; each is used by one of the resources, if there are enough. */
  readonly parameters: number
  /** Minimum size of the template; comments fill it up. */
  readonly bytes: number
}

export const BUCKET = 'bench-templates'
const COMMENT = `# ${'x'.repeat(97)}\n`

export function filesOf(
  size: Size,
  version: 'old' | 'new',
  region: string,
  { ceiling, live }: { readonly ceiling: number; readonly live: string },
): { template: string; config: string } {
  const parameters = Array.from(
    { length: size.parameters },
    (_, index) => `  P${index}: { Type: String, Default: value ${index} }\n`,
  )
  const resources = Array.from({ length: size.resources }, (_, index) => {
    const text = index < size.parameters ? `!Ref P${index}` : `topic ${index}`
    const name = index === 0 ? `${version} topic` : text
    return `  Topic${index}: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${name} } }\n`
  })
  const parts = [parameters.length > 0 ? ['Parameters:\n', ...parameters] : [], ['Resources:\n', ...resources]]
  const short = parts.flat().join('')
  const comments = Math.max(0, Math.ceil((size.bytes - short.length) / COMMENT.length))
  const stacks = Array.from(
    { length: size.stacks },
    (_, index) =>
      `  - { id: s${index}, name: "bench-{environment}-${index}", template: template.yml, template-bucket: ${BUCKET} }\n`,
  )
  return {
    template: COMMENT.repeat(comments) + short,
    config: `version: 1
aws-calls-per-second: ${ceiling}
precheck: { drift: { live: ${live} } }
environments: { preprod: { region: ${region} }, production: { region: ${region} } }
stacks:
${stacks.join('')}`,
  }
}
