import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { inPlace } from './default-code.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { inFile } from './pydantic-rename.ts';
import { fieldNameFor, type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { inPlaceMatrix } from './pytest-in-place.ts';
import type { MatrixResult } from './pytest-path.ts';
import { importEdits } from './python-imports.ts';
import { insertion } from './regroup-declarations.ts';
import { verifyEdits } from './signing-calls.ts';
import { samplesFor } from './synthetic.ts';
import { isSecretType } from './unit-declaration.ts';

/**
 * Code that verifies with every accepted key and signs with one. It is no scaffold: the next rotation needs it again, so
 * nothing of it carries a marker.
 */
export function signingClass({ facts, id, code }: CodeStep, reader: ReaderFacts): GeneratedCode {
  if (reader.old === undefined) return NO_CODE;
  const found = pydanticTarget(inPlace(facts), reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const list = listName(facts, target);
  if (list === undefined) {
    return {
      ...NO_CODE,
      byHand: [`declare \`${facts.toKeys[1] ?? ''}\` in \`${target.settings.name}\` by hand`],
    };
  }
  const test = signingMatrix(facts, id, target, list);
  if (code !== 'both') return { ...NO_CODE, tests: [test] };
  const verifies = verifyEdits(facts, target, acceptedName(target));
  return {
    edits: [...declarationEdits(facts, target, list), ...verifies.edits],
    byHand: verifies.byHand,
    tests: [test],
  };
}

/** The attribute of the list of keys that are accepted beside the one that signs. */
function listName(facts: MigrationFacts, { reader, field }: PydanticTarget): string | undefined {
  const key = facts.toKeys[1];
  if (key === undefined) return undefined;
  const named = fieldNameFor(key, reader, field.name);
  return reader.fields.get(key)?.name ?? (named.ok ? named.name : undefined);
}

function acceptedName({ field }: PydanticTarget): string {
  return `${field.name}_accepted`;
}

function declarationEdits(facts: MigrationFacts, target: PydanticTarget, list: string): readonly FileEdit[] {
  const { file, settings, declaration, field, reader } = target;
  if (reader.fields.has(facts.toKeys[1] ?? '')) return [];
  const indent = settings.bodyIndent;
  const inner = `${indent}    `;
  const secret = isSecretType(field);
  const declared = [
    `${indent}# Other keys that signatures are accepted with, separated by blanks.`,
    secret ? `${indent}${list}: SecretStr = SecretStr("")` : `${indent}${list}: str = ""`,
  ];
  const own = secret ? `self.${field.name}.get_secret_value()` : `self.${field.name}`;
  const more = secret ? `self.${list}.get_secret_value()` : `self.${list}`;
  const property = [
    `${indent}@property`,
    `${indent}def ${acceptedName(target)}(self) -> list[str]:`,
    `${inner}"""The key that signs, then the others that are accepted."""`,
    `${inner}others = ${more}.split()`,
    `${inner}return [${own}, *others]`,
  ];
  const last = settings.body.at(-1);
  const end = lineEnd(file.file.text, last?.span.end ?? settings.bodySpan.end);
  const edits: readonly Edit[] = [
    ...importEdits(facts, file, secret ? [{ module: 'pydantic', name: 'SecretStr' }] : []),
    insertion(lineEnd(file.file.text, declaration.span.end), `\n${declared.join('\n')}`),
    insertion(end, `\n\n${property.join('\n')}`),
  ];
  return inFile(file, edits);
}

function lineEnd(text: string, at: number): number {
  return at + (/^[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
}

function signingMatrix(
  facts: MigrationFacts,
  id: string,
  target: PydanticTarget,
  list: string,
): MatrixResult {
  const samples = samplesFor(target.field);
  if (samples === undefined) return { ok: false, fields: [target.field.name] };
  const listKey = facts.toKeys[1] ?? list;
  return inPlaceMatrix(facts, {
    id,
    target,
    says: 'The key signs; it and the others are accepted.',
    constants: new Map([
      ['FALLBACKS', listKey],
      ['ONE', samples[0]],
      ['TWO', samples[1]],
      ['THREE', `${samples[1]}-3`],
    ]),
    field: acceptedName(target),
    moreKeys: ['FALLBACKS'],
    rows: [
      ['{KEY: ONE}', '[ONE]'],
      ['{KEY: ONE, FALLBACKS: ""}', '[ONE]'],
      ['{KEY: ONE, FALLBACKS: TWO}', '[ONE, TWO]'],
      ['{KEY: TWO, FALLBACKS: ONE}', '[TWO, ONE]'],
      ['{KEY: TWO, FALLBACKS: f"{ONE} {THREE}"}', '[TWO, ONE, THREE]'],
    ],
    literal: true,
    refused: [],
    needs: '{KEY: ONE}',
  });
}
