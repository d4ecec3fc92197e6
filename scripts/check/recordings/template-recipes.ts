import { PARAMETER, template, valued } from './recipe.ts'
import type { Recipe } from './recipe.ts'

type Given = readonly { readonly ParameterKey: string; readonly ParameterValue: string }[]

/** A recipe for an error of CreateStack: builds the template and its parameters from the message. */
const asks = (
  says: RegExp,
  make: (...named: string[]) => string | { readonly TemplateBody: string; readonly Parameters?: Given },
): Recipe => ({
  says,
  run(ask, named) {
    const made = make(...named)
    return ask['CreateStack']!({ StackName: 'refused', ...(typeof made === 'string' ? { TemplateBody: made } : made) })
  },
})

const names = (text: string): string[] => text.split(/, ?/)
const each = <Value>(text: string, value: Value): Record<string, Value> =>
  Object.fromEntries(names(text).map((name) => [name, value]))
const resource = (name: string, more: object) => template({ Resources: { [name]: { ...PARAMETER, ...more } } })
const output = (more: object) => template({ Outputs: { Out: more } })
const declared = (key: string, more: object, value: string) => ({
  TemplateBody: template({ Parameters: { [key]: { Type: 'String', ...more } } }),
  Parameters: [{ ParameterKey: key, ParameterValue: value }],
})
/** A template with the given value as a condition. */
const condition = (made: unknown) => template({ Conditions: { Other: { 'Fn::Equals': ['a', 'b'] }, One: made } })
/** A template with a value at a path such as `/Outputs/Out/Value`. */
function at(path: string, value: unknown): string {
  const [section = '', name = '', ...inner] = path.split('/').slice(1)
  const built = inner.toReversed().reduce<unknown>((part, key) => ({ [key]: part }), value)
  const whole = section === 'Resources' && built !== null ? { ...PARAMETER, ...(built as object) } : built
  return template({ [section]: { ...(section === 'Resources' && { Parameter: PARAMETER }), [name]: whole } })
}
const UNMATCHED = '\u0000'

/** Recipes for errors of templates and their parameters, by message. */
export const TEMPLATE_RECIPES: readonly Recipe[] = [
  asks(/^\[(\/\w+\/\w+[/\w]*)\] 'null' values are not allowed in templates$/, (path) => at(path, null)),
  asks(
    /^Template format error: Unresolved resource dependencies \[([\w, ]+)\] in the (Resources|Outputs) block of the template$/,
    (missing, block) => {
      const all = { 'Fn::Join': ['', names(missing).map((Ref) => ({ Ref }))] }
      return block === 'Resources' ? valued(all) : output({ Value: all })
    },
  ),
  asks(
    /^Template format error: Unresolved dependencies \[([\w, ]+)\]\. Cannot reference resources in the Conditions block of the template$/,
    (missing) => condition({ 'Fn::Equals': ['', { 'Fn::Join': ['', names(missing).map((Ref) => ({ Ref }))] }] }),
  ),
  asks(/^Template format error: Condition (\w+) is not defined\.$/, (name) => resource('One', { Condition: name })),
  asks(/^Template error: unresolved condition dependency (\w+) in Fn::If$/, (name) =>
    valued({ 'Fn::If': [name, 'a', 'b'] }),
  ),
  asks(/^Template error: Mapping named '(\w+)' is not present in the 'Mappings' section of template\.$/, (map) =>
    valued({ 'Fn::FindInMap': [map, 'a', 'b'] }),
  ),
  asks(/^Template error: Unable to get mapping for ([\w.-]+)::([\w.-]+)::([\w.-]+)$/, (map, first, second) =>
    valued({ 'Fn::FindInMap': [map, first, second] }, { Mappings: { [map]: { other: { other: 'v' } } } }),
  ),
  asks(/^Parameters: \[([\w, ]+)\] must have values$/, (keys) =>
    template({ Parameters: each(keys, { Type: 'String' }) }),
  ),
  asks(/^Parameters: \[([\w, ]+)\] do not exist in the template$/, (keys) => ({
    TemplateBody: template({ Parameters: { Another: { Type: 'String', Default: '' } } }),
    Parameters: names(keys).map((ParameterKey) => ({ ParameterKey, ParameterValue: 'v' })),
  })),
  asks(/^Parameter values specified for a template which does not require them\.$/, () => ({
    TemplateBody: template({}),
    Parameters: [{ ParameterKey: 'One', ParameterValue: 'v' }],
  })),
  asks(/^Parameter (\w+) failed to satisfy constraint: (.+)$/, (key, ConstraintDescription) =>
    declared(key, { AllowedValues: ['a'], ConstraintDescription }, 'b'),
  ),
  asks(/^Parameter '(\w+)' must be one of AllowedValues$/, (key) => declared(key, { AllowedValues: ['a'] }, 'b')),
  asks(/^Parameter '(\w+)' must match pattern (.+)$/, (key, AllowedPattern) =>
    declared(key, { AllowedPattern }, UNMATCHED),
  ),
  asks(/^Each value of parameter '(\w+)' must match pattern (.+)$/, (key, AllowedPattern) =>
    declared(key, { Type: 'CommaDelimitedList', AllowedPattern }, UNMATCHED),
  ),
  asks(/^Parameter '(\w+)' must contain at least (\d+) characters$/, (key, MinLength) =>
    declared(key, { MinLength }, ''),
  ),
  asks(/^Parameter '(\w+)' must contain at most (\d+) characters$/, (key, MaxLength) =>
    declared(key, { MaxLength }, 'x'.repeat(Number(MaxLength) + 1)),
  ),
  asks(/^Parameter '(\w+)' must be a number not less than (\d+)$/, (key, MinValue) =>
    declared(key, { Type: 'Number', MinValue }, '-1'),
  ),
  asks(/^Parameter '(\w+)' must be a number not greater than (\d+)$/, (key, MaxValue) =>
    declared(key, { Type: 'Number', MaxValue }, `${MaxValue}0`),
  ),
  asks(/^Parameter '(\w+)' must be a number$/, (key) => declared(key, { Type: 'Number' }, 'text')),
  asks(/^Unable to fetch parameters \[(.+)\] from parameter store for this account\.$/, (all) => {
    const type = 'AWS::SSM::Parameter::Value<String>'
    const parameters = names(all).map((Default, index) => [`P${index}`, { Type: type, Default }])
    return template({ Parameters: Object.fromEntries(parameters) })
  }),
  asks(/^Parameters: \[((?:ssm:[^\],]+(?:, )?)+)\] cannot be found\.$/, (all) =>
    valued({ 'Fn::Join': ['', names(all).map((one) => `{{resolve:${one}}}`)] }),
  ),
  asks(/^Invalid template property or properties \[([\w, ]+)\]$/, (all) => template(each(all, {}))),
  asks(/^Invalid template resource property '(\w+)'$/, (name) => resource('One', { [name]: 'v' })),
  asks(/^Template format error: Resource name (\S+) is non alphanumeric\.$/, (name) => resource(name, {})),
  asks(/^Template format error: Unrecognized resource types: \[([^\]]+)\]$/, (types) =>
    template({ Resources: Object.fromEntries(names(types).map((Type, index) => [`One${index}`, { Type }])) }),
  ),
  asks(/^Template format error: \[\/Resources\/(\w+)\] Every Type member must be a string\.$/, (name) =>
    resource(name, { Type: { Ref: 'Type' } }),
  ),
  asks(/^Template format error: \[\/Resources\/(\w+)\] Every Resources object must contain a Type member\.$/, (name) =>
    template({ Resources: { [name]: {} } }),
  ),
  asks(/^Circular dependency between resources: \[([\w, ]+)\]$/, (all) => {
    const circle = names(all)
    const next = (index: number) => circle[(index + 1) % circle.length]
    return template({
      Resources: Object.fromEntries(circle.map((id, index) => [id, { ...PARAMETER, DependsOn: next(index) }])),
    })
  }),
  asks(/^Template format error: Every Parameters object must contain a Type member\.$/, () =>
    template({ Parameters: { One: {} } }),
  ),
  asks(/^Invalid template parameter property '(\w+)'$/, (name) =>
    template({ Parameters: { One: { Type: 'String', [name]: 'v' } } }),
  ),
  asks(/^Template format error: Unrecognized parameter type: (\S+)$/, (Type) =>
    template({ Parameters: { One: { Type } } }),
  ),
  asks(/^Template format error: Every Condition member must be a string\.$/, () =>
    resource('One', { Condition: { Ref: 'One' } }),
  ),
  asks(/^Template format error: Every AllowedValues member must be a list\.$/, () =>
    template({ Parameters: { One: { Type: 'String', AllowedValues: 'a' } } }),
  ),
  asks(/^Template format error: Every Description member must be a string\.$/, () =>
    output({ Value: 'v', Description: { Ref: 'Parameter' } }),
  ),
  asks(/^Template format error: The Value field of every Outputs member must evaluate to a String\.$/, () =>
    output({ Value: { 'Fn::Equals': ['a', 'b'] } }),
  ),
  asks(
    /^Template format error: The Value field of every Outputs member must evaluate to a String and not a List\.$/,
    () => output({ Value: ['a'] }),
  ),
  asks(/^Template format error: Every Outputs member must contain a Value object$/, () => output({})),
  asks(/^Template format error: At least one Resources member must be defined\.$/, () => '{"Outputs": {}}'),
  asks(/^Template format error: Any Resources member must be an object\.$/, () =>
    template({ Resources: { One: 'text' } }),
  ),
  asks(/^Template format error: unsupported structure\.$/, () => 'text'),
  asks(/^Template format error: YAML not well-formed\.$/, () => 'Resources:\n  One: [\n'),
  asks(/^Template format error: JSON not well-formed\.$/, () => '{"Resources": '),
  asks(/^Template format error: Every Mappings attribute must be a String or a List\.$/, () =>
    template({ Mappings: { Map: { Key: { Leaf: { Ref: 'Parameter' } } } } }),
  ),
  asks(/^Template error: every Fn::Equals object requires/, () => condition({ 'Fn::Equals': ['a'] })),
  asks(/^Template error: every (Fn::(?:And|Or)) object requires/, (name) =>
    condition({ [name]: [{ Condition: 'Other' }] }),
  ),
  asks(/^Template error: every Fn::Not object requires/, () => condition({ 'Fn::Not': [] })),
  asks(/^Template error: every Fn::GetAtt object requires/, () => valued({ 'Fn::GetAtt': ['Parameter', ''] })),
  asks(/^Template error: every Fn::FindInMap object requires/, () => valued({ 'Fn::FindInMap': ['Map', 'key'] })),
  asks(/^Template error: every Fn::Join object requires/, () => valued({ 'Fn::Join': ['-'] })),
  asks(/^Template error: every Fn::Split object requires/, () => valued({ 'Fn::Split': [','] })),
  asks(/^Template error: Fn::If requires/, () => valued({ 'Fn::If': ['One', 'a'] })),
  asks(/^Template error: variable names in Fn::Sub syntax/, () => valued({ 'Fn::Sub': '${a b}' })),
  asks(/^Template error: One or more Fn::Sub intrinsic functions/, () => valued({ 'Fn::Sub': ['a'] })),
  asks(/^Template error: Fn::Select requires/, () => valued({ 'Fn::Select': ['a', ['b']] })),
  asks(/^Template error: Fn::Select cannot select nonexistent value at index (\d+)$/, (index) =>
    valued({ 'Fn::Select': [index, { 'Fn::Split': [',', 'a'] }] }),
  ),
]
