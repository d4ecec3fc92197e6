import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { compareDefinitions } from '../../ecs/compare-definitions.ts'
import type { DefinitionFacts, ServiceFacts } from '../../ecs/facts.ts'
import { judgeDeployable } from '../../ecs/judge-service.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { alarmNamesOf, strategyOf } from '../../ecs/service.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'
import { mayMakeServices, serviceAfter, type ServiceAfter } from '../planned/service.ts'

const SHOWN = 12
const PROTECTION = 'a circuit breaker or alarms, enabled with rollback'

/** A service that ECS deploys can get the release. */
export const rule: Rule = {
  meta: {
    code: 'service/deployable',
    title: 'ECS can deploy the release to its service, and would roll a failing deployment back',
    docs:
      'A service of `platform: ecs-native` must exist with the deployment controller ECS, desire at least one task, and ' +
      'have a circuit breaker or alarms with rollback; no deployment is in progress, and its images exist in ECR, as those of task definitions that CodeDeploy deploys. A ' +
      'service that this release makes or changes is judged by what it will be. What the deployment changes in the task ' +
      'definition is shown member by member, without the values of environment variables.',
    codes: [
      'service/missing',
      'service/controller',
      'service/no-tasks',
      'service/unprotected',
      'service/busy',
      'service/image-missing',
      'service/image-unknown',
      'service/changes',
      'service/ready',
    ],
  },
  judge({ environments }) {
    return environments.flatMap((environment) => [
      ...(environment.services ?? []).flatMap((service) => judgeService(service, environment)),
      ...(environment.definitions ?? []).flatMap((definition) => judgeImages(definition, environment.environment.key)),
    ])
  },
}

function judgeService(facts: ServiceFacts, environment: EnvironmentFacts): Finding[] {
  const { key, region } = environment.environment
  const { deployment, cluster, service, state } = facts
  const named = `${cluster}/${service}`
  const details = { environment: key }
  const after = serviceAfter(facts, environment)
  if (after === undefined) {
    if (!facts.isOpen && !mayMakeServices(environment)) {
      const missing = judgeDeployable(undefined, { id: deployment, cluster, service }, { key, region })
      return missing ? [missing] : []
    }
    return [
      {
        code: 'service/missing',
        outcome: 'skipped',
        title: `${key}: ${named} does not exist yet; it is judged when it is deployed`,
        subject: `deployment/${deployment}/service`,
        expected: 'an active service',
        observed: 'nothing yet',
        advice: 'Nothing to do: a stack of this release makes it.',
        details,
      },
    ]
  }
  const refused = judgeDeployable(
    { ...(state ?? ABSENT), cluster, name: service, controller: after.controller, desired: after.desired },
    { id: deployment, cluster, service },
    { key, region },
  )
  if (refused) return [refused]
  const findings = [
    ...judgeProtection(after, facts, key),
    ...facts.running.map((arn): Finding => ({
      code: 'service/busy',
      outcome: 'fail',
      title: `${key}: a deployment to ${named} is in progress`,
      subject: `deployment/${deployment}/service`,
      expected: 'no deployment',
      observed: nameOfArn(arn),
      advice: `Wait until it has ended: \`aws ecs describe-service-deployments --region ${region} --service-deployment-arns ${arn}\`.`,
      details,
    })),
    ...judgeImages(facts, key),
    ...changesOf(facts, after, key),
  ]
  // A task definition that ECS would refuse has a finding of its own.
  if (findings.some(blocks) || facts.released === undefined) return findings
  const found = facts.images.filter((image) => image.state === 'found').length
  return [
    ...findings,
    {
      code: 'service/ready',
      outcome: 'pass',
      title: `${key}: ECS can deploy to ${named}, and would roll a failing deployment back`,
      subject: `deployment/${deployment}/service`,
      expected: `the controller ECS, at least one task, ${PROTECTION}, no deployment in progress`,
      observed: [
        after.controller,
        strategyOf(after.configuration),
        plural(after.desired, 'desired task'),
        inWords(after.configuration),
        `${found} of ${plural(facts.images.length, 'image')} found`,
        'no deployment',
      ].join(', '),
      details,
    },
  ]
}

const ABSENT = {
  arn: '',
  status: 'ACTIVE',
  scheduling: 'REPLICA',
  taskDefinition: undefined,
  configuration: {},
  balancers: [],
  events: [],
}

function judgeProtection({ configuration, open }: ServiceAfter, facts: ServiceFacts, key: string): Finding[] {
  const about = {
    subject: `deployment/${facts.deployment}/service`,
    expected: PROTECTION,
    details: { environment: key },
  }
  const named = `${facts.cluster}/${facts.service}`
  if (open.includes('DeploymentConfiguration')) {
    return [
      {
        ...about,
        code: 'service/unprotected',
        outcome: 'inconclusive',
        title: `${key}: the template does not show whether ECS would roll back a deployment of ${named}`,
        observed: 'a function in DeploymentConfiguration',
        advice: 'Write DeploymentConfiguration of the service without functions.',
      },
    ]
  }
  const { deploymentCircuitBreaker: breaker, alarms } = configuration
  const byAlarms = alarms?.enable === true && alarms.rollback === true && (alarms.alarmNames ?? []).length > 0
  const byBreaker = breaker?.enable === true && breaker.rollback === true
  const strategy = strategyOf(configuration)
  if (byAlarms || (byBreaker && strategy === 'ROLLING')) return []
  if (byBreaker) {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html
    return [
      {
        ...about,
        code: 'service/unprotected',
        outcome: 'inconclusive',
        title: `${key}: whether ECS would roll back a failing deployment of ${named} is not known: AWS documents the circuit breaker for ROLLING only`,
        expected: 'alarms, enabled with rollback',
        observed: `${strategy}, ${inWords(configuration)}`,
        advice:
          'Add `Alarms: { Enable: true, Rollback: true, AlarmNames: [!Ref Errors] }` to DeploymentConfiguration of the service in its template.',
      },
    ]
  }
  return [
    {
      ...about,
      code: 'service/unprotected',
      outcome: 'fail',
      title: `${key}: a failing deployment of ${named} would not be rolled back`,
      observed: inWords(configuration),
      advice:
        'Add `DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }` to the service in its template, or alarms with Rollback.',
    },
  ]
}

function inWords(configuration: DeploymentConfiguration): string {
  const { deploymentCircuitBreaker: breaker, alarms } = configuration
  const names = alarmNamesOf(configuration)
  const withRollback = (is: boolean | undefined): string => (is === true ? 'with rollback' : 'without rollback')
  return [
    breaker?.enable === true ? `circuit breaker ${withRollback(breaker.rollback)}` : 'no circuit breaker',
    names.length > 0 ? `${plural(names.length, 'alarm')} ${withRollback(alarms?.rollback)}` : 'no alarms',
  ].join(', ')
}

function judgeImages({ images, deployment, file }: DefinitionFacts, key: string): Finding[] {
  return images.flatMap(({ container, image, state, observed, advice }): Finding[] => {
    if (state === 'found') return []
    const about = {
      subject: `deployment/${deployment}/image/${container}`,
      observed,
      source: { file },
      details: { environment: key },
    }
    if (state === 'missing') {
      return [
        {
          ...about,
          code: 'service/image-missing',
          outcome: 'fail',
          title: `${key}: the image of ${container} cannot be pulled: ${image}`,
          expected: image,
          advice: advice ?? 'Push the image, or correct its name in the task definition.',
        },
      ]
    }
    return [
      {
        ...about,
        code: 'service/image-unknown',
        outcome: 'noted',
        title: `${key}: whether the image of ${container} exists is not known: ${image}`,
        expected: 'an image of ECR that can be looked up',
        advice:
          advice ??
          'Use an image of ECR by its digest, so that it can be looked up and is the same everywhere. A tag of another registry may be pushed again between pre-prod and production; that is seen after the deployment to production only.',
      },
    ]
  })
}

/** What the deployment would change. */
function changesOf(facts: ServiceFacts, { configuration }: ServiceAfter, key: string): Finding[] {
  const { definition, released, deployment, cluster, service, file } = facts
  if (released === undefined) return []
  const how = `by ${strategyOf(configuration)}`
  const about = {
    code: 'service/changes',
    outcome: 'noted',
    subject: `deployment/${deployment}/changes`,
    source: { file },
  } as const
  if (definition === undefined) {
    return [
      {
        ...about,
        title: `${key}: ${cluster}/${service} gets its first task definition of this release, ${how}`,
        observed: `family ${released.family}`,
        details: { environment: key },
      },
    ]
  }
  const changes = compareDefinitions(definition.definition, released)
  const shown = changes.map(({ path, before = 'nothing', after = 'nothing' }) => `${path}: ${before} → ${after}`)
  return [
    {
      ...about,
      title:
        changes.length === 0
          ? `${key}: ${nameOfArn(definition.arn)} would be deployed again as it is to ${cluster}/${service}, ${how}`
          : `${key}: ${plural(changes.length, 'member')} of ${nameOfArn(definition.arn)} would change in ${cluster}/${service}, ${how}`,
      observed: changes.length === 0 ? 'no difference' : listed(shown, SHOWN),
      details: { environment: key, changes: shown },
    },
  ]
}
