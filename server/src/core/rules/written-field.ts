import { declarationIn, type PydanticTarget } from '../migration/generate/pydantic-target.ts';
import { projectOf } from '../migration/service-project.ts';
import type { Expression } from '../python/tree.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';

type Call = Expression & { readonly kind: 'call' };

/** The declaration of a field in a class, as written. */
export interface WrittenField {
  readonly path: string;
  readonly text: string;
  readonly declaration: PydanticTarget['declaration'];
  /** `Field(…)` behind the annotation, or in its `Annotated`. */
  readonly call?: Call;
  /** The type itself, without `Annotated`. */
  readonly type: Expression;
}

/** How a field is written; undefined where it is no annotation of a class body in code that parses. */
export function writtenField(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
): WrittenField | undefined {
  const { path } = field.declaration;
  const file = projectOf(snapshot, schema.service)
    ?.mentioning([field.name])
    .find((it) => it.file.path === path && !it.stale);
  const declaration = file && declarationIn(file, field)?.declaration;
  if (!file || !declaration) return undefined;
  const { annotation, value } = declaration;
  const parts = metadataOf(annotation);
  const call = [...(value ? [value] : []), ...parts].find((it): it is Call => isFieldCall(it));
  const [type = annotation] =
    parts.length > 0 && annotation.kind === 'subscript' && annotation.index.kind === 'tuple'
      ? annotation.index.items
      : [annotation];
  return { path, text: file.file.text, declaration, type, ...(call ? { call } : {}) };
}

/** What stands after the type in `Annotated[…]`. */
function metadataOf(annotation: Expression): readonly Expression[] {
  if (annotation.kind !== 'subscript' || annotation.index.kind !== 'tuple') return [];
  const { object } = annotation;
  const name = object.kind === 'name' || object.kind === 'attribute' ? object.name : '';
  return name === 'Annotated' ? annotation.index.items.slice(1) : [];
}

function isFieldCall(expression: Expression): boolean {
  if (expression.kind !== 'call') return false;
  const { callee } = expression;
  return (callee.kind === 'name' || callee.kind === 'attribute') && callee.name === 'Field';
}

/** Adds an argument behind the last one of a call. */
export function addArgument({ path, text }: WrittenField, call: Call, argument: string): FileEdit {
  const last = call.args.at(-1);
  const at = last ? last.span.end : call.span.end - 1;
  const onOwnLine = last && /[\r\n]/.test(text.slice(call.callee.span.end, last.span.start));
  const indent = last ? (/[ \t]*$/.exec(text.slice(0, last.span.start))?.[0] ?? '') : '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lead = last === undefined ? '' : onOwnLine ? `,${eol}${indent}` : ', ';
  return { path, span: { start: at, end: at }, newText: `${lead}${argument}` };
}
