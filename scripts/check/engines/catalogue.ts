import type { Engine } from './contract.ts'

/** The engines, in the order in which they are tried. */
export const ENGINES: readonly Engine[] = [
  {
    name: 'ministack',
    package: {
      registry: 'pypi',
      name: 'ministack',
      requirements: ['ministack==1.5.33'],
      module: 'ministack',
      leastPython: [3, 10],
    },
    args: () => [],
    env: (port) => ({ BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), LOG_LEVEL: 'WARNING' }),
  },
  {
    name: 'moto',
    package: {
      registry: 'pypi',
      name: 'moto',
      requirements: ['moto[server]==5.2.1', 'cfn-lint', 'openapi-spec-validator'],
      module: 'moto.server',
      leastPython: [3, 10],
    },
    args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
    env: () => ({}),
  },
  {
    name: 'localstack',
    package: {
      registry: 'pypi',
      name: 'localstack-core',
      // Its own list of requirements is not complete, and some must be of the time of its release.
      requirements: [
        'localstack-core[base-runtime]==2026.3.0',
        'airspeed-ext',
        'antlr4-python3-runtime==4.13.2',
        'apispec',
        'aws-sam-translator',
        'cbor2<5.8',
        'crontab',
        'cryptography==44.0.3',
        'h2',
        'jinja2',
        'jsonpath-ng==1.7.0',
        'jsonpath-rw',
        'moto-ext',
        'opensearch-py',
        'priority',
        'pymongo',
        'pyopenssl==24.3.0',
        'responses',
        'service-identity==24.2.0',
      ],
      module: 'localstack.runtime.main',
      leastPython: [3, 13],
    },
    args: () => [],
    env: (port, folder) => ({
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      FILESYSTEM_ROOT: folder,
      ACTIVATE_PRO: '0',
      DISABLE_EVENTS: '1',
      SKIP_SSL_CERT_DOWNLOAD: '1',
    }),
    listensEverywhere: true,
  },
  {
    name: 'fakecloud',
    package: { registry: 'crates', name: 'fakecloud', version: '0.51.0' },
    args: (port) => ['--addr', `127.0.0.1:${port}`],
    env: () => ({}),
  },
]
