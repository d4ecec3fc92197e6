import { recordOf } from '../../../support/records.ts'
import type { LiveItem } from '../contract.ts'
import { textItems } from '../items.ts'
import type { AspectKind, ResourceKind } from '../kind.ts'
import { orNone, present } from './answers.ts'

/** Single settings that open a resource, or silence it. */

/** A property that counts where it has this value, and that the model always returns. */
function setting(property: string, value: boolean, more: Partial<AspectKind> = {}): AspectKind {
  return {
    name: `/${property}`,
    async read({ model }): Promise<LiveItem[]> {
      const live = String(present((await model())[property], property))
      return live === String(!value) ? [] : [{ key: live, value: live }]
    },
    own: (properties) => textItems(properties[property]),
    ...more,
  }
}

/**
 * An instance of the default VPC, without a subnet group and outside of a cluster, is public where nobody says otherwise
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, PubliclyAccessible).
 */
export const database: ResourceKind = {
  calls: ['cloudcontrol'],
  aspects: [
    setting('PubliclyAccessible', true, {
      isDefault: (_, { PubliclyAccessible: declared, DBSubnetGroupName: subnets, DBClusterIdentifier: cluster }) =>
        declared === undefined && subnets === undefined && cluster === undefined,
    }),
  ],
}

/** An alarm without actions stops no deployment and tells nobody. The default is true. */
export const alarm: ResourceKind = { calls: ['cloudcontrol'], aspects: [setting('ActionsEnabled', false)] }

/** A rule that was added by hand removes objects, or moves them. */
export const lifecycle: AspectKind = {
  name: '/LifecycleConfiguration',
  async read({ reads, resource, account }) {
    const answer = await orNone(
      reads.getBucketLifecycleConfiguration({
        Bucket: resource.physicalId,
        ...(account !== '' && { ExpectedBucketOwner: account }),
      }),
      'NoSuchLifecycleConfiguration',
    )
    const rules = answer === undefined ? [] : present(answer.Rules, 'the rules')
    return rules.map((rule, index) => ({ key: rule.ID || `rule ${index + 1}`, value: recordOf(rule) }))
  },
  own: () => [],
  // Drift detection compares a declared configuration, all of its rules.
  isDefault: (_, { LifecycleConfiguration: declared }) => declared !== undefined,
}
