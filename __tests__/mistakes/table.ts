import type { Mistake } from './ask.ts'

/** Mistakes that users make, each with its answer (the beginning of it) and the place that the answer names. */
type Case = readonly [story: string, mistake: Mistake, answer: string, place: string]

const STACK = 'stacks: [{ id: web, name: "shop-{environment}", template: infra/web.yml }]\n'
const REGIONS = 'environments: { preprod: { region: eu-west-1 }, production: { region: eu-west-1 } }\n'
const config = (text: string): Mistake => ({ config: `version: 1\n${text}` })
const template = (text: string, parameters?: Readonly<Record<string, string>>): Mistake => ({
  template: text,
  ...(parameters && { parameters }),
})
const BUCKET = 'Resources:\n  Releases:\n    Type: AWS::S3::Bucket\n'

export const CASES: readonly Case[] = [
  [
    'a key with a typing mistake',
    config('stacks:\n  - name: a\n    tempalte: web.yml\n'),
    'stacks.0: expected a known key, read the key "tempalte": did you mean template?',
    '.github/test-deployments.yml:4',
  ],
  [
    'a section with a typing mistake',
    config('enviroments: {}\n'),
    'file: expected a known key, read the key "enviroments": did you mean environments?',
    '.github/test-deployments.yml:2',
  ],
  [
    'a singular for a plural',
    config('stack: []\n'),
    'file: expected a known key, read the key "stack": did you mean stacks?',
    '.github/test-deployments.yml:2',
  ],
  [
    'underscores',
    config('environments:\n  preprod: { deploy_role: a }\n'),
    'environments.preprod: expected a known key, read the key "deploy_role": did you mean deploy-role?',
    '.github/test-deployments.yml:3',
  ],
  [
    'a key at the wrong place',
    config('plan-role: arn:aws:iam::111111111111:role/plan\n'),
    'file: expected a known key, read the key "plan-role": it is a key of `environments.preprod` or `envi',
    '.github/test-deployments.yml:2',
  ],
  [
    'a key of another tool',
    config('services: {}\n'),
    'file: expected a known key, read the key "services": known here: application, environments, stacks, ',
    '.github/test-deployments.yml:2',
  ],
  [
    'an environment with another name',
    config('environments: { staging: {}, production: {} }\n'),
    'environments: expected a known key, read the key "staging": did you mean preprod?',
    '.github/test-deployments.yml:2',
  ],
  [
    'pre-prod',
    config('environments: { pre-prod: {} }\n'),
    'environments: expected a known key, read the key "pre-prod": did you mean preprod?',
    '.github/test-deployments.yml:2',
  ],
  [
    'prod',
    config('environments: { prod: {} }\n'),
    'environments: expected a known key, read the key "prod": did you mean production?',
    '.github/test-deployments.yml:2',
  ],
  ['no version', { config: STACK }, 'version: expected 1, read nothing', '.github/test-deployments.yml:1'],
  [
    'another version',
    { config: `version: 2\n${STACK}` },
    'version: expected 1, read 2',
    '.github/test-deployments.yml:1',
  ],
  ['an empty file', { config: '' }, 'file: expected a map, read nothing', '.github/test-deployments.yml:1'],
  [
    'a tab',
    { config: 'version: 1\nstacks:\n\t- name: a\n' },
    'file: expected valid YAML, read Tabs are not allowed as indentation at line 3, column 1:',
    '.github/test-deployments.yml:3',
  ],
  [
    'a platform',
    config('deployments: [{ platform: servr, application: a, group: b, revision: { directory: app } }]\n'),
    'deployments.0.platform: expected server or lambda or ecs or ecs-native or local, read "servr": did you mean server?',
    '.github/test-deployments.yml:2',
  ],
  [
    'ec2 for server',
    config('deployments: [{ platform: ec2, application: a, group: b, revision: { directory: app } }]\n'),
    'deployments.0.platform: expected server or lambda or ecs or ecs-native or local, read "ec2": did you mean server?',
    '.github/test-deployments.yml:2',
  ],
  [
    'a capability',
    config('stacks: [{ name: a, template: b, capabilities: [CAPABILITY_NAMED_IM] }]\n'),
    'stacks.0.capabilities.0: expected CAPABILITY_IAM or CAPABILITY_NAMED_IAM or CAPABILITY_AUTO_EXPAND, ',
    '.github/test-deployments.yml:2',
  ],
  [
    'a check',
    config('verify: [{ htpp: "https://a.example" }]\n'),
    'verify.0: expected a known key, read the key "htpp": did you mean http?',
    '.github/test-deployments.yml:2',
  ],
  [
    'no check',
    config('verify: [{ database: orders }]\n'),
    'verify.0: expected one of the keys http, invoke, run, load, file, service, tls, tcp, dns, alarm, met',
    '.github/test-deployments.yml:2',
  ],
  [
    'an option of a check',
    config('verify: [{ http: { url: "https://a.example", staus: 200 } }]\n'),
    'verify.0.http: expected a known key, read the key "staus": did you mean status?',
    '.github/test-deployments.yml:2',
  ],
  [
    'a common option',
    config('verify: [{ http: "https://a.example", evry: 2s }]\n'),
    'verify.0: expected a known key, read the key "evry": did you mean every?',
    '.github/test-deployments.yml:2',
  ],
  [
    'an option of another check',
    config('verify: [{ http: "https://a.example", junit: a.xml }]\n'),
    'verify.0: expected a known key, read the key "junit": it is an option of `run`',
    '.github/test-deployments.yml:2',
  ],
  [
    'a kind',
    config('verify: [{ http: "https://a.example", kind: funtional }]\n'),
    'verify.0.kind: expected deployment or functional or security or regression or integration or load or',
    '.github/test-deployments.yml:2',
  ],
  [
    'a phase',
    config('verify: [{ http: "https://a.example", phase: before_traffic }]\n'),
    'verify.0.phase: expected before-traffic or during or after-deployment or after-rollback or productio',
    '.github/test-deployments.yml:2',
  ],
  [
    'a required kind',
    config('gate: { require: [functionl] }\n'),
    'gate.require.0: expected deployment or functional or security or regression or integration or load o',
    '.github/test-deployments.yml:2',
  ],
  [
    'a duration without unit',
    config('gate: { evidence-younger-than: 24 }\n'),
    'gate.evidence-younger-than: expected a duration such as 500ms, 2s, 15m or 24h, read 24',
    '.github/test-deployments.yml:2',
  ],
  [
    'a duration in words',
    config('gate: { evidence-younger-than: 1 day }\n'),
    'gate.evidence-younger-than: expected a duration such as 500ms, 2s, 15m or 24h, read "1 day"',
    '.github/test-deployments.yml:2',
  ],
  [
    'a date',
    config('observe: { until: 31.03.2027 }\n'),
    'observe.until: expected a date such as 2027-03-31, read "31.03.2027"',
    '.github/test-deployments.yml:2',
  ],
  [
    'a placeholder',
    config(`${REGIONS}stacks: [{ name: "shop-{enviroment}", template: b }]\n`),
    'stacks.0.name: expected {environment} instead of {enviroment}, read "shop-{enviroment}"',
    '.github/test-deployments.yml:3',
  ],
  [
    'application without a value',
    config(`${REGIONS}stacks: [{ name: "{application}-{environment}", template: b }]\n`),
    'stack/stack: {application} is used but `application` is not set',
    'stack/stack',
  ],
  [
    'account without a role',
    config(`${REGIONS}stacks: [{ name: "a", template: b, role: "arn:aws:iam::{account}:role/x" }]\n`),
    'stack/stack: {account} is used but no role of the environment has an account',
    'stack/stack',
  ],
  [
    'a dependency',
    config(
      `${REGIONS}stacks: [{ id: network, name: "a", template: b }, { id: web, name: b, template: b, depends-on: [netwrok] }]\n`,
    ),
    'the stack web needs a stack netwrok that does not exist: did you mean network?',
    'stack/web',
  ],
  [
    'a circle',
    config(
      `${REGIONS}stacks: [{ id: a, name: "a", template: b, depends-on: [b] }, { id: b, name: b, template: b, depends-on: [a] }]\n`,
    ),
    'stacks need each other in a circle: a → b → a',
    'stack/a',
  ],
  [
    'two stacks without id',
    config(`${REGIONS}stacks: [{ name: a, template: b }, { name: c, template: d }]\n`),
    'two stacks have the id stack',
    'stack/stack',
  ],
  ['no region', config(STACK), 'the environment preprod has no region', 'environment/preprod'],
  [
    'a test that runs beside the deploy role',
    config('verify: [{ run: npm test, phase: during }]\n'),
    'verify.0.phase: expected after-deployment or production for `run`, since in the phase during its com',
    '.github/test-deployments.yml:2',
  ],
  [
    'two checks of one name',
    config(`${REGIONS}verify: [{ name: a, http: "https://a.example" }, { name: a, http: "https://b.example" }]\n`),
    'verify[0] and verify[1] have the same name: "a"',
    'verify',
  ],
  [
    'notify',
    config('notify: { sns: shop-releases }\n'),
    'notify.sns: expected the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME, read "shop-releases"',
    '.github/test-deployments.yml:2',
  ],
  [
    'a command',
    { inputs: { command: 'pre-check' } },
    'unknown command "pre-check": did you mean precheck?',
    'input/command',
  ],
  ['no command', { inputs: {} }, 'the input `command` is missing', 'input/command'],
  [
    'an input',
    { inputs: { command: 'precheck', confg: 'a.yml' } },
    'unknown input `confg`: did you mean `config`?',
    'input/confg',
  ],
  [
    'an environment',
    { inputs: { command: 'verify', environment: 'prod' } },
    'the input `environment` is "prod": did you mean production?',
    'input/environment',
  ],
  [
    'a mode',
    { inputs: { command: 'verify', mode: 'observ' } },
    'the input `mode` is "observ": did you mean observe?',
    'input/mode',
  ],
  [
    'only of a deployment',
    { inputs: { command: 'deploy-preprod', only: 'wbe' }, config: `version: 1\n${STACK}` },
    'the input `only` names wbe, which the configuration does not declare: did you mean web?',
    'input/only',
  ],
  [
    'only of a verify',
    { inputs: { command: 'verify', only: 'functionl' }, config: `version: 1\n${STACK}` },
    'the input `only` names "functionl", which is not a check: did you mean functional?',
    'input/only',
  ],
  [
    'a shard',
    { inputs: { command: 'verify', shard: '2' } },
    'the input `shard` is "2", which is not a part of a number of parts',
    'input/shard',
  ],
  [
    'a bucket',
    { inputs: { command: 'verify', evidence: 's3:/evidence' } },
    'the input `evidence` is "s3:/evidence", which is not a URL of a bucket',
    'input/evidence',
  ],
  [
    'break glass',
    { inputs: { command: 'gate', 'break-glass': 'rules: [gate/frozen]\nuntil: tomorrow\nreason: x' } },
    'until: expected a time such as 2027-03-31T18:00:00Z, read "tomorrow"',
    'break-glass:2',
  ],
  [
    'an intent',
    { intent: 'version: 1\nexpect:\n  - { resourc: web/Orders, action: Modify }\n' },
    'expect.0: expected a known key, read the key "resourc": did you mean resource?',
    '.github/intent.yml:3',
  ],
  [
    'an action of an intent',
    { intent: 'version: 1\nexpect:\n  - { resource: web/Orders, action: Modfy }\n' },
    'expect.0.action: expected Add or Modify or Remove or Import or a list, read "Modfy": did you mean Modify?',
    '.github/intent.yml:3',
  ],
  [
    'an intent with a list of types',
    { intent: 'version: 1\nallow:\n  - { action: Add }\n' },
    'allow.0: expected `resource` or `type`, read {"action":"Add"}',
    '.github/intent.yml:3',
  ],
  [
    'a template without resources',
    template('Parameters: {}\n'),
    'infra/web.yml:1: it declares no resource',
    'infra/web.yml:1',
  ],
  [
    'a Ref',
    template(`${BUCKET}Outputs:\n  Bucket: { Value: !Ref Relases }\n`),
    'infra/web.yml:5: Outputs.Bucket refers to Relases, which the template does not declare: did you mean Releases?',
    'infra/web.yml:5',
  ],
  [
    'a GetAtt',
    template(`${BUCKET}Outputs:\n  Bucket: { Value: !GetAtt Release.Arn }\n`),
    'infra/web.yml:5: Outputs.Bucket refers to Release, which the template does not declare: did you mean Releases?',
    'infra/web.yml:5',
  ],
  [
    'a template with a syntax error',
    template(`${BUCKET}  Other: [\n`),
    'infra/web.yml:5: Flow sequence in block collection must be sufficiently indented and end with a ] at line 5, column 1:',
    'infra/web.yml:5',
  ],
  [
    'a local nested stack',
    template(
      'Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: ./child.yml }\n',
    ),
    'infra/web.yml:4: Resources.Child.TemplateURL is the local file ./child.yml, which CloudFormation cannot read',
    'infra/web.yml:4',
  ],
  [
    'a local code',
    template('Resources:\n  Fn:\n    Type: AWS::Lambda::Function\n    Properties: { Code: ./src, Role: x }\n'),
    'infra/web.yml:4: Resources.Fn.Code is the local file ./src, which CloudFormation cannot read',
    'infra/web.yml:4',
  ],
  [
    'a parameter',
    template(`Parameters:\n  InstanceType: { Type: String }\n${BUCKET}`, { InstanceTyp: 't3.micro' }),
    'stack/web/parameter/InstanceTyp: the template declares no parameter InstanceTyp: did you mean InstanceType?',
    'stack/web/parameter/InstanceTyp',
  ],
  [
    'a value of a parameter',
    template(`Parameters:\n  Size: { Type: String, AllowedValues: [small, large] }\n${BUCKET}`, { Size: 'smal' }),
    'stack/web/parameter/Size: the value of Size is not what infra/web.yml allows',
    'stack/web/parameter/Size',
  ],
  [
    'a parameter file',
    { parameterFile: '[{ "ParameterKey": "A", "Value": "b" }]' },
    'expected a text as ParameterValue of A, read nothing',
    'infra/parameters.json:1',
  ],
  [
    'a hook in an AppSpec',
    { appspec: 'version: 0.0\nos: linux\nhooks:\n  AfterInstal:\n    - location: start\n', files: ['start'] },
    'AfterInstal is not a lifecycle event (did you mean AfterInstall?): Install fails because the AppSpec names it.',
    'app/appspec.yml:4',
  ],
  [
    'a script that is not there',
    { appspec: 'version: 0.0\nos: linux\nhooks:\n  AfterInstall:\n    - location: strat\n', files: ['start'] },
    'strat is not in the revision: did you mean start?',
    'app/appspec.yml:5',
  ],
  [
    'an AppSpec without os',
    { appspec: 'version: 0.0\nhooks:\n  AfterInstall:\n    - location: start\n', files: ['start'] },
    'The deployment failed because the application specification file specifies an unsupported operating ',
    'app/appspec.yml:1',
  ],
  [
    'a source that is not there',
    {
      appspec: 'version: 0.0\nos: linux\nfiles:\n  - source: /serve.js\n    destination: /opt/shop\n',
      files: ['server.js'],
    },
    'The source /serve.js is not in the revision, so Install fails half way: did you mean server.js?',
    'app/appspec.yml:4',
  ],
  [
    'a key of an AppSpec',
    { appspec: 'version: 0.0\nos: linux\nhook:\n  AfterInstall:\n    - location: start\n', files: ['start'] },
    'The key hook is ignored: did you mean hooks?',
    'app/appspec.yml:3',
  ],
  [
    'yaml for yml',
    { path: 'infra/web.yaml', files: ['infra/web.yml'] },
    'infra/web.yaml does not exist: did you mean infra/web.yml?',
    'stack/web',
  ],
  [
    'a path with a typing mistake',
    { path: 'infa/web.yml', files: ['infra/web.yml'] },
    'infa/web.yml does not exist: did you mean infra/web.yml?',
    'stack/web',
  ],
  [
    'a path above the workspace',
    { path: '../web.yml', files: [] },
    '../web.yml leads out of the workspace',
    'stack/web',
  ],
]
