import type { Field } from '../../schema/schema.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { containsOffset } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { markedBlocks } from './end-of-migration.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { renameClass, renameEnviron } from './rename-code.ts';
import { takesEmpty } from './unit-declaration.ts';

/** Each pair of a move in a settings class, as a rename of its own. */
export function moveClass(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const all = pairs(step.facts)
    .map((facts) =>
      renameClass({ ...step, facts, id: ownId(step, facts) }, ofPair(facts, step.facts, reader)),
    )
    .reduce(joined, NO_CODE);
  // Where the last field is at the end of the class, all declarations come before all validators.
  const isValidator = (it: FileEdit) => it.newText.includes('@model_validator');
  const edits = [...all.edits.filter((it) => !isValidator(it)), ...all.edits.filter(isValidator)];
  return { ...all, edits };
}

/** Each pair of a move in the modules that read the process environment. */
export function moveEnviron(step: CodeStep): GeneratedCode {
  const all = pairs(step.facts)
    .map((facts) => renameEnviron({ ...step, facts, id: ownId(step, facts) }))
    .reduce(joined, NO_CODE);
  return { ...all, edits: setApartOnce(all.edits) };
}

/** Functions of several keys that come to one place stand two lines apart: the first brings those that are missing. */
function setApartOnce(edits: readonly FileEdit[]): readonly FileEdit[] {
  const seen = new Set<string>();
  return edits.map((it) => {
    const isFunction = it.span.start === it.span.end && /\ndef /.test(it.newText);
    const place = `${it.path} ${it.span.start}`;
    if (!isFunction || !seen.has(place)) {
      if (isFunction) seen.add(place);
      return it;
    }
    return { ...it, newText: it.newText.replace(/^\s+/, '') };
  });
}

/** What is generated for one key carries the record's id with the key behind it, so that names stay apart. */
function ownId({ id }: CodeStep, { from }: MigrationFacts): string {
  return `${id}.${from.toLowerCase()}`;
}

/** The facts of each key that moves. */
function pairs(facts: MigrationFacts): readonly MigrationFacts[] {
  return facts.fromKeys.flatMap((from, at): readonly MigrationFacts[] => {
    const to = facts.toKeys[at];
    if (to === undefined) return [];
    const beside = [...facts.fromKeys, ...facts.toKeys].filter((key) => key !== from && key !== to);
    const base: MigrationFacts = {
      ...facts,
      kind: 'rename',
      from,
      to,
      fromKeys: [from],
      toKeys: [to],
      beside,
    };
    return [{ ...base, readers: facts.readers.map((reader) => ofPair(base, facts, reader)) }];
  });
}

function ofPair({ from, to }: MigrationFacts, all: MigrationFacts, reader: ReaderFacts): ReaderFacts {
  const { old: _old, new: _new, ...rest } = reader;
  const [own, next] = [from, to ?? ''].map((key) => written(all, reader.fields.get(key)));
  const known = next ?? own;
  const asOther = (it: Field) => asMoved(written(all, it) ?? it, from, all, reader);
  return {
    ...rest,
    schema: { ...reader.schema, fields: reader.schema.fields.map(asOther) },
    ...(own ? { old: own } : {}),
    ...(next ? { new: next } : {}),
    emptyAccepted: known && takesEmpty(known),
  };
}

/** A field as it is without what migrations generate: that decides nothing about its type. */
function written({ project }: MigrationFacts, field: Field | undefined): Field | undefined {
  const undecided = field?.undecided.filter((it) => {
    const file = project.mentioning([field.name]).find((other) => other.file.path === it.path);
    return !file || !markedBlocks(file).some((block) => containsOffset(block, it.span.start));
  });
  return field && undecided && { ...field, undecided };
}

/** A field that moves with another pair, under its new key: that is read in every version which is written. */
function asMoved(
  field: Field,
  from: string,
  { fromKeys, toKeys }: MigrationFacts,
  reader: ReaderFacts,
): Field {
  const at = fromKeys.findIndex((key) => key !== from && reader.fields.get(key)?.name === field.name);
  const to = toKeys[at];
  const [input] = field.inputs;
  if (to === undefined || input === undefined) return field;
  const isLower = input.environment === input.environment.toLowerCase();
  const environment = isLower ? to.toLowerCase() : to;
  return { ...field, inputs: [{ ...input, environment }] };
}

function joined(a: GeneratedCode, b: GeneratedCode): GeneratedCode {
  return {
    edits: [...a.edits, ...b.edits],
    byHand: [...a.byHand, ...b.byHand],
    tests: [...a.tests, ...b.tests],
  };
}
