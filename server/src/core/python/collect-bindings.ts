import { span } from '../text/span.ts';
import type { Binding, Scope, ScopedName } from './scope.ts';
import {
  type Arm,
  type BlockStatement,
  children,
  type Expression,
  type Module,
  ownExpressions,
  type Statement,
} from './tree.ts';

/** A scope while it is filled. */
interface Draft {
  readonly kind: Scope['kind'];
  readonly start: number;
  readonly end: number;
  readonly names: Map<string, Binding[]>;
  readonly children: Scope[];
  readonly stars: string[];
}

/** The scopes of a module, with everything that binds a name in them. Nothing is resolved here. */
export function collectBindings(module: Module): Scope {
  const draft = newDraft('module', 0, Number.MAX_SAFE_INTEGER);
  collectBody(draft, module.body);
  return finished(draft);
}

function newDraft(kind: Scope['kind'], start: number, end: number): Draft {
  return { kind, start, end, names: new Map(), children: [], stars: [] };
}

function finished(draft: Draft): Scope {
  const names = new Map<string, ScopedName>();
  for (const [name, bindings] of draft.names)
    names.set(name, { name, bindings, ambiguous: differ(bindings) });
  return {
    kind: draft.kind,
    span: span(draft.start, draft.end),
    names,
    children: draft.children,
    stars: draft.stars,
  };
}

/** Whether bindings give a name more than one meaning. The same import twice is one meaning. */
function differ(bindings: readonly Binding[]): boolean {
  const first = bindings[0];
  return bindings.some((it) => it !== first && !(first !== undefined && sameImport(first, it)));
}

function sameImport(a: Binding, b: Binding): boolean {
  if (a.kind !== 'import' || b.kind !== 'import' || a.name !== b.name) return false;
  return a.module === b.module || (isTyping(a.module) && isTyping(b.module));
}

function isTyping(module: string): boolean {
  return module === 'typing' || module === 'typing_extensions';
}

function bind(draft: Draft, name: string, binding: Binding): void {
  const list = draft.names.get(name);
  if (list === undefined) draft.names.set(name, [binding]);
  else list.push(binding);
}

function collectBody(draft: Draft, body: readonly Statement[]): void {
  for (const statement of body) collectStatement(draft, statement);
}

function collectStatement(draft: Draft, statement: Statement): void {
  switch (statement.kind) {
    case 'import':
      for (const it of statement.names) bindImport(draft, statement, it.module, it.alias);
      break;
    case 'import-from': {
      const module = '.'.repeat(statement.level) + statement.module;
      if (statement.star) draft.stars.push(module);
      for (const it of statement.names) {
        bind(draft, it.alias ?? it.name, { kind: 'import', module, name: it.name, statement });
      }
      break;
    }
    case 'class':
      bind(draft, statement.name, { kind: 'class', statement });
      addChild(draft, 'class', statement.body, statement.span.end);
      break;
    case 'function':
      bind(draft, statement.name, { kind: 'function', statement });
      collectFunction(draft, statement);
      break;
    case 'block':
      for (const arm of statement.arms) {
        for (const it of targetsOf(statement, arm)) bindTargets(draft, it, statement);
        collectBody(draft, arm.body);
      }
      break;
    default:
      collectSimple(draft, statement);
  }
}

/** What the head of an arm binds: a loop's target, the name after `as`, the captures of a pattern. */
function targetsOf(block: BlockStatement, arm: Arm): readonly Expression[] {
  const first = arm.heads.slice(0, 1);
  if (block.keyword === 'for') return arm.keyword === 'for' ? first : [];
  if (arm.keyword === 'case') return first;
  if (arm.keyword !== 'with' && arm.keyword !== 'except') return [];
  // `value as target` is an `other` of both.
  return arm.heads.flatMap((it) => (it.kind === 'other' ? it.children.slice(1, 2) : []));
}

/** Binds every name in a target or pattern, but not the objects of attributes and subscripts. */
function bindTargets(draft: Draft, target: Expression, statement: Statement): void {
  if (target.kind === 'name') bind(draft, target.name, { kind: 'other', statement });
  else if (target.kind === 'other' || target.kind === 'tuple' || target.kind === 'list') {
    for (const it of children(target)) bindTargets(draft, it, statement);
  }
}

function bindImport(draft: Draft, statement: Statement, module: string, alias: string | undefined): void {
  const bound = alias === undefined ? (module.split('.', 1)[0] ?? module) : module;
  bind(draft, alias ?? bound, { kind: 'import', module: bound, statement });
}

function collectSimple(draft: Draft, statement: Statement): void {
  switch (statement.kind) {
    case 'assign':
      for (const target of statement.targets) bindTarget(draft, target, statement.value, statement);
      break;
    case 'annotated':
      if (statement.target.kind === 'name' && statement.value) {
        const { annotation, value } = statement;
        bind(draft, statement.target.name, { kind: 'constant', value, annotation, statement });
      }
      break;
    case 'augmented':
      bindTarget(draft, statement.target, undefined, statement);
      break;
    case 'type-alias':
      bind(draft, statement.name, { kind: 'type-alias', value: statement.value, statement });
      break;
    default:
      for (const it of ownExpressions(statement))
        bindTarget(draft, it, undefined, statement, statement.kind === 'other');
  }
}

function bindTarget(
  draft: Draft,
  target: Expression,
  value: Expression | undefined,
  statement: Statement,
  wanted = true,
): void {
  if (!wanted) return;
  if (target.kind === 'name') {
    bind(draft, target.name, value ? { kind: 'constant', value, statement } : { kind: 'other', statement });
  } else if (target.kind === 'tuple' || target.kind === 'list') {
    for (const it of target.items) bindTarget(draft, it, undefined, statement);
  } else if (target.kind === 'other') {
    for (const it of target.children) bindTarget(draft, it, undefined, statement);
  }
}

function collectFunction(draft: Draft, statement: Statement & { kind: 'function' }): void {
  const inner = addDraft('function', statement.body, statement.span.end);
  if (inner === undefined) return;
  for (const it of statement.parameters) bind(inner, it.name, { kind: 'other', statement });
  collectBody(inner, statement.body);
  draft.children.push(finished(inner));
}

function addChild(draft: Draft, kind: 'class', body: readonly Statement[], end: number): void {
  const inner = addDraft(kind, body, end);
  if (inner === undefined) return;
  collectBody(inner, body);
  draft.children.push(finished(inner));
}

function addDraft(kind: Scope['kind'], body: readonly Statement[], end: number): Draft | undefined {
  const first = body[0];
  return first === undefined ? undefined : newDraft(kind, first.span.start, end);
}
