import { type Expression, type Statement, walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { annotationKind } from './annotation-kind.ts';
import { type InstanceKind, instanceKind, returnedKind, type Search, together } from './instance-kind.ts';
import type { ClassPlace, Method } from './instances.ts';
import { isProperty, isSelfAttribute, seenAncestors } from './object-class.ts';

/**
 * What an attribute of a class is, by everything that gives it a value in the class, or else in the first above it that
 * does.
 */
export function attributeKind(search: Search, owner: ClassPlace, name: string): InstanceKind {
  for (const place of seenAncestors(search.project, owner)) {
    const kinds = ownKinds(search, place, name);
    if (kinds.length > 0) return together(kinds);
  }
  return 'perhaps';
}

function ownKinds(search: Search, owner: ClassPlace, name: string): readonly InstanceKind[] {
  return owner.statement.body.flatMap((statement): readonly InstanceKind[] => {
    if (statement.kind !== 'function')
      return assigned(search, owner.file, statement, isName(name), undefined);
    const method = { owner: owner.statement, statement };
    if (statement.name === name) {
      return isProperty(statement) ? [returnedKind(search, owner.file, statement, method)] : ['no'];
    }
    const self = statement.parameters[0]?.name;
    return [...walkStatements(statement.body)].flatMap((it) =>
      assigned(search, owner.file, it, isSelfAttribute(self, name), method),
    );
  });
}

function assigned(
  search: Search,
  file: PythonFile,
  statement: Statement,
  wanted: (target: Expression) => boolean,
  method: Method | undefined,
): readonly InstanceKind[] {
  const value = (it: Expression): InstanceKind => {
    if (search.seen.has(it)) return 'nothing';
    search.seen.add(it);
    return instanceKind(search, file, it, method);
  };
  switch (statement.kind) {
    case 'assign':
      if (statement.targets.some(wanted)) return [value(statement.value)];
      return statement.targets.some((it) => it.kind === 'tuple' && it.items.some(wanted)) ? ['perhaps'] : [];
    case 'annotated':
      return wanted(statement.target) ? [annotationKind(search, file, statement.annotation)] : [];
    case 'augmented':
      return wanted(statement.target) ? ['perhaps'] : [];
    case 'block':
      // `with … as self.settings`, `for self.settings in …`.
      return statement.arms.some((arm) => arm.heads.some((it) => holds(it, wanted))) ? ['perhaps'] : [];
    default:
      return [];
  }
}

function holds(head: Expression, wanted: (target: Expression) => boolean): boolean {
  return head.kind === 'other' && head.children.slice(1).some(wanted);
}

function isName(name: string): (it: Expression) => boolean {
  return (it) => it.kind === 'name' && it.name === name;
}
