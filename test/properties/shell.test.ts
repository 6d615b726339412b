import fc from 'fast-check';
import { procfile } from '../../server/src/core/syntax/procfile.ts';
import { shell } from '../../server/src/core/syntax/shell.ts';
import { assignmentLaws } from './assignment-laws.ts';

const pieces = fc.constantFrom(
  'export ',
  'A=b',
  'B="c d"',
  "C='e'",
  ': "${D:=f}"',
  'if true; then\n',
  'fi\n',
  'web: ',
  '$(',
  '`',
  ')',
  '(',
  '${E',
  '}',
  '<<EOF',
  '\nEOF\n',
  ' ',
  '\n',
  '\r\n',
  '; ',
  ' && ',
  '|',
  '# note\n',
  '\\\n',
  '\\',
  '"',
  "'",
  'é😀',
  '\u2028',
);
const soup = fc.array(pieces, { maxLength: 20 }).map((all) => all.join(''));

const name = fc.constantFrom('A', 'B_C', 'D1', 'PORT');
const written = fc.constantFrom(
  'b',
  '"c d"',
  "'e'",
  '""',
  'f\\ g',
  '$HOME',
  '"${X:-y}"',
  '$(date)',
  '',
  "'a'\\''b'",
);
const pair = fc.tuple(name, written).map(([key, text]) => `${key}=${text}`);
const pairs = fc
  .tuple(fc.array(pair, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', ' \\\n  ', '  '))
  .map(([all, between]) => all.join(between));
const values = fc.oneof(
  fc.stringMatching(/^[\w.,:/@ $'"\\#=;&|-]{0,12}$/),
  fc.constantFrom('a b', '${X}', '$(x)', 'é😀', 'it\'s "x"'),
);
const lines = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
    .map(([all, ends]) => all.join('\n') + (ends && all.length > 0 ? '\n' : ''));

assignmentLaws({
  format: shell,
  path: '.envrc',
  texts: soup,
  values,
  usual: lines(
    fc.oneof(
      pairs.map((text) => `export ${text}`),
      pair,
      pair.map((text) => `export ${text} # note`),
      fc.constantFrom('layout python', '# note', '', 'if [ -f x ]; then', 'fi'),
    ),
  ),
});

assignmentLaws({
  format: procfile,
  path: 'Procfile',
  texts: soup,
  values,
  usual: fc
    .tuple(
      pair,
      lines(
        fc.tuple(fc.constantFrom('web', 'worker', 'a-b'), pair).map(([key, text]) => `${key}: ${text} run`),
      ),
    )
    .map(([first, rest]) => `web: ${first} gunicorn app\n${rest}`),
});
