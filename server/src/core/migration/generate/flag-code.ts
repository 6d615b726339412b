import type { FieldType } from '../../schema/field-type.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { textAt } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { literalFor } from './declared-default.ts';
import { inPlace } from './default-code.ts';
import { isGenerated } from './end-of-migration.ts';
import type { EnvironRead } from './environ-reads.ts';
import { type Folded, foldedRead } from './fold-read.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { attributeReads } from './instances.ts';
import { type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { pyString } from './python-text.ts';
import { endOfWarning, removalClass, settledCode } from './remove-code.ts';

/**
 * A flag that has one value for good: code that reads it goes on with that value, written out, and the key leaves the
 * class as in a removal.
 */
export function flagClass(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const { facts } = step;
  // The last step takes out what was generated; the ones before write it.
  const phase = step.phase === 'contract' ? 'contract' : 'expand';
  const removal = removalClass({ ...step, phase }, reader);
  const found = reader.old === undefined ? undefined : pydanticTarget(inPlace(facts), reader);
  const written = found?.ok === true && isGenerated(facts.project, found.target.field, step.id);
  if (found === undefined || !found.ok || written) return removal;
  const value = facts.answers.get('default_value');
  const literal = value === undefined ? undefined : literalFor(found.target.field, value);
  if (literal === undefined) {
    return { ...NO_CODE, byHand: [`write the value of \`${facts.from}\` that stays into the code by hand`] };
  }
  const inlined = inlinedReads(step, found.target, literal);
  const left = removal.byHand.filter(
    (words) => !words.startsWith(`\`.${found.target.field.name}\` is read in`),
  );
  return {
    ...removal,
    edits: [...removal.edits, ...inlined],
    byHand: [
      ...left,
      ...paths(inlined).map(
        (path) =>
          `\`${path}\` has the value of \`${facts.from}\` written out: write what that leaves more simply`,
      ),
    ],
  };
}

/** Modules that read variables one by one go on with the value, as far around a read as it decides. */
export function flagEnviron(step: CodeStep): GeneratedCode {
  const { facts, id, code, phase } = step;
  if (phase === 'contract') return endOfWarning(step);
  const text = facts.answers.get('default_value');
  return settledCode(facts, {
    id,
    value: (read) => (text === undefined || read.form === 'in' ? undefined : flagValue(facts, read, text)),
    warns: code === 'new-declaring',
    left: (path) => `write the value of \`${facts.from}\` that stays into \`${path}\` by hand`,
    done: (path) =>
      `\`${path}\` has the value of \`${facts.from}\` written out: write what that leaves more simply`,
  });
}

/** What a read gives from now on; of a library, what it makes of the text for a field of a plain type. */
function flagValue(facts: MigrationFacts, read: EnvironRead, text: string): Folded | undefined {
  if (read.library === undefined) return foldedRead(read, text);
  const { path } = read.file.file;
  const types = facts.readers.flatMap(({ fields }) => {
    const field = fields.get(facts.from);
    const isRead = (field?.reads ?? []).some((it) => it.path === path && it.span.start === read.key.start);
    return field !== undefined && isRead ? [field.type] : [];
  });
  const [type, ...more] = types;
  const literal = type !== undefined && more.length === 0 ? plainLiteral(type, text) : undefined;
  return literal === undefined ? undefined : { span: read.span, literal };
}

/**
 * Texts that starlette 1.7, python-decouple 3.8, environs 15.2 and django-environ 0.14 all read alike.
 */
function plainLiteral(type: FieldType, text: string): string | undefined {
  switch (type.kind) {
    case 'switch': {
      const lower = type.fold === 'lower' ? text.toLowerCase() : text;
      const word = type.fold === 'upper' ? text.toUpperCase() : lower;
      if (type.on.includes(word)) return 'True';
      return type.off.includes(word) && text !== '' ? 'False' : undefined;
    }
    case 'bool':
      return new Map([
        ['true', 'True'],
        ['1', 'True'],
        ['false', 'False'],
        ['0', 'False'],
      ]).get(text);
    case 'int':
      return /^(?:0|-?[1-9]\d*)$/.test(text) ? text : undefined;
    case 'str':
      return /^[\w.:/-]+$/.test(text) ? pyString(text) : undefined;
    default:
      return undefined;
  }
}

function inlinedReads({ facts }: CodeStep, target: PydanticTarget, literal: string): readonly FileEdit[] {
  const place = { file: target.file, statement: target.settings };
  const files = new Map(
    facts.project.mentioning([target.field.name]).map(({ file }) => [file.path, file.text] as const),
  );
  return attributeReads(facts.project, place, target.field.name).flatMap((read) => {
    const text = files.get(read.path);
    const isPlain = text !== undefined && textAt(text, read.span).endsWith(`.${target.field.name}`);
    return read.certain && isPlain && !isTestPath(read.path)
      ? [{ path: read.path, span: read.span, newText: literal }]
      : [];
  });
}

function paths(edits: readonly FileEdit[]): readonly string[] {
  return [...new Set(edits.map((it) => it.path))];
}
