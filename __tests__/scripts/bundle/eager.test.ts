import { expect, test } from '@jest/globals'
import { compileModulesAtOnce } from '../../../scripts/bundle/eager.ts'

test('the function of each module is in parentheses, and nested functions are unchanged', async () => {
  const code = 'export const ids=[1];export const modules={12:(e,t,n)=>{const o={3:()=>"é"};return o},340:e=>e+1};'
  expect(await compileModulesAtOnce(code)).toBe(
    'export const ids=[1];export const modules={12:((e,t,n)=>{const o={3:()=>"é"};return o}),340:(e=>e+1)};',
  )
})

test('positions are bytes, and do not depend on earlier parsing', async () => {
  const code = 'const a="ü€😀";export const modules={7:()=>a};'
  for (const _ of [1, 2])
    expect(await compileModulesAtOnce(code)).toBe('const a="ü€😀";export const modules={7:(()=>a)};')
})

test('other properties are unchanged', async () => {
  const code = 'export const o={a:()=>1,2:3,"4":()=>5};'
  expect(await compileModulesAtOnce(code)).toBe(code)
})
