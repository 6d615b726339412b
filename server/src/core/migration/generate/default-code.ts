import type { Edit } from '../../text/edit.ts';
import { textAt } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { defaultSpan, literalFor } from './declared-default.ts';
import type { EnvironRead } from './environ-reads.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { keyReads } from './os-environ-rename.ts';
import { inFile } from './pydantic-rename.ts';
import { pydanticTarget } from './pydantic-target.ts';
import { environDefaultMatrix } from './pytest-environ-reads.ts';
import { defaultMatrix } from './pytest-in-place.ts';
import { pyString } from './python-text.ts';

/** The new default in a settings class. */
export function defaultClass({ facts, id, code }: CodeStep, reader: ReaderFacts): GeneratedCode {
  const text = facts.answers.get('default_new');
  if (code !== 'new' || reader.old === undefined) return NO_CODE;
  const found = pydanticTarget(inPlace(facts), reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { file, declaration, field } = found.target;
  const place = defaultSpan(declaration);
  const literal = text === undefined ? undefined : literalFor(field, text);
  if (text === undefined || place === undefined || literal === undefined || field.secret) {
    return { ...NO_CODE, byHand: [byHand(facts, `\`${field.name}\` in \`${file.file.path}\``)] };
  }
  const written = textAt(file.file.text, place);
  const edits: readonly Edit[] = written === literal ? [] : [{ span: place, newText: literal }];
  const tests = [defaultMatrix(facts, { id, target: found.target, text })];
  return { edits: inFile(file, edits), byHand: [], tests };
}

/** The facts of a change that keeps the key, as those of a class that declares it. */
export function inPlace(facts: MigrationFacts): MigrationFacts {
  const { to: _to, ...rest } = facts;
  return rest;
}

/** The new default in every read of the process environment, and in every call of a library that has one. */
export function defaultEnviron({ facts, id, code }: CodeStep): GeneratedCode {
  const text = facts.answers.get('default_new');
  if (code !== 'new') return NO_CODE;
  const reads = keyReads(facts, facts.from).filter((read) => read.form === 'get');
  const changed = reads.map((read) => ({ read, literal: literalBeside(read, text) }));
  return {
    edits: changed.flatMap(({ read, literal }) =>
      literal === undefined ||
      read.default === undefined ||
      literal === textAt(read.file.file.text, read.default)
        ? []
        : [{ path: read.file.file.path, span: read.default, newText: literal }],
    ),
    byHand: changed.flatMap(({ read, literal }) =>
      literal === undefined ? [byHand(facts, `\`${read.file.file.path}\``)] : [],
    ),
    tests: defaultTests(facts, id, changed),
  };
}

/** Modules in which every read that has a default gets the new one; of libraries, files may say something else. */
function defaultTests(
  facts: MigrationFacts,
  id: string,
  changed: readonly { readonly read: EnvironRead; readonly literal: string | undefined }[],
): GeneratedCode['tests'] {
  const isPlain = ({ read }: (typeof changed)[number]) =>
    read.library === undefined && read.helper === undefined;
  const left = new Set(changed.filter((it) => it.literal === undefined).map((it) => it.read.file));
  const own = changed.filter((it) => isPlain(it) && !left.has(it.read.file));
  if (own.length === 0) return [];
  const literals = own.flatMap((it) => it.literal ?? []);
  return [environDefaultMatrix(facts, id, { reads: own.map((it) => it.read), literals })];
}

/** The new default as the old one is written: a text, a number or a bool. */
function literalBeside(read: EnvironRead, text: string | undefined): string | undefined {
  if (text === undefined || read.default === undefined) return undefined;
  const old = textAt(read.file.file.text, read.default);
  if (/^(?:"[^"\\\n]*"|'[^'\\\n]*')$/.test(old)) return pyString(text);
  if (/^-?\d+$/.test(old)) return literalFor({ type: { kind: 'int' } }, text);
  if (/^-?\d+\.\d+$/.test(old)) return literalFor({ type: { kind: 'float' } }, text);
  return /^(?:True|False)$/.test(old) ? literalFor({ type: { kind: 'bool' } }, text) : undefined;
}

function byHand(facts: MigrationFacts, where: string): string {
  return `write the new default of \`${facts.from}\` in ${where} by hand`;
}
