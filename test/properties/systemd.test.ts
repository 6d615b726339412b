import fc from 'fast-check';
import { systemd } from '../../server/src/core/syntax/systemd.ts';
import { assignmentLaws } from './assignment-laws.ts';

const pieces = fc.constantFrom(
  '[Service]\n',
  '[Unit]\n',
  'Environment=',
  'Environment =',
  'A=b',
  '"C=d e"',
  "F='g'",
  'H=%n',
  'I=50%%',
  '=',
  ' ',
  '\\\n',
  '# note\n',
  '; note\n',
  '\n',
  '\r\n',
  '"',
  "'",
  '\\x41',
  '\\q',
  '\\',
  'é',
  '😀',
  '\u2028',
);
const soup = fc.array(pieces, { maxLength: 20 }).map((all) => `[Service]\n${all.join('')}`);

const name = fc.constantFrom('A', 'B_C', 'D1', 'PORT');
const word = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('b', '"c d"', "'e'", '""', '\\x41', '%n', ''))
    .map(([key, text]) => `${key}=${text}`),
  fc.tuple(name, fc.constantFrom('b', 'c d', '', '%%')).map(([key, text]) => `"${key}=${text}"`),
  fc.tuple(name, fc.constantFrom('b', 'c d')).map(([key, text]) => `'${key}=${text}'`),
);
const separator = fc.constantFrom(' ', '  ', ' \\\n    ', ' \\\n# note\n  ', '\t');
const setting = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), separator)
  .map(([words, between]) => `Environment=${words.join(between)}`);
const line = fc.oneof(setting, fc.constantFrom('ExecStart=/bin/true', '# note', '', 'User=app'));
const usual = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([all, lineBreak, ends]) =>
    (['[Service]', ...all].join('\n') + (ends ? '\n' : '')).replaceAll('\n', lineBreak),
  );

assignmentLaws({
  format: systemd,
  path: 'api.service',
  texts: soup,
  usual,
  values: fc.oneof(
    fc.stringMatching(/^[\w.,:/@ $'"\\#=%-]{0,12}$/),
    fc.constantFrom('a b', '%n', 'é😀', 'it\'s "x"', 'two\nlines\t\r', ' blanks '),
  ),
});
