import type { Repository } from '../workspace.ts'
import { BAD_IMAGE, GOOD_IMAGE, TASK_FILE } from '../platforms/containers.ts'
import { FILE_OF_FUNCTION, QUOTED } from '../platforms/quotes.ts'
import type { Break } from './contract.ts'

/** Breaks in the pushed files: the template, the revision, the configuration. */

export const CONFIG = '.github/test-deployments.yml'
export const INTENT = '.github/intent.yml'
export const TEMPLATE = 'infra/web.yml'
const ROUTE = 'const route = routes[`${request.method} ${pathname}`]'
const CHECKS_ON_HOSTS = `  - name: the shop runs since this deployment
    on: hosts
    service: /run/shop.pid
    by: pid-file
    settle: 1s
  - name: logs are rotated
    on: hosts
    file: { path: /etc/logrotate.d/shop, contains: copytruncate }
`

/** An output with the address of the host, and a check that refers to it. */
function checkHost(repository: Repository, check: string): void {
  const output = '  HostAddress: { Value: !GetAtt Host.PrivateIp }\n'
  if (repository.files()[TEMPLATE]?.includes(output) !== true)
    repository.edit(TEMPLATE, 'Outputs:\n', `Outputs:\n${output}`)
  repository.edit(CONFIG, '\ngate:\n', `\n${check}gate:\n`)
}

/** Adds a layer of Lambda to the template, whose archive is in the bucket of the releases. */
export function addLayer(repository: Repository, logicalId: string, key: string): void {
  const layer = `  ${logicalId}:
    Type: AWS::Lambda::LayerVersion
    Properties:
      Content: { S3Bucket: !Sub 'shop-releases-\${Environment}-\${AWS::AccountId}', S3Key: ${key} }

`
  repository.edit(TEMPLATE, '  HostRole:\n', `${layer}  HostRole:\n`)
}

export const FILE_BREAKS: readonly Break[] = [
  {
    name: 'unintended-change',
    story: 'The release also opens the hosts to the whole internet, which its intent does not say.',
    files: (repository) =>
      repository.edit(
        TEMPLATE,
        'SourceSecurityGroupId: !GetAtt BalancerAccess.GroupId\n          Description: balancer',
        'CidrIp: 0.0.0.0/0\n          Description: balancer',
      ),
  },
  {
    name: 'replaced-table',
    story: 'The release renames the key of the table that holds the orders, so that CloudFormation would replace it.',
    files: (repository) => {
      repository.edit(TEMPLATE, '{ AttributeName: id, AttributeType: S }', '{ AttributeName: order, AttributeType: S }')
      repository.edit(TEMPLATE, '{ AttributeName: id, KeyType: HASH }', '{ AttributeName: order, KeyType: HASH }')
    },
  },
  {
    name: 'missing-asset',
    story: 'The release adds a layer whose archive nobody uploaded.',
    files: (repository) => addLayer(repository, 'Tools', 'layers/tools.zip'),
  },
  {
    name: 'bad-appspec',
    story: 'The AppSpec names a hook script that is not in the revision.',
    files: (repository) => repository.edit('app/appspec.yml', 'location: hooks/start', 'location: hooks/strat'),
  },
  {
    name: 'failing-hook',
    story: 'The install hook reads a licence file that nobody ships.',
    files: (repository) =>
      repository.edit('app/hooks/install', 'mkdir -p "$etc"', 'cat "$opt/config/licence.json"\nmkdir -p "$etc"'),
  },
  {
    name: 'unhealthy',
    story: 'The new version is healthy for its hooks and its load balancer, and sick for customers.',
    files: (repository) =>
      repository.edit(
        'app/server.js',
        ROUTE,
        "const route = routes[`${request.method} ${pathname}`]\n  if (pathname === '/health' && request.headers['x-forwarded-for']) return [503, { status: 'no connection' }]",
      ),
  },
  {
    name: 'missing-file',
    story: 'The AppSpec no longer installs the rules by which the log is rotated: it would fill the disk.',
    files: (repository) =>
      repository.edit('app/appspec.yml', '  - source: logrotate\n    destination: /etc/logrotate.d\n', ''),
  },
  {
    name: 'stopped-service',
    story: 'The validate hook tidies up after its test, and stops the shop.',
    files(repository) {
      repository.edit(
        'app/hooks/validate',
        'console.log(`shop ${version} (${environment}) is healthy`)',
        'console.log(`shop ${version} (${environment}) is healthy`)\n      process.kill(Number(readFileSync(`${process.env.DESTDIR ?? ""}/run/shop.pid`, "utf8")))',
      )
    },
  },
  {
    name: 'not-validated',
    story:
      'The release has neither a ValidateService hook nor checks on hosts: customers would be the first to ask it.',
    files(repository) {
      repository.edit('app/appspec.yml', '  ValidateService:\n    - location: hooks/validate\n      timeout: 60\n', '')
      repository.edit(CONFIG, CHECKS_ON_HOSTS, '')
    },
  },
  {
    name: 'bad-before-traffic',
    anywhere: true,
    story:
      'The new version is healthy for its hooks, and cannot list orders (of a function or container: answers a wrong total): with --platform, its checks before traffic see it.',
    files(repository) {
      repository.edit('app/server.js', "'GET /orders': () => [200,", "'GET /orders': () => [500,")
      if (TASK_FILE in repository.files()) repository.edit(TASK_FILE, GOOD_IMAGE, BAD_IMAGE)
      if (FILE_OF_FUNCTION in repository.files()) repository.edit(FILE_OF_FUNCTION, QUOTED, 'total: -1')
    },
  },
  {
    name: 'slow',
    story: 'The new version takes two and a half seconds to list the orders.',
    files: (repository) =>
      repository.edit(
        'app/server.js',
        'const route = routes[`${request.method} ${pathname}`]',
        "const route = routes[`${request.method} ${pathname}`]\n  if (pathname === '/orders') await new Promise((resolve) => setTimeout(resolve, 2500))",
      ),
  },
  {
    name: 'flaky',
    story: 'The new version loses its connection now and then: every fourth customer is told that it is sick.',
    files(repository) {
      repository.edit('app/server.js', 'const server = createServer', 'let asked = 0\nconst server = createServer')
      repository.edit(
        'app/server.js',
        ROUTE,
        `${ROUTE}\n  if (pathname === '/health' && request.headers['x-forwarded-for'] && (asked += 1) % 4 === 0) return [503, { status: 'no connection' }]`,
      )
    },
  },
  {
    name: 'open-port',
    story: 'The new version is started with its debugger, which listens on the network.',
    files(repository) {
      checkHost(
        repository,
        "  - { name: nobody debugs the shop, tcp: '{stack.web.outputs.HostAddress}:9229', state: closed }\n",
      )
      repository.edit(
        'app/hooks/start',
        'nohup node "$opt/server.js"',
        'nohup node --inspect="${ADDRESS:-0.0.0.0}:9229" "$opt/server.js"',
      )
    },
  },
  {
    name: 'closed-port',
    story: 'The release promises metrics on a port of the host, and nothing listens there.',
    files: (repository) =>
      checkHost(repository, "  - { name: metrics can be read, tcp: '{stack.web.outputs.HostAddress}:9100' }\n"),
  },
  {
    name: 'wrong-certificate',
    story: 'The new version speaks TLS on port 8443, with the certificate of another name.',
    files(repository) {
      checkHost(repository, "  - { tls: shop.example, connect: '{stack.web.outputs.HostAddress}:8443' }\n")
      repository.edit(
        'app/hooks/install',
        'chmod 640',
        'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=old.example -addext subjectAltName=DNS:old.example -keyout "$etc/tls.key" -out "$etc/tls.pem" 2>/dev/null\nchmod 640',
      )
      repository.edit(
        'app/server.js',
        "import { createServer } from 'node:http'",
        "import { createServer } from 'node:http'\nimport { createServer as createSecureServer } from 'node:https'",
      )
      repository.edit(
        'app/server.js',
        'for (const signal of',
        `const [key, cert] = ['key', 'pem'].map((end) => readFileSync(process.env.SHOP_CONFIG.replace('config.json', \`tls.\${end}\`)))
createSecureServer({ key, cert }, (request, response) => server.emit('request', request, response)).listen(8443, process.env.ADDRESS)
for (const signal of`,
      )
    },
  },
  {
    name: 'regression',
    story: 'The new version lists the oldest orders first, as it did once before.',
    files: (repository) => repository.edit('app/orders.js', '.slice(-most).toReversed()', '.slice(-most)'),
  },
  {
    name: 'leaked-secret',
    story: 'The new version serves its folder to customers, with the configuration in it.',
    files: (repository) =>
      repository.edit(
        'app/server.js',
        ROUTE,
        `${ROUTE}\n  if (pathname.startsWith('/config/')) return [200, readFileSync(join(here, pathname), 'utf8')]`,
      ),
  },
  {
    name: 'expired-ignore',
    story: 'A difference is still ignored though its day is over.',
    files: (repository) =>
      repository.edit(
        CONFIG,
        'who-did-it: true }',
        'who-did-it: true, ignore: [{ resource: web/Host, property: /InstanceType, reason: a larger host for the sale, owner: platform, until: 2026-01-31 }] }',
      ),
  },
  {
    name: 'weakened-rules',
    story: 'The release no longer asks for the load test that was required so far.',
    files: (repository) => repository.edit(CONFIG, ', security, load]', ', security]'),
  },
]
