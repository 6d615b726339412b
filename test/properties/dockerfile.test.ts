import fc from 'fast-check';
import { dockerfile } from '../../server/src/core/syntax/dockerfile.ts';
import { assignmentLaws } from './assignment-laws.ts';

const pieces = fc.constantFrom(
  'FROM scratch\n',
  'ENV ',
  'ARG ',
  'RUN cat <<EOF\n',
  'EOF\n',
  'A=b',
  'C="d e"',
  "F='g'",
  'NAME text',
  '=',
  ' ',
  '\\\n',
  '\\ \r\n',
  '`\n',
  '# escape=`\n',
  '# note\n',
  '\n',
  '\r',
  '"',
  "'",
  '$A',
  '${B:-c}',
  '${',
  '\\',
  'é',
  '😀',
  '\u2028',
);
const soup = fc.array(pieces, { maxLength: 20 }).map((all) => all.join(''));

const name = fc.constantFrom('A', 'B_C', 'D1', 'PORT');
const value = fc.constantFrom('b', '"c d"', "'e'", '""', 'f\\ g', '$A', '"x${B:-y}"', '');
const pair = fc.tuple(name, value).map(([key, text]) => `${key}=${text}`);
const separator = fc.constantFrom(' ', '  ', ' \\\n    ', ' \\\n# note\n  ', '\t');
const pairs = fc
  .tuple(fc.array(pair, { minLength: 1, maxLength: 4 }), separator)
  .map(([all, between]) => all.join(between));
const statement = fc.oneof(
  pairs.map((text) => `ENV ${text}`),
  pair.map((text) => `ARG ${text}`),
  name.map((text) => `ENV ${text} one two`),
  fc.constantFrom('RUN pip install .', '# note', 'COPY . .', ''),
);
const usual = fc
  .tuple(fc.array(statement, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([all, lineBreak, ends]) =>
    (['FROM python:3.13', ...all].join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak),
  );

assignmentLaws({
  format: dockerfile,
  path: 'Dockerfile',
  texts: soup,
  usual,
  values: fc.oneof(
    fc.stringMatching(/^[\w.,:/@ $'"\\#=-]{0,12}$/),
    fc.constantFrom('a b', '${X}', 'é😀', 'it\'s "x"'),
  ),
});
