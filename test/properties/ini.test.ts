import { test } from 'node:test';
import fc from 'fast-check';
import { int, str } from '../../server/src/core/syntax/data.ts';
import { ini } from '../../server/src/core/syntax/ini.ts';
import {
  insertingIsUndone,
  parse,
  readsEveryText,
  removingLeavesOthers,
  renamingGoesBack,
  replacingReadsBack,
  type Subject,
} from './format-laws.ts';
import { iniLines, iniSlips, iniSoup } from './ini-texts.ts';

/** Of random lines those are kept that leave the text valid. */
const valid = iniLines.map(({ lines, lineBreak, ends }) => {
  const kept: string[] = [];
  for (const next of lines) {
    const { problems } = parse({ format: ini, path: 'a.ini' }, [...kept, next].join('\n'));
    if (problems.length === 0) kept.push(next);
  }
  return kept.join(lineBreak) + (ends ? lineBreak : '');
});

const subject: Subject = {
  format: ini,
  path: 'a.ini',
  any: fc.oneof(iniSoup, iniSlips, fc.string({ unit: 'binary' })),
  valid,
};

test('every text gives a document whose spans hold', () => readsEveryText(subject));
test('removing an entry leaves every other as it was', () => removingLeavesOthers(subject));
test('a replaced value is read as the new one', () => {
  const words = fc.array(fc.constantFrom('a', ' ', '\n', '#', ';', '[', ']', '=', ':', 'é', '\t', '\r'));
  replacingReadsBack(
    subject,
    words.map((all) => all.join('')),
  );
});
test('an inserted option is read, and removing it gives the text again', () => {
  insertingIsUndone(subject, { name: 'new', value: str('x = y') });
  insertingIsUndone(subject, { name: 'a_new', value: str('one\ntwo') });
});
test('a comment above an inserted option changes no other', () =>
  insertingIsUndone(subject, { name: 'new', value: str('1'), comment: 'why\nso' }));
test('renaming there and back gives the same entries', () => renamingGoesBack(subject));
test('numbers are written as texts', () => {
  const text = '[s]\na = 1\n';
  const document = parse(subject, text);
  const [entry] = document.root.entries;
  const [option] = entry?.value?.kind === 'mapping' ? entry.value.entries : [];
  if (option === undefined) throw new Error('no option');
  fc.assert(fc.property(fc.bigInt(), (wanted) => ini.replace(document, option, int(wanted)).length === 1));
});
