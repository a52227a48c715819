/** An ESLint rule over built code: no name and no form that is newer than the oldest Chromium, unless it is asked for first. */
import type { Linter, Rule, SourceCode } from 'eslint'
import type { MemberExpression, Node } from 'estree'
import { newerThan } from './newer-names.ts'

export const oldest = 92
const names = newerThan(oldest)

/** What our own objects, or a package's, call so too: Dexie's `toArray`, zod's `check` and `union`, cborg's `chunks`. */
const alsoOthers: ReadonlySet<string> = new Set([
  ...['toArray', 'check', 'union', 'chunks'],
  ...['bytes', 'capture', 'cause', 'fence', 'forget', 'handle', 'locale', 'take'],
])

type Placed = Node & { readonly parent?: Placed; readonly range?: [number, number] }

export const newerRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { newer: '{{name}} is newer than Chromium {{oldest}}' } },
  create(context) {
    const { sourceCode } = context
    const report = (node: Node, name: string): void => {
      if (isAskedFor(node as Placed, name.split('.').at(-1) ?? name, sourceCode)) return
      context.report({ node, messageId: 'newer', data: { name, oldest: String(oldest) } })
    }
    return {
      'Program:exit'(program) {
        const scope = sourceCode.getScope(program)
        for (const { identifier } of scope.through)
          if (names.globals.has(identifier.name)) report(identifier as Node, identifier.name)
      },
      MemberExpression(node) {
        const member = memberName(node)
        if (member === null || isWritten(node as Placed)) return
        const owner = node.object.type === 'Identifier' ? `${node.object.name}.${member}` : null
        if (owner !== null && names.statics.has(owner)) report(node, owner)
        else if (names.members.has(member) && !alsoOthers.has(member)) report(node, member)
      },
      StaticBlock: (node) => report(node, 'static block'),
    }
  },
}

function memberName({ property, computed }: MemberExpression): string | null {
  if (!computed) return property.type === 'Identifier' ? property.name : null
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null
}

function isWritten(node: Placed): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node
}

/** True inside a condition that names it, on either side of it: `x.any ? x.any() : …`, `typeof x`, `x.any?.()`. */
function isAskedFor(node: Placed, name: string, sourceCode: SourceCode): boolean {
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'UnaryExpression' && outer.operator === 'typeof') return true
    if (outer.type === 'CallExpression' && outer.optional && outer.callee === inner) return true
    const test =
      outer.type === 'IfStatement' || outer.type === 'ConditionalExpression'
        ? outer.test
        : outer.type === 'LogicalExpression'
          ? outer.left
          : null
    if (test && sourceCode.getText(test).includes(name)) return true
  }
  return false
}

/** How built code is read. */
export const builtCode: Linter.Config = {
  // Class fields and `#x in` came with ES2022 and Chromium 91; what else came with it is the rule's.
  languageOptions: { ecmaVersion: 2022, sourceType: 'module' },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  plugins: { engines: { rules: { newer: newerRule } } },
  rules: { 'engines/newer': 'error' },
}
