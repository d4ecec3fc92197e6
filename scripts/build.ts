/** Builds dist/: types are stripped by tsc, then ncc bundles with a chunk for each lazy import. */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'

const run = (command: string, ...args: string[]): void => void execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })

rmSync('build', { recursive: true, force: true })
run('node', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
rmSync('dist', { recursive: true, force: true })
run('node', 'node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', 'build/main.js', '--out', 'dist', '--license', 'licenses.txt', '--quiet')
void cpSync
