import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { asEsModules, type PackageJson } from '../../../scripts/bundle/packages.ts'
import { PROJECT } from '../../dist/support/harness.ts'

describe('a package of ES modules', () => {
  test('has them as its entry', () => {
    const about = { main: './dist-cjs/index.js', module: './dist-es/index.js', sideEffects: false }
    expect(asEsModules(about)).toEqual({ main: './dist-es/index.js', module: './dist-es/index.js', sideEffects: false })
  })

  test('exports them under every condition', () => {
    const exports = {
      './package.json': './package.json',
      '.': {
        types: './t.d.ts',
        module: './dist-es/index.js',
        node: './dist-cjs/index.js',
        import: './dist-es/index.js',
      },
      './cbor': { node: './dist-cjs/cbor.js', import: './dist-es/cbor.js' },
    }
    expect(asEsModules({ exports }).exports).toEqual({
      './package.json': './package.json',
      '.': './dist-es/index.js',
      './cbor': './dist-es/cbor.js',
    })
  })

  test('without such a module is refused', () => {
    expect(() => asEsModules({ exports: { '.': { require: './index.cjs' } } })).toThrow('no ES module for .')
  })

  test.each(['@aws-sdk/client-s3', '@aws-sdk/core', '@smithy/core'])('is unchanged: %s', (name) => {
    const about = JSON.parse(readFileSync(join(PROJECT, 'node_modules', name, 'package.json'), 'utf8')) as PackageJson
    const { main, exports = {} } = asEsModules(about)
    expect([main, ...Object.values(exports)].filter((path) => JSON.stringify(path).includes('dist-cjs'))).toEqual([])
  })
})
