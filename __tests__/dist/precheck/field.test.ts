import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { blockers, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** The most harmful situations for users that precheck can detect, each a scenario of the sandbox. */

const FOLDER = resolve(import.meta.dirname, '../../../sandbox/scenarios/field')

interface Case {
  readonly verdict: string
  /** All findings that block the release, and their next steps. */
  readonly blockers: Readonly<Record<string, string>>
  /** Number of passed findings for each code. */
  readonly passes?: Readonly<Record<string, number>>
  /** Stacks and change sets that were added or removed. */
  readonly left?: readonly (string | RegExp)[]
  readonly gone?: readonly string[]
  /** The job is cancelled once it has created that many change sets. */
  readonly cancelAt?: number
  readonly also?: (seen: Seen, world: PrecheckWorld) => void
}

/** Fifty throttled stacks on a machine with other load. */
const PATIENCE_MS = 180_000
const REVERT = '--deployment-mode REVERT_DRIFT'
const IGNORE = 'precheck.drift.ignore: [{ resource: '
/** A pre-prod plan that is allowed is the one that will be executed. */
const planOf = (stack: string, status = 'CREATE_COMPLETE') =>
  new RegExp(`^${stack}-preprod ${status} td-precheck-preprod-\\S+$`)
const found = ({ evidence }: Seen, code: string) => evidence.findings.filter((finding) => finding.code === code)
const asked = ({ asked: requests }: PrecheckWorld, action: RegExp) =>
  requests.filter((request) => action.test(request)).length

const CASES: Readonly<Record<string, Case>> = {
  '01-no-change': {
    verdict: 'pass',
    blockers: {},
    passes: { 'change-set/no-changes': 8, 'change-set/created': 2, 'drift/in-sync': 10 },
    left: [planOf('here')],
    gone: ['here-preprod CREATE_COMPLETE'],
  },
  '02-nothing-checked': {
    verdict: 'inconclusive',
    blockers: {
      'inconclusive drift/nothing-checked stack/handle': `${IGNORE}handle/Handle`,
      'inconclusive drift/nothing-checked stack/unchecked': `${IGNORE}unchecked/Topic`,
      'inconclusive drift/nothing-checked stack/unknown': `${IGNORE}unknown/Topic`,
      'inconclusive drift/nothing-checked stack/unsupported': `${IGNORE}unsupported/Topic`,
      'inconclusive drift/unknown-status stack/unknown/resource/Topic': 'read permission on AWS::SNS::Topic',
    },
    // Those of pre-prod, without the one that is never valid.
    passes: { 'drift/in-sync': 3 },
  },
  '03-detection-failed': {
    verdict: 'fail',
    blockers: {
      'fail drift/property-differs stack/denied/resource/Orders/property/DisplayName': REVERT,
      'fail drift/property-differs stack/throttled/resource/Orders/property/DisplayName': REVERT,
      'inconclusive drift/detection-failed stack/denied':
        'aws cloudformation detect-stack-drift --stack-name denied-production',
      'inconclusive drift/unknown-status stack/denied/resource/Returns': 'read permission on AWS::SNS::Topic',
    },
    passes: { 'drift/in-sync': 2 },
    also: (seen) => expect(seen.everything).toContain('drift detection of throttled was incomplete; it is repeated in'),
  },
  '04-pages': {
    verdict: 'fail',
    blockers: Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [
        `fail drift/property-differs stack/web/resource/T${index + 1}/property/DisplayName`,
        REVERT,
      ]),
    ),
    passes: { 'drift/in-sync': 1, 'change-set/created': 2 },
    also({ evidence }) {
      expect(evidence.plans.map(({ changeSets }) => changeSets[0]?.changes.length)).toEqual([130, 130])
    },
  },
  '05-dropped-values': {
    verdict: 'pass',
    blockers: {},
    passes: { 'change-set/created': 2 },
    left: [planOf('shop')],
    gone: ['shop-preprod CREATE_COMPLETE'],
    also({ evidence }) {
      const changes = evidence.plans.map(({ changeSets }) => changeSets[0]?.changes)
      expect(changes).toMatchObject([[{ logicalId: 'Topic' }], [{ logicalId: 'Topic', action: 'Modify' }]])
    },
  },
  '06-made-again': {
    verdict: 'fail',
    blockers: {
      'fail stack/changed-concurrently stack/web':
        'aws cloudformation describe-stack-events --stack-name shop-production',
      'inconclusive drift/detection-failed stack/web': 'detect-stack-drift --stack-name shop-production',
    },
    passes: { 'drift/in-sync': 1 },
    also(seen) {
      const [again] = found(seen, 'stack/changed-concurrently')
      expect(again?.expected).toMatch(/^arn:aws:cloudformation:eu-west-1:111111111111:stack\/shop-production\//)
      expect(again?.observed).not.toBe(again?.expected)
    },
  },
  '06-in-review': {
    verdict: 'pass',
    blockers: {},
    passes: { 'change-set/created': 4 },
    left: [
      planOf('taken', 'REVIEW_IN_PROGRESS'),
      'taken-production CREATE_COMPLETE',
      planOf('theirs', 'REVIEW_IN_PROGRESS'),
    ],
  },
  '06-stale': {
    verdict: 'fail',
    blockers: {
      'fail stack/changed-concurrently stack/web':
        'aws cloudformation describe-stack-events --stack-name shop-production --region eu-central-1',
    },
    passes: { 'change-set/created': 1 },
    also: (seen) =>
      expect(found(seen, 'stack/changed-concurrently')[0]?.observed).toContain('already exists and cannot be created'),
  },
  '07-preview': {
    verdict: 'pass',
    blockers: {},
    passes: { 'change-set/created': 2 },
    left: [planOf('shop', 'REVIEW_IN_PROGRESS')],
    also: ({ evidence }) =>
      expect(evidence.plans.map(({ changeSets }) => changeSets[0]?.kind)).toEqual(['create', 'create']),
  },
  '07-phantoms': {
    verdict: 'fail',
    blockers: {
      'fail change-set/validation-failed stack/bad/resource/Orders': 'Correct Orders in table.yml',
      'fail name/taken stack/bad/resource/Orders/property/TableName': 'Give another name to Orders',
    },
    also: (seen) => expect(found(seen, 'change-set/validation-failed')[0]?.observed).toContain('already exists'),
  },
  '07-cancelled': {
    verdict: 'error',
    blockers: { 'error cancelled action': 'No resources remain.' },
    cancelAt: 2,
    also: ({ evidence }) => expect(evidence.handles.map(({ state }) => state)).toEqual(['removed', 'removed']),
  },
  '10-in-progress': {
    verdict: 'fail',
    blockers: {
      'fail stack/busy stack/created': 'aws cloudformation describe-stacks --stack-name created-production',
      'fail stack/busy stack/deleted': 'aws cloudformation describe-stacks --stack-name deleted-production',
      'fail stack/busy stack/updated': 'aws cloudformation describe-stacks --stack-name updated-production',
    },
    passes: { 'change-set/no-changes': 7, 'drift/in-sync': 7 },
    left: ['cleaned-production UPDATE_COMPLETE', 'rolled-production UPDATE_ROLLBACK_COMPLETE'],
    gone: [
      'cleaned-production UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'rolled-production UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    ],
    also: (seen) => expect(seen.everything).toContain('waiting until old resources are removed'),
  },
  '11-stuck': {
    verdict: 'fail',
    blockers: {
      'fail parity/differs parity/stacks/create-failed/rollback/disabled': 'Make both the same',
      'fail parity/differs parity/stacks/update-failed/rollback/disabled': 'Make both the same',
      'fail stack/rollback-disabled stack/create-failed': '--no-disable-rollback',
      'fail stack/rollback-disabled stack/update-failed': '--no-disable-rollback',
      'fail stack/not-ready stack/create-failed':
        'aws cloudformation delete-stack --stack-name create-failed-production',
      'fail stack/not-ready stack/delete-failed':
        'aws cloudformation delete-stack --stack-name delete-failed-production',
      'fail stack/not-ready stack/rollback-complete': 'this action does not delete it',
      'fail stack/not-ready stack/update-failed':
        'aws cloudformation rollback-stack --stack-name update-failed-production',
      'fail stack/not-ready stack/update-rollback-failed':
        'aws cloudformation continue-update-rollback --stack-name update-rollback-failed-production',
    },
    passes: { 'change-set/no-changes': 5, 'drift/in-sync': 5 },
    also: (_, world) => expect(asked(world, /Action=(DeleteStack|RollbackStack|ContinueUpdateRollback)&/)).toBe(0),
  },
  '12-throttled': {
    verdict: 'fail',
    blockers: { 'fail drift/property-differs stack/s17/resource/Topic/property/DisplayName': REVERT },
    passes: { 'change-set/no-changes': 50, 'drift/in-sync': 49 },
    also: (seen) => expect(seen.everything).toContain('drift detection of s3 was incomplete; it is repeated in'),
  },
  '13-large': {
    verdict: 'pass',
    blockers: {},
    passes: { 'change-set/no-changes': 2 },
    also: (_, world) =>
      expect(asked(world, /Action=CreateChangeSet&.*TemplateURL=https%3A%2F%2Ftemplates\.s3\./)).toBe(2),
  },
  '13-too-large': {
    verdict: 'error',
    blockers: {
      'error config/template stack/large': 'Set `template-bucket` of the stack large.',
      'error config/template template/huge.yml': 'Move a part of it into a nested stack',
    },
    also: (_, world) => expect(world.asked.filter((request) => !request.includes('Action=Describe'))).toEqual([]),
  },
  '14-nested': {
    verdict: 'fail',
    blockers: {
      'fail change/replaces-state stack/deep/Data/Database/resource/Table': 'add a new resource beside Table',
      'fail change/replaces-state stack/said/Data/resource/Table': 'it may be the value of now',
    },
    passes: { 'drift/in-sync': 6, 'change-set/created': 4 },
    also(seen) {
      const titles = found(seen, 'change/replaces-state').map(({ title }) => title)
      expect(titles).toContain('production: Table would be replaced by an empty one, and its items lost')
      expect(titles).toContain('production: Table might be replaced by an empty one, and its items lost')
      const roots = seen.evidence.handles.filter(({ kind }) => kind === 'change-set')
      expect(roots).toHaveLength(4)
      expect(roots.every(({ id }) => id.includes(':changeSet/td-precheck-'))).toBe(true)
    },
  },
  '15-secrets': {
    verdict: 'fail',
    blockers: {
      'fail rollback/secret-unknown stack/changed/resource/Topic': 'resource: changed/Topic, rollback: impossible',
      'fail stack/parameter stack/made/parameter/Token': 'with a value for the first deployment',
      'fail stack/parameter stack/masked/parameter/Token': 'Write UsePreviousValue: true for Token.',
    },
    passes: { 'change-set/created': 2, 'change-set/no-changes': 2, 'drift/in-sync': 6 },
    also(seen, world) {
      expect(seen.everything).not.toContain('secret-value')
      expect(found(seen, 'stack/parameter')[0]?.source).toMatchObject({ file: 'masked.json', line: 1 })
      expect(asked(world, /Action=CreateChangeSet&.*(masked|made)-/)).toBe(0)
    },
  },
  '16-dynamic-references': {
    verdict: 'inconclusive',
    blockers: {
      'inconclusive change/dynamic-reference stack/secret/resource/Topic': 'SecretString:KEY::VERSION-ID}}',
      'inconclusive change/dynamic-reference stack/updated/resource/Topic': '{{resolve:ssm:/shop/topic:VERSION}}',
    },
    passes: { 'change-set/created': 6, 'change-set/no-changes': 2 },
    also(seen) {
      const [unseen, ...others] = found(seen, 'change/reference-not-checked')
      expect(others).toEqual([])
      expect(unseen).toMatchObject({ subject: 'stack/quiet', observed: 'Topic: {{resolve:ssm:/shop/topic}}' })
      expect(seen.result.summary).toContain(
        'Whether the values behind dynamic references of quiet have changed is not known',
      )
    },
  },
  '17-perhaps-replaced': {
    verdict: 'fail',
    blockers: {
      'fail change/replaces-state stack/kept/resource/Orders': 'expect: [{ resource: kept/Orders, action: Modify',
      'fail change/replaces-state stack/lost/resource/Orders': '`UpdateReplacePolicy: Retain`, so that nothing is lost',
      'fail change/undeclared stack/kept/resource/Orders': 'declare it in intent.yml',
      'inconclusive rollback/loses-state stack/kept/resource/Orders': 'resource: kept/Orders, rollback: impossible',
      'inconclusive rollback/loses-state stack/meant/resource/Orders': 'resource: meant/Orders, rollback: impossible',
    },
    passes: { 'drift/in-sync': 6, 'change-set/created': 6 },
  },
}

let world: PrecheckWorld | undefined
afterEach(() => world?.close())

describe('the scenarios in the field', () => {
  test('are all covered', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace('.yml', ''))
    expect(files.toSorted()).toEqual(Object.keys(CASES).toSorted())
    const numbers = new Set(files.map((name) => Number(name.slice(0, 2))))
    expect([...numbers].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17])
  })

  test.each(Object.entries(CASES))(
    '%s',
    async (name, wanted) => {
      const cancelling = new AbortController()
      let made = 0
      world = await openWorld(`field/${name}.yml`, {
        // A cancellation needs a process; the other scenarios have the same findings from the source, in a tenth of the
        // time.
        from: wanted.cancelAt !== undefined || name === '01-no-change' ? 'bundle' : 'source',
        heard(request, { clock }) {
          if (!request.includes('Action=CreateChangeSet') || ++made !== wanted.cancelAt) return
          cancelling.abort()
          // Time is not skipped before the job has ended.
          void clock.busy(running)
        },
      })
      const before = await world.left()
      const running = world.precheck(cancelling.signal)
      const seen = await running
      const after = await world.left()

      expect(blockers(seen)).toEqual(Object.keys(wanted.blockers).toSorted())
      expect(seen.evidence.verdict).toBe(wanted.verdict)
      expect(seen.result.status).toBe(wanted.verdict === 'pass' ? 0 : 1)
      for (const { code, outcome, subject, advice } of seen.evidence.findings) {
        const said = wanted.blockers[`${outcome} ${code} ${subject}`]
        if (said !== undefined) expect([code, subject, advice]).toEqual([code, subject, expect.stringContaining(said)])
      }
      const proved = seen.evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code }) => code)
      for (const [code, times] of Object.entries(wanted.passes ?? {})) {
        expect([code, proved.filter((each) => each === code).length]).toEqual([code, times])
      }
      expect(after.filter((line) => !before.includes(line))).toEqual(
        (wanted.left ?? []).map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))),
      )
      expect(before.filter((line) => !after.includes(line))).toEqual(wanted.gone ?? [])
      wanted.also?.(seen, world)
    },
    PATIENCE_MS,
  )
})
