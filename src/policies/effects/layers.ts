import type { PlannedStack, WithoutEffect } from './contract.ts'

/** Pure: new versions of layers that functions of the template do not take. */
export function layersWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return stack.ofType('AWS::Lambda::LayerVersion').flatMap((layer): WithoutEffect[] => {
    const changed = stack.changes.find(({ logicalId }) => logicalId === layer.id)
    if (changed === undefined || !stack.isMade(layer.id) || stack.isReferredTo(layer.id)) return []
    const name = stack.textOf(layer.resource.properties['LayerName'])
    const pinned = stack.ofType('AWS::Lambda::Function').flatMap((server) => {
      const { Layers: layers } = server.resource.properties
      const version = (Array.isArray(layers) ? layers : [])
        .map((each) => stack.textOf(each) ?? '')
        .find((arn) => arn.split(':').at(-2) === name)
      return version === undefined ? [] : [{ server, version }]
    })
    if (pinned.length > 0)
      return pinned.map(({ server, version }) => ({
        changed,
        server,
        title: `${layer.id} gets a new version, and the function ${server.id} keeps using another one`,
        observed: `Layers of ${server.id} has ${version}`,
        advice: `Write \`!Ref ${layer.id}\` into Layers of ${server.id}.`,
      }))
    // A new layer may be for functions outside of the template.
    if (changed.action === 'Add') return []
    return [
      {
        outcome: 'noted',
        changed,
        server: layer,
        title: `${layer.id} gets a new version, to which nothing of the template refers`,
        observed: 'no function and no output refers to it',
        advice: `Check that the functions which use ${layer.id} take its new version.`,
      },
    ]
  })
}
