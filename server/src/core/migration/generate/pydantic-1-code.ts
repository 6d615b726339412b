import type { Expression } from '../../python/tree.ts';
import { bareType } from '../../schema/bare-type.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { containsSpan } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { KindName } from '../kinds/kinds.ts';
import { type CodeStep, type GeneratedCode, type KindGenerator, NO_CODE } from './generated-code.ts';
import { everyExpression } from './instances.ts';

/** Kinds whose last version of the code is written alike in classes of pydantic 1.10 and 2. */
const ALIKE: ReadonlySet<KindName> = new Set(['rename', 'default', 'require', 'unit', 'remove', 'flag']);

/**
 * The code of a settings class of pydantic 1 (`pydantic.v1` as well), where it is what a class of pydantic 2 would get:
 * declarations, and reads of attributes. Validators are written in other ways there, and so is what names a variable.
 */
export function pydantic1Class(
  step: CodeStep,
  reader: ReaderFacts,
  settingsClass: NonNullable<KindGenerator['settingsClass']>,
): GeneratedCode {
  const { facts } = step;
  const field = reader.old ?? reader.new;
  const file = fileOf(facts, field?.declaration.path ?? reader.schema.place.path);
  // A class that a record names has its test, once the field is gone as well.
  if (file === undefined || (field === undefined && !reader.named)) return NO_CODE;
  const reason = reasonAgainst(step, reader, file);
  if (reason !== undefined) {
    if (reader.old === undefined) return NO_CODE;
    const where = `\`${reader.name}\` (\`${reader.old.place.path}\`)`;
    return {
      ...NO_CODE,
      byHand: [`\`${facts.from}\` is read by ${where}: change that by hand; ${reason}`],
    };
  }
  return settingsClass(step, reader);
}

function fileOf({ project, fromKeys, toKeys }: MigrationFacts, path: string): PythonFile | undefined {
  const words = [...fromKeys, ...toKeys].flatMap((it) => [it, it.toLowerCase()]);
  return (
    project.mentioning(words).find((it) => it.file.path === path) ??
    project.files.find((it) => it.file.path === path)
  );
}

/** Why nothing is written; undefined where it is. */
function reasonAgainst({ facts, code }: CodeStep, reader: ReaderFacts, file: PythonFile): string | undefined {
  if (!ALIKE.has(facts.kind)) return 'what this change needs is not written for classes of pydantic 1';
  if (code !== 'new') return 'a validator that reads both is not written for classes of pydantic 1';
  const field = reader.old ?? reader.new;
  const { text } = file.file;
  if (/^[ \t]+fields\s*[:=]/m.test(text)) return '`fields` of its `Config` may name variables';
  const names = new Set([reader.old?.name, reader.new?.name]);
  for (const { expression: it } of everyExpression(file.module.body)) {
    if (it.kind === 'string' && names.has(it.value)) return 'a validator, or a text, names the attribute';
    if (it.kind === 'call' && isNamed(it) && field && containsSpan(field.declaration.span, it.span))
      return '`Field` names its variable';
  }
  const isOptional = field?.type.kind === 'optional' || bareType(field?.type ?? ANY).kind === 'any';
  if (facts.kind === 'require' && isOptional) return 'what may be `None` is never required by pydantic 1';
  return undefined;
}

const ANY = { kind: 'any' } as const;

/** `Field(env="KEY")`, `Field(alias="KEY")`. */
function isNamed(call: Expression & { readonly kind: 'call' }): boolean {
  return call.args.some((it) => it.name === 'env' || it.name === 'alias' || it.stars > 0);
}
