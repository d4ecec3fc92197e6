import { describe, expect, test } from '@jest/globals'
import { inspect } from '../../../src/codedeploy/appspec/values.ts'
import { loadYaml } from '../../../src/codedeploy/appspec/yaml.ts'

/** The agent's Ruby value of a text, or the class of its error. Each row was recorded there. */
function load(text: string): string {
  const loaded = loadYaml(text)
  if ('fault' in loaded) return loaded.fault.raises
  return loaded.value ? inspect(loaded.value) : 'nil'
}

describe("the agent's value of", () => {
  test.each([
    ['a list in brackets that continues left of its key', 'a:\n  b: [1,\n2,\n ]\n', '{"a"=>{"b"=>[1, 2]}}'],
    ['a bracket that closes at the margin', 'a: [\n1\n]\n', '{"a"=>[1]}'],
    [
      'a quoted text that continues left of its key',
      'a:\n    b: "one\n  two"\nc: 1\n',
      '{"a"=>{"b"=>"one two"}, "c"=>1}',
    ],
    ['single quotes over an empty line', "a: 'one\n\n\n two'\n", '{"a"=>"one\\n\\ntwo"}'],
    ['quotes over lines at the margin', 'a: "x\ny"\n', '{"a"=>"x y"}'],
    ['an escaped line break', 'a: "one\\\n   two"\n', '{"a"=>"onetwo"}'],
    ['a plain text over several lines', 'a: one\n  two\n\n  three\n', '{"a"=>"one two\\nthree"}'],
    ['a plain text in brackets over several lines', 'a: [one\ntwo]\n', '{"a"=>["one two"]}'],
    ['a comment that ends a plain text', 'a: one # b\nc: 2\n', '{"a"=>"one", "c"=>2}'],
    ['a hash that does not start a comment', 'a: one#b\n', '{"a"=>"one#b"}'],
    ['a folded block', 'a: >\n  one\n  two\n\n   three\n  four\n\n', '{"a"=>"one two\\n\\n three\\nfour\\n"}'],
    ['a block that keeps its last line breaks', 'a: |+\n  one\n\nb: 1\n', '{"a"=>"one\\n\\n", "b"=>1}'],
    ['a block that strips its last line breaks', 'a: |-\n  one\n\n', '{"a"=>"one"}'],
    ['a block with explicit indentation', 'a: |2\n   one\n  two\n', '{"a"=>" one\\ntwo\\n"}'],
    ['a list in the column of its key', 'a:\n- 1\n- 2\nb: 3\n', '{"a"=>[1, 2], "b"=>3}'],
    ['a nested list', '- - 1\n  - 2\n-\n  - 3\n', '[[1, 2], [3]]'],
    ['a key with a question mark', '? a\n: b\n? c\n', '{"a"=>"b", "c"=>nil}'],
    ['a map in brackets without values', '{a, b: 1, c: }\n', '{"a"=>nil, "b"=>1, "c"=>nil}'],
    ['a colon within a plain text in brackets', '{a:1, b: 2}\n', '{"a:1"=>nil, "b"=>2}'],
    ['a quoted key without a space', '{"a":1}\n', '{"a"=>1}'],
    ['pairs in a list of brackets', '[a: 1, b: 2, ]\n', '[{"a"=>1}, {"b"=>2}]'],
    ['a dash in brackets', '[-]\n', '["-"]'],
    ['a question mark in brackets', '[?a]\n', '[{"a"=>nil}]'],
    ['a tab after a colon', 'a:\t1\n', '{"a"=>1}'],
    ['a tab before a comment', 'a: 1\t# c\n', '{"a"=>1}'],
    ['a tab within brackets', 'a: [\n\t1]\n', '{"a"=>[1]}'],
    ['a list below a text', 'a: b\n  - c\n', '{"a"=>"b - c"}'],
    ['escapes', 'a: "\\x41\\u00e9\\/\\t\\""\n', '{"a"=>"Aé/\\t\\""}'],
    ['a second document', 'a: 1\n---\nb: [\n', '{"a"=>1}'],
    ['a document that is ended', 'a: 1\n...\n]\n', '{"a"=>1}'],
    ['a document that is empty', '---\n---\na: 1\n', 'nil'],
    ['a value on the line of the document mark', '--- {a: 1}\n', '{"a"=>1}'],
    ['directives', '%YAML 1.1\n%TAG !e! tag:e,2000:\n---\na: !e!x 1\n', '{"a"=>1}'],
    ['a quoted number with an unknown tag', 'a: !x "5"\n', '{"a"=>5}'],
    ['a quoted number with the non-specific tag', 'a: ! "5"\n', '{"a"=>5}'],
    ['a number that is tagged as a text', 'a: !!str 5\n', '{"a"=>"5"}'],
    ['a text that is tagged as a float', 'a: !!float "1e3"\n', '{"a"=>1000.0}'],
    ['base 64', 'a: !!binary bGludXg=\n', '{"a"=>"linux"}'],
    ['an object of Ruby as a text', 'a: !ruby/object:Foo x\n', '{"a"=>"x"}'],
    ['a hash of Ruby', 'a: !ruby/object:Hash {b: 1}\n', '{"a"=>{"b"=>1}}'],
    ['a symbol by tag', 'a: !ruby/sym b\n', '{"a"=>:b}'],
    ['an ordered map', 'a: !!omap [b: 1, c: 2]\n', '{"a"=>{"b"=>1, "c"=>2}}'],
    ['a map that is tagged as a text', 'a: !!str {str: x}\n', '{"a"=>"x"}'],
    ['a quoted merge key', '"<<": {a: 1}\nb: 2\n', '{"a"=>1, "b"=>2}'],
    ['a merge key that is tagged as a text', '!!str <<: {a: 1}\n', '{"<<"=>{"a"=>1}}'],
    ['a merge of a list, of which the first wins', '<<: [{a: 1}, {a: 2, b: 3}]\n', '{"a"=>1, "b"=>3}'],
    ['a merge of a word', '<<: a\n', '{"<<"=>"a"}'],
    ['a merge after a key, which has precedence', 'a: 1\n<<: {a: 2}\n', '{"a"=>2}'],
    ['a duplicate key, which keeps its place', 'a: 1\nb: 2\na: 3\n', '{"a"=>3, "b"=>2}'],
    ['an anchor without an alias', 'a: &x 1\n', '{"a"=>1}'],
    ['an anchor on nothing', 'a: &x\nb: 1\n', '{"a"=>nil, "b"=>1}'],
    ['an alias in an unread document', 'a: 1\n---\nb: *x\n', '{"a"=>1}'],
    ['carriage returns without line feeds', 'a: 1\rb: 2\r', '{"a"=>1, "b"=>2}'],
    ['a line separator, which is a line break', 'a: 1\u2028b: 2\n', '{"a"=>1, "b"=>2}'],
    ['a next line, which is a line break', 'a: 1\u0085b: 2\n', '{"a"=>1, "b"=>2}'],
    ['a byte order mark later in the line', 'a: \uFEFF1\n', '{"a"=>"\uFEFF1"}'],
    ['more closing than opening brackets', 'a: 1]\n', '{"a"=>"1]"}'],
    ['a list as a key', '[a]: 1\n', '{["a"]=>1}'],
    ['a colon at the end of a word in a list', '- a:\n- b:c\n', '[{"a"=>nil}, "b:c"]'],
    ['numbers around a line separator', 'a: 6\u2028 44\n', '{"a"=>"6\\u202844"}'],
    ['a date with a non-breaking space', 'a: 2024-01-01\u00A010:00:00\n', '{"a"=>"2024-01-01\u00A010:00:00"}'],
    ['a float with the float tag', 'a: !!float .2080e2\n', '{"a"=>20.8}'],
    ['symbols that are operators, and one that is not', '[!ruby/sym "+", !ruby/sym "a b"]\n', '[:+, :"a b"]'],
    ['base 64 with other characters in between', 'a: !!binary "bGl-u_dXg=x"\n', '{"a"=>"linux"}'],
    ['invisible characters', 'a: "\\a\\e\\v\\L\\x1f#{b}"\n', '{"a"=>"\\a\\e\\v\\u2028\\u001F\\#{b}"}'],
    ['two words, one of them on a line of its own', 'a: on\n\n  no\n', '{"a"=>true}'],
  ])('%s', (_, text, shown) => {
    expect(load(text)).toBe(shown)
  })
})

describe('files that the agent cannot load, with place and reason', () => {
  test.each([
    [
      'a colon that closes brackets',
      '[a:]\n',
      'SyntaxError',
      '1:3',
      'a colon needs a space after it, or quotes around the text',
    ],
    ['two commas', '[1,, 2]\n', 'SyntaxError', '1:4', 'a value is missing'],
    ['a comma at the beginning', '[, 1]\n', 'SyntaxError', '1:2', 'a value is missing'],
    ['a tab that indents', 'a:\n\tb: 1\n', 'SyntaxError', '2:1', 'Tabs cannot indent'],
    [
      'a text that needs quotes',
      'a: b: c\n',
      'SyntaxError',
      '1:5',
      'a colon cannot stand here: a text that contains one needs quotes',
    ],
    [
      'a key below a text',
      'a: b\n  c: d\n',
      'SyntaxError',
      '2:4',
      'a colon cannot stand here: a text that contains one needs quotes',
    ],
    [
      'a value left of its list',
      'a:\n  - 1\n - 2\n',
      'SyntaxError',
      '3:2',
      'a map continues with a key in its own column',
    ],
    ['a line without a key', 'a: 1\nb\nc: 2\n', 'SyntaxError', '2:1', 'a colon is missing after the key'],
    ['an at sign', 'a: @b\n', 'SyntaxError', '1:4', 'nothing can begin with @: it needs quotes'],
    ['a back quote', 'a: `b`\n', 'SyntaxError', '1:4', 'nothing can begin with `: it needs quotes'],
    ['a percent sign within a line', 'a: %b\n', 'SyntaxError', '1:4', 'nothing can begin with %: it needs quotes'],
    ['an escape that does not exist', 'a: "\\q"\n', 'SyntaxError', '1:5', '\\q means nothing in quotes'],
    [
      'half of a surrogate pair',
      'a: "\\ud83d\\ude00"\n',
      'SyntaxError',
      '1:5',
      '\\u needs the 4 hexadecimal digits of a character',
    ],
    ['a document end at the start', '...\na: 1\n', 'SyntaxError', '1:1', 'a value is missing'],
    [
      'a key on the line of the document mark',
      '--- a: 1\n',
      'SyntaxError',
      '1:6',
      'a colon cannot stand here: a text that contains one needs quotes',
    ],
    ['another version of YAML', '%YAML 2.0\n---\na: 1\n', 'SyntaxError', '1:1', '%YAML stands once, with 1.1 or 1.2'],
    [
      'an unknown directive',
      '%FOO 1\n---\na: 1\n',
      'SyntaxError',
      '1:1',
      '%FOO is not a directive: %YAML and %TAG are',
    ],
    ['an unknown tag', 'a: !e!x 1\n', 'SyntaxError', '1:4', 'no %TAG says what !e! stands for'],
    ['a word that is tagged as a float', 'a: !!float x\n', 'ArgumentError', '1:12', 'invalid value for Float(): "x"'],
    ['an empty value that is tagged as a float', 'a: !!float\n', 'TypeError', '1:4', "can't convert nil into Float"],
    [
      'an object of Ruby',
      'a: !ruby/object:Foo {b: 1}\n',
      'DisallowedClass',
      '1:21',
      'Tried to load unspecified class: Foo',
    ],
    [
      'a text that is tagged with a class',
      'a: !str:Foo x\n',
      'DisallowedClass',
      '1:13',
      'Tried to load unspecified class: Foo',
    ],
    ['an alias', 'a: &x 1\nb: *x\n', 'BadAlias', '2:4', 'Unknown alias: x'],
    [
      'a closed quote with text after it',
      'a: "b" c\n',
      'SyntaxError',
      '1:8',
      'a map continues with a key in its own column, and "c" stands here',
    ],
    [
      'a key over two lines',
      '"a\n b": 1\n',
      'SyntaxError',
      '2:4',
      'a colon cannot stand here: a text that contains one needs quotes',
    ],
    ['a closing bracket without an opening one', ']\n', 'SyntaxError', '1:1', 'a value is missing'],
    ['an empty key', ': 1\n', 'SyntaxError', '1:1', 'a map continues with a key in its own column'],
    ['a value in brackets without a key', '{: 1}\n', 'SyntaxError', '1:2', 'a value is missing'],
    ['an exponent without digits before it', 'a: .E-6\n', 'ArgumentError', '1:4', 'invalid value for Float(): "E-6"'],
    [
      'an empty value that is tagged as a map',
      'a: !!str {b: c}\n',
      'FrozenError',
      '1:10',
      "can't modify frozen NilClass: nil",
    ],
  ])('%s', (_, text, raises, at, message) => {
    const loaded = loadYaml(text)
    const fault = 'fault' in loaded ? loaded.fault : undefined
    expect([fault?.raises, `${fault?.line}:${fault?.column}`, fault?.message]).toEqual([raises, at, message])
  })
})

test('a key of more than 1,024 characters needs a question mark', () => {
  const key = 'k'.repeat(1025)
  expect(load(`${key}: 1\n`)).toBe('SyntaxError')
  expect(load(`? ${key}\n: 1\n`)).toBe(`{"${key}"=>1}`)
})

test('unlimited nesting is refused', () => {
  expect(load('['.repeat(100_000))).toBe('SyntaxError')
})

test('where aliases are allowed, their expansion is limited', () => {
  const levels = Array.from({ length: 60 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`)
  const loaded = loadYaml(`l0: &l0 x\n${levels.join('\n')}\n`, { aliases: true })
  expect('fault' in loaded && loaded.fault).toMatchObject({ raises: 'BadAlias', message: 'aliases repeat too much' })
  expect('value' in loadYaml('a: &x {b: 1}\nc: *x\n', { aliases: true })).toBe(true)
})
