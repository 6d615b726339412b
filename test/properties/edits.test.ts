import { describe, test } from 'node:test';
import fc from 'fast-check';
import { int, str } from '../../server/src/core/syntax/data.ts';
import { dotenv } from '../../server/src/core/syntax/dotenv.ts';
import { toml } from '../../server/src/core/syntax/toml.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import {
  insertingIsUndone,
  parse,
  readsEveryText,
  removingLeavesOthers,
  renamingGoesBack,
  replacingReadsBack,
  type Subject,
} from './format-laws.ts';
import { tomlLines, tomlSlips, tomlSoup } from './toml-texts.ts';
import { yamlDocuments, yamlSlips, yamlSoup } from './yaml-texts.ts';

const binary = fc.string({ unit: 'binary' });

const name = fc.constantFrom('A', 'B_ONE', 'B_TWO', 'C', "'D d'", 'é');
const value = fc.constantFrom('', '1', 'x y', '"q"', "'s'", '"two\nlines"', 'a#b', `\${A}`, '😀', 'x # c');
const dotenvLine = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('', '', 'export ', '  '), name, fc.constantFrom('=', '=', ' = ', '\t=\t'), value)
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '# note', '\t', 'BARE') },
);
const dotenvTexts = fc
  .tuple(fc.array(dotenvLine, { maxLength: 8 }), fc.constantFrom('\n', '\n', '\r\n', '\r'), fc.boolean())
  .map(([lines, lineBreak, ends]) => (lines.join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak));

/** Of random lines those are kept that leave the text valid. */
const tomlTexts = fc.tuple(tomlLines, fc.boolean()).map(([{ lines, lineBreak }, ends]) => {
  const kept: string[] = [];
  for (const next of lines) {
    const { problems } = parse({ format: toml, path: 'a.toml' }, [...kept, next].join('\n'));
    if (problems.length === 0) kept.push(next);
  }
  return (kept.join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak);
});

const yamlTexts = yamlDocuments.filter((text) => {
  const { root, problems } = parse({ format: yaml, path: 'a.yaml' }, text);
  return problems.length === 0 && root.entries.length > 0;
});

const subjects: readonly Subject[] = [
  { format: dotenv, path: '.env', any: fc.oneof(dotenvTexts, binary), valid: dotenvTexts },
  { format: toml, path: 'a.toml', any: fc.oneof(tomlSoup, tomlSlips, binary), valid: tomlTexts },
  { format: yaml, path: 'a.yaml', any: fc.oneof(yamlSoup, yamlSlips, binary), valid: yamlTexts },
];

for (const subject of subjects) {
  describe(subject.format.name, () => {
    test('every text gives a document whose spans hold', () => readsEveryText(subject));
    test('removing an entry leaves every other as it was', () => removingLeavesOthers(subject));
    test('a replaced value is read as the new one', () =>
      replacingReadsBack(subject, fc.string({ unit: 'grapheme' })));
    test('an entry inserted beside its relatives is read, and removing it gives the text again', () =>
      insertingIsUndone(subject, { name: 'B_NEW', value: str("it's # new") }));
    test('a comment above an inserted entry changes no other', () =>
      insertingIsUndone(subject, {
        name: 'NEW',
        value: subject.format === dotenv ? str('1') : int(1),
        comment: 'why',
      }));
    test('renaming there and back gives the same entries', () => renamingGoesBack(subject));
  });
}
