import { describe, test } from 'node:test';
import fc from 'fast-check';
import { int, str } from '../../server/src/core/syntax/data.ts';
import { json } from '../../server/src/core/syntax/json.ts';
import { jsonc } from '../../server/src/core/syntax/jsonc.ts';
import {
  insertingIsUndone,
  readsEveryText,
  removingLeavesOthers,
  renamingGoesBack,
  replacingReadsBack,
  type Subject,
} from './format-laws.ts';
import { jsoncDocuments, jsonDocuments, jsonSlips, jsonSoup } from './json-texts.ts';

const any = fc.oneof(jsonSoup, jsonSlips, jsoncDocuments, fc.string({ unit: 'binary' }));
const subjects: readonly Subject[] = [
  { format: json, path: 'a.json', any, valid: jsonDocuments },
  { format: jsonc, path: 'a.jsonc', any, valid: jsoncDocuments },
];

for (const subject of subjects) {
  describe(subject.format.name, () => {
    test('every text gives a document whose spans hold', () => readsEveryText(subject));
    test('removing an entry leaves every other as it was', () => removingLeavesOthers(subject));
    test('a replaced value is read as the new one', () =>
      replacingReadsBack(subject, fc.string({ unit: 'binary' })));
    test('an inserted entry is read, and removing it gives the text again', () => {
      insertingIsUndone(subject, { name: 'new key', value: str('é"\n\ud800') });
      insertingIsUndone(subject, { name: 'b_new', value: { kind: 'list', items: [int(1)] } });
    });
    test('a comment above an inserted entry changes no other', () =>
      insertingIsUndone(subject, { name: 'new key', value: int(1), comment: 'why\nso' }));
    test('renaming there and back gives the same entries', () => renamingGoesBack(subject));
  });
}
