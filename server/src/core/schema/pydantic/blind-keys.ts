import {
  type Expression,
  type FunctionStatement,
  ownExpressions,
  walkExpressions,
  walkStatements,
} from '../../python/tree.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { constantText } from '../constant.ts';
import { migrationStub } from '../migration-stub.ts';
import type { PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { BlindKey, Field } from '../schema.ts';

/**
 * Keys that a validator of the whole object asks for before the fields are made, and that no field declares: of the
 * process environment pydantic-settings passes on only what fields read. Only plain reads of the validator's own
 * parameter count (`data.get("OLD")`, `data["OLD"]`, `"OLD" in data`), of keys that it does not write itself.
 */
export function blindKeys(
  project: PythonProject,
  info: ClassInfo,
  fields: readonly Field[],
): readonly BlindKey[] {
  const declared = new Set(fields.flatMap(({ name, inputs }) => [name, ...inputs.map((it) => it.key)]));
  const folded = new Set([...declared].map((it) => it.toLowerCase()));
  const imports = importsField(project, info);
  return lineageOf(project, info).ancestors.flatMap((ancestor) => {
    if (ancestor.kind !== 'class') return [];
    const own = ancestor.info;
    return own.statement.body.flatMap((statement) => {
      if (statement.kind !== 'function' || migrationStub(own, statement)) return [];
      if (!isBefore(project, own, statement)) return [];
      const reads = keysRead(project, own, statement);
      return reads.flatMap(({ key, expression }) => {
        if (folded.has(key.toLowerCase())) return [];
        const place = { path: own.file.file.path, span: expression.span };
        const text = own === info || own.statement === info.statement ? declaration(key, imports) : undefined;
        const before = statement.decorators[0]?.span.start ?? statement.span.start;
        const at = own.file.file.text.lastIndexOf('\n', before) + 1;
        return [
          {
            key,
            validator: statement.name,
            place,
            ...(text === undefined
              ? {}
              : { declare: { at, text: `${own.statement.bodyIndent}${text}\n\n` } }),
          },
        ];
      });
    });
  });
}

/** The field that lets the validator see the key; undefined where it needs a name that the module does not import. */
function declaration(key: string, imports: boolean): string | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(key)) return `${key}: str | None = None`;
  const name = key.toLowerCase();
  if (!imports || !/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  return `${name}: str | None = Field(default=None, validation_alias="${key}")`;
}

function importsField(project: PythonProject, { file }: ClassInfo): boolean {
  const target = resolveSymbol(project, file, { kind: 'name', name: 'Field', span: { start: 0, end: 0 } });
  return target.kind === 'external' && target.name === 'pydantic.Field';
}

function isBefore(project: PythonProject, { file }: ClassInfo, { decorators }: FunctionStatement): boolean {
  return decorators.some((it) => {
    if (it.kind !== 'call') return false;
    const symbol = resolveSymbol(project, file, it.callee);
    if (symbol.kind !== 'external' || symbol.name !== 'pydantic.model_validator') return false;
    const mode = it.args.find((argument) => argument.name === 'mode')?.value;
    return mode !== undefined && constantText(project, file, mode) === 'before';
  });
}

interface Read {
  readonly key: string;
  readonly expression: Expression;
}

function keysRead(
  project: PythonProject,
  { file }: ClassInfo,
  statement: FunctionStatement,
): readonly Read[] {
  const data = statement.parameters[statement.parameters[0]?.name === 'cls' ? 1 : 0]?.name;
  if (data === undefined) return [];
  const text = (it: Expression) => constantText(project, file, it);
  const isData = (it: Expression) => it.kind === 'name' && it.name === data;
  const reads: Read[] = [];
  const written = new Set<string>();
  for (const inner of walkStatements(statement.body)) {
    // A parameter that is made anew holds what the code decides.
    if (inner.kind === 'assign' && inner.targets.some(isData)) return [];
    const targets = inner.kind === 'assign' ? inner.targets : [];
    for (const it of targets) {
      const key = it.kind === 'subscript' && isData(it.object) ? text(it.index) : undefined;
      if (key !== undefined) written.add(key);
    }
    for (const expression of ownExpressions(inner)) {
      for (const it of walkExpressions(expression)) {
        const asked = targets.includes(it) ? undefined : keyOf(it, isData);
        const key = asked && text(asked);
        if (asked && key !== undefined) reads.push({ key, expression: asked });
      }
    }
  }
  const first = new Map<string, Read>();
  for (const it of reads) if (!written.has(it.key) && !first.has(it.key)) first.set(it.key, it);
  return [...first.values()];
}

function keyOf(it: Expression, isData: (it: Expression) => boolean): Expression | undefined {
  if (it.kind === 'subscript') return isData(it.object) ? it.index : undefined;
  if (it.kind === 'compare')
    return /^(not )?in$/.test(it.operators[0] ?? '') && it.operands[1] && isData(it.operands[1])
      ? it.operands[0]
      : undefined;
  if (it.kind !== 'call' || it.callee.kind !== 'attribute' || !isData(it.callee.object)) return undefined;
  return /^(get|pop)$/.test(it.callee.name) && it.args[0]?.name === undefined ? it.args[0]?.value : undefined;
}
