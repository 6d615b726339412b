import type { Expression, Statement } from '../../python/tree.ts';
import type { Data } from '../../syntax/data.ts';
import { type Ancestor, type ClassInfo, lineageOf } from '../class-lineage.ts';
import { constantData } from '../constant.ts';
import type { FieldType } from '../field-type.ts';
import { undecidedAt } from '../pydantic/pydantic-context.ts';
import type { Validators } from '../pydantic/pydantic-validators.ts';
import type { PythonFile } from '../reader.ts';
import type { Field, Undecided } from '../schema.ts';
import type { Context1 } from './pydantic-1-context.ts';
import { readField1 } from './pydantic-1-field.ts';
import { resolvePydantic1 } from './pydantic-1-names.ts';

/** One declaration of a class's body: `name: annotation = value`, or `name = value` with the type of its value. */
export interface Declaration1 {
  readonly name: string;
  readonly file: PythonFile;
  readonly target: Expression;
  readonly statement: Statement;
  readonly annotation?: Expression;
  readonly value?: Expression;
  /** The type of a value without an annotation. */
  readonly inferred?: FieldType;
}

/** The fields of a class with its ancestors', and what of them is not known. */
export interface ReadFields1 {
  readonly fields: readonly Field[];
  readonly problems: readonly Undecided[];
}

/**
 * Reads the fields of a class as `ModelMetaclass` of pydantic 1.10 finds them: those of its ancestors first; of one
 * class the annotated ones before those that are only assigned. A field that is declared again keeps its place.
 */
export function readFields1(context: Context1, info: ClassInfo, validators: Validators): ReadFields1 {
  const declarations = new Map<string, Declaration1>();
  const problems: Undecided[] = [];
  for (const ancestor of [...lineageOf(context.project, info).ancestors].reverse())
    collect(context, ancestor, declarations, problems);
  const everywhere = validators.fields.get('*') ?? [];
  const fields = [...declarations.values()].map((declaration) => {
    const field = readField1(context, declaration);
    const judged = [...(validators.fields.get(declaration.name) ?? []), ...everywhere];
    return judged.length > 0 ? { ...field, undecided: [...field.undecided, ...judged] } : field;
  });
  return { fields, problems };
}

function collect(
  context: Context1,
  ancestor: Ancestor,
  declarations: Map<string, Declaration1>,
  problems: Undecided[],
): void {
  if (ancestor.kind !== 'class') return;
  const { file, statement: owner } = ancestor.info;
  const assigned: (Statement & { readonly kind: 'assign' })[] = [];
  for (const statement of owner.body) {
    if (statement.kind === 'assign') assigned.push(statement);
    if (statement.kind === 'block' && statement.arms.some((arm) => arm.body.some(isDeclaration)))
      problems.push(undecidedAt(file, headOf(statement), 'fields that depend on a condition'));
    if (statement.kind !== 'annotated' || statement.target.kind !== 'name') continue;
    const { target, annotation, value } = statement;
    const { name } = target;
    if (name.startsWith('_') && name !== '__root__') continue;
    const outer = outermost(context, file, annotation);
    if (outer === 'typing.ClassVar' || (outer === 'typing.Final' && value)) continue;
    declarations.set(name, { name, file, target, statement, annotation, ...(value ? { value } : {}) });
  }
  for (const statement of assigned) collectAssigned(context, file, statement, declarations, problems);
}

function isDeclaration({ kind }: Statement): boolean {
  return kind === 'annotated' || kind === 'assign';
}

function headOf(statement: Statement) {
  return { span: { start: statement.span.start, end: statement.span.start + 1 } };
}

/** `pool = 5` is a field too; a class, a function or what a decorator of pydantic makes is none. */
function collectAssigned(
  context: Context1,
  file: PythonFile,
  statement: Statement & { readonly kind: 'assign' },
  declarations: Map<string, Declaration1>,
  problems: Undecided[],
): void {
  for (const target of statement.targets) {
    if (target.kind !== 'name' || target.name.startsWith('_')) continue;
    const { name } = target;
    const { value } = statement;
    const data = constantData(context.project, file, value);
    const inferred = data && typeOfData(data);
    const known = declarations.get(name);
    if (!inferred || (known && !isSameType(known, inferred))) {
      problems.push(
        undecidedAt(
          file,
          target,
          `\`${name}\` has no annotation, and what it is to pydantic is not evaluated`,
        ),
      );
      continue;
    }
    declarations.set(name, { name, file, target, statement, value, inferred });
  }
}

/** Pydantic refuses a value of another type than the field that it overrides. */
function isSameType({ annotation, value, inferred }: Declaration1, type: FieldType): boolean {
  if (inferred) return inferred.kind === type.kind;
  const plain = annotation?.kind === 'name' && annotation.name === type.kind;
  return plain && value?.kind !== 'call';
}

function typeOfData(data: Data): FieldType | undefined {
  switch (data.kind) {
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return { kind: data.kind };
    case 'list':
      return { kind: 'list', item: { kind: 'any' } };
    case 'dict':
      return { kind: 'dict', key: { kind: 'any' }, value: { kind: 'any' } };
    default:
      return undefined;
  }
}

/** The canonical name of an annotation's outermost class, string annotations included. */
function outermost(context: Context1, file: PythonFile, annotation: Expression): string | undefined {
  if (annotation.kind === 'string') {
    const match = /^\s*(?:\w+\.)*(ClassVar|Final)\b/.exec(annotation.value);
    return match ? `typing.${match[1]}` : undefined;
  }
  const head = annotation.kind === 'subscript' ? annotation.object : annotation;
  if (head.kind !== 'name' && head.kind !== 'attribute') return undefined;
  const symbol = resolvePydantic1(context.project, file, head);
  return symbol.kind === 'external' ? symbol.name : undefined;
}
