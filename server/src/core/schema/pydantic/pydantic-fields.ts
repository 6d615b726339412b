import type { Expression, Statement } from '../../python/tree.ts';
import { type Ancestor, type ClassInfo, lineageOf } from '../class-lineage.ts';
import { codeText } from '../code-text.ts';
import type { PythonFile } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Field, Undecided } from '../schema.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';
import { readField } from './pydantic-field.ts';
import type { Validators } from './pydantic-validators.ts';

/** One declaration `name: annotation = value` in a class's body. */
export interface Declaration {
  readonly name: string;
  readonly statement: Statement & { readonly kind: 'annotated' };
  readonly file: PythonFile;
}

/** The fields of a class with its ancestors', and what of them is not known. */
export interface ReadFields {
  readonly fields: readonly Field[];
  readonly problems: readonly Undecided[];
  /** An attribute of the class itself for which pydantic refuses to make it. */
  readonly refused?: Undecided;
}

/**
 * Reads the fields of a class: those of its ancestors first, from the last in the method resolution order; a class
 * that declares a field again keeps its place. Annotations of plain mixins become fields too, as in pydantic.
 */
export function readFields(
  context: ModelContext,
  info: ClassInfo,
  validators: Validators,
  isDataclass = false,
): ReadFields {
  const declarations = new Map<string, Declaration>();
  const problems: Undecided[] = [];
  for (const ancestor of [...lineageOf(context.project, info).ancestors].reverse()) {
    collect(context, ancestor, declarations, problems);
  }
  const everywhere = validators.fields.get('*') ?? [];
  const names = [...declarations.keys()];
  const fields = [...declarations.values()].map((declaration) => {
    const field = readField(context, declaration, isDataclass, names);
    const judged = [...(validators.fields.get(declaration.name) ?? []), ...everywhere];
    return judged.length > 0 ? { ...field, undecided: [...field.undecided, ...judged] } : field;
  });
  const refused = refusedAttribute(context, info, declarations);
  return { fields, problems: problems.filter((it) => !isSame(it, refused)), ...(refused ? { refused } : {}) };
}

function isSame(it: Undecided, other: Undecided | undefined): boolean {
  return it.path === other?.path && it.span.start === other.span.start;
}

/** A plain value without an annotation, which no class above declares (pydantic 2.13, `inspect_namespace`). */
function refusedAttribute(
  { project }: ModelContext,
  info: ClassInfo,
  declarations: ReadonlyMap<string, Declaration>,
): Undecided | undefined {
  const above = lineageOf(project, info).ancestors.flatMap((it) =>
    it.kind === 'class' ? it.info.statement.body : [],
  );
  for (const statement of info.statement.body) {
    const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
    if (statement.kind !== 'assign' || target?.kind !== 'name' || !isPlainName(target.name)) continue;
    const annotated = above.some(
      (it) => it.kind === 'annotated' && it.target.kind === 'name' && it.target.name === target.name,
    );
    const plain = /^(?:int|float|string|fstring|bool|list|dict|set|tuple)$/.test(statement.value.kind);
    if (plain && !annotated && !declarations.has(target.name))
      return undecidedAt(info.file, target, unannotated(target.name));
  }
  return undefined;
}

function isPlainName(name: string): boolean {
  return !name.startsWith('_') && name !== 'model_config';
}

function unannotated(name: string): string {
  return `\`${name}\` has no annotation, so pydantic refuses the class`;
}

function collect(
  context: ModelContext,
  ancestor: Ancestor,
  declarations: Map<string, Declaration>,
  problems: Undecided[],
): void {
  if (ancestor.kind !== 'class') return;
  const { file, statement: owner } = ancestor.info;
  for (const statement of owner.body) {
    switch (statement.kind) {
      case 'annotated': {
        const { target } = statement;
        if (target.kind === 'name' && isField(context, file, target.name, statement)) {
          declarations.set(target.name, { name: target.name, statement, file });
        } else if (target.kind === 'name') {
          declarations.delete(target.name);
        }
        break;
      }
      case 'assign':
        collectPlain(context, file, statement, problems);
        break;
      case 'block':
        if (statement.arms.some((arm) => arm.body.some((it) => it.kind === 'annotated'))) {
          problems.push(undecidedAt(file, headOf(statement), 'fields that depend on a condition'));
        }
        break;
      default:
        break;
    }
  }
}

/** pydantic refuses a class with a plain attribute, except for names it sets apart and for descriptors. */
function collectPlain(
  context: ModelContext,
  file: PythonFile,
  statement: Statement & { readonly kind: 'assign' },
  problems: Undecided[],
): void {
  const target = statement.targets[0];
  if (target?.kind !== 'name' || !isPlainName(target.name)) return;
  const { value } = statement;
  // A decorated or built attribute (`x = property(f)`, `_normalize = field_validator(…)(f)`) is no field.
  if (value.kind === 'call' || value.kind === 'name' || value.kind === 'attribute') {
    if (value.kind !== 'call') return;
    const callee = resolveSymbol(
      context.project,
      file,
      value.callee.kind === 'call' ? value.callee.callee : value.callee,
    );
    const isValidator =
      callee.kind === 'external' &&
      /\.(field_validator|validator|model_validator|root_validator)$/.test(callee.name);
    if (isValidator)
      problems.push(undecidedAt(file, target, `a validator \`${target.name}\` that is made by a call`));
    return;
  }
  problems.push(undecidedAt(file, target, unannotated(target.name)));
}

function headOf(statement: Statement) {
  return { span: { start: statement.span.start, end: statement.span.start + 1 } };
}

/** Private names, `ClassVar` and `Final` with a default are class variables in pydantic 2. */
function isField(
  context: ModelContext,
  file: PythonFile,
  name: string,
  statement: Statement & { readonly kind: 'annotated' },
): boolean {
  if (name.startsWith('_') || name === 'model_config') return false;
  const outer = outermost(context, file, statement.annotation);
  if (outer === 'typing.ClassVar') return false;
  return !(outer === 'typing.Final' && statement.value !== undefined);
}

/** The canonical name of an annotation's outermost class, string annotations included. */
function outermost(context: ModelContext, file: PythonFile, annotation: Expression): string | undefined {
  if (annotation.kind === 'string') {
    const match = /^\s*(?:\w+\.)*(ClassVar|Final)\b/.exec(annotation.value);
    return match ? `typing.${match[1]}` : undefined;
  }
  const head = annotation.kind === 'subscript' ? annotation.object : annotation;
  if (head.kind !== 'name' && head.kind !== 'attribute') return undefined;
  const symbol = resolveSymbol(context.project, file, head);
  return symbol.kind === 'external' ? symbol.name : undefined;
}

/** How an annotation is shown to people: as written, on one line. */
export function annotationText(file: PythonFile, annotation: Expression): string {
  return annotation.kind === 'string' ? annotation.value.trim() : codeText(file, annotation);
}
