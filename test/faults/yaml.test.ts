import { it } from 'node:test';
import { drive } from './drive.ts';

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

it('YAML that is nested too deep is one note, quotes and comments told apart (F01)', () =>
  drive(
    [
      {
        path: 'brackets.yaml',
        text: '['.repeat(1000),
        says: ['1:101 info[limit-reached] nesting too deep (limit 100)'],
      },
      {
        path: 'braces.yaml',
        text: '{a: '.repeat(1000),
        says: ['1:401 info[limit-reached] nesting too deep (limit 100)'],
      },
      {
        path: 'dashes.yaml',
        text: `${'- '.repeat(1000)}x`,
        says: ['1:201 info[limit-reached] nesting too deep (limit 100)'],
      },
      {
        path: 'blocks.yaml',
        text: lines(600, (at) => `${' '.repeat(at)}a:\n`),
        says: ['101:102 info[limit-reached] nesting too deep (limit 100)'],
      },
      {
        path: 'quoted.yaml',
        text: `${'[ "]", '.repeat(1000)}${']'.repeat(1000)}`,
        says: ['1:701 info[limit-reached] nesting too deep (limit 100)'],
      },
      {
        path: 'commented.yaml',
        text: `${'[ # ]\n'.repeat(1000)}${']'.repeat(1000)}`,
        says: ['101:1 info[limit-reached] nesting too deep (limit 100)'],
      },
      { path: 'flat.yaml', text: lines(300, (at) => `k${at}: "["\n`), says: [] },
      {
        path: 'comment.yaml',
        text: `# ${'['.repeat(300)}\nport: x\n`,
        says: ['2:7 error[type-mismatch] `port` is not an integer'],
      },
      {
        path: 'plain.yaml',
        text: `name: text ${'- '.repeat(300)}\nport: x\n`,
        says: ['2:7 error[type-mismatch] `port` is not an integer'],
      },
      {
        path: 'beside.yaml',
        text: `name: 1\ndeep: ${'['.repeat(1000)}\nport: x\n`,
        says: [
          '1:7 error[type-mismatch] `name` is not a string',
          '2:106 info[limit-reached] nesting too deep (limit 100)',
          '3:7 error[type-mismatch] `port` is not an integer',
        ],
      },
    ],
    { edits: 20 },
  ));

it('aliases of aliases and chains of merge keys end at a limit (F02, F03)', () =>
  drive([
    {
      path: 'laughs.yaml',
      text: lines(9, (at) => {
        const items = Array.from({ length: 9 }, () => (at === 0 ? 'lol' : `*l${at - 1}`));
        return `l${at}: &l${at} [${items.join(', ')}]\n`;
      }),
      says: ['4:15 info[limit-reached] too many aliases (limit 100)'],
    },
    {
      path: 'merges.yaml',
      text: `a0: &a0 {k0: 1}\n${lines(5000, (at) => `a${at + 1}: &a${at + 1}\n  <<: *a${at}\n  k${at + 1}: 1\n`)}`,
      says: ['420:7 info[limit-reached] merge keys bring too many entries (limit 10000)'],
    },
    {
      path: 'empty.yaml',
      text: `e: &e {}\nm:\n  <<: [${lines(20_000, () => '*e, ')}]\n`,
      says: ['3:40004 info[limit-reached] merge keys bring too many entries (limit 10000)'],
    },
  ]));

it('40,000 keys are read, duplicates included (F04)', () =>
  drive([
    {
      path: 'keys.yaml',
      text: `${lines(40_000, (at) => `key${at}: ${at}\n`)}key7: again\nport: x\n`,
      says: [
        '8:1 error[duplicate-key] `key7` is set again below, so this value is never read',
        '40002:7 error[type-mismatch] `port` is not an integer',
      ],
    },
  ]));

it('tags are never followed (F08)', () =>
  drive([
    {
      path: 'tags.yaml',
      text: 'name: !!python/object/apply:os.system ["touch canary"]\nport: 1\n',
      says: [
        '1:7 error[syntax-error] `!!python/object/apply:os.system` is a tag that the safe loader refuses',
      ],
    },
    {
      path: 'include.yaml',
      text: 'name: !include ../secret.env\nport: 1\n',
      says: ['1:7 error[syntax-error] `!include` is a tag that the safe loader refuses'],
    },
    {
      path: 'vault.yaml',
      text: 'name: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\nport: x\n',
      says: [
        '1:7 error[syntax-error] `!vault` is a tag that the safe loader refuses',
        '4:7 error[type-mismatch] `port` is not an integer',
      ],
    },
  ]));

it('aliases that lead nowhere or to themselves are told at their place (F09)', () =>
  drive([
    {
      path: 'nowhere.yaml',
      text: 'port: 1\nname: *x\n',
      says: ['2:7 error[syntax-error] no anchor `&x` stands before this alias'],
    },
    {
      path: 'self.yaml',
      text: 'port: 1\nname: &a [*a]\n',
      says: ['2:11 info[limit-reached] a value that contains itself is not followed'],
    },
    {
      path: 'in-key.yaml',
      text: 'port: 1\n*k : 2\n',
      says: ['2:1 error[syntax-error] no anchor `&k` stands before this alias'],
    },
    {
      path: 'twice.yaml',
      text: 'one: &a 1\ntwo: &a 2\nport: *a\n',
      says: ['2:6 error[syntax-error] the anchor `&a` is used twice'],
    },
  ]));

it('several documents, `%YAML 1.1` and the values of YAML 1.1 are read as PyYAML reads them (F10)', () =>
  drive([
    {
      path: 'several.yaml',
      text: 'port: 1\n---\nport: x\n',
      says: ['2:1 error[syntax-error] a second document starts here; the loader takes one document only'],
    },
    {
      path: 'old.yaml',
      text: '%YAML 1.1\n---\nport: x\n',
      says: ['3:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'norway.yaml',
      text: 'name: no\nport: 010\n',
      says: [
        '1:7 error[type-mismatch] `name` is not a string',
        '1:7 warning[yaml-implicit-type] `name` is read as `false`: YAML takes this word for a switch',
        '2:7 warning[yaml-implicit-type] `port` is read as `8`: YAML takes digits behind a `0` for an octal number',
      ],
    },
    {
      path: 'sexagesimal.yaml',
      text: 'name: 1:30:00\nport: 1:30\n',
      says: [
        '1:7 error[type-mismatch] `name` is not a string',
        '1:7 warning[yaml-implicit-type] `name` is read as `5400`: YAML takes digits between colons for a number to the base of 60',
        '2:7 warning[yaml-implicit-type] `port` is read as `90`: YAML takes digits between colons for a number to the base of 60',
      ],
    },
    {
      path: 'tab.yaml',
      text: 'name: a\n\tport: 1\n',
      says: ['2:1 error[syntax-error] a tab cannot start a value or a key; put it in quotes'],
    },
  ]));

it('templates are one note each (F16)', () =>
  drive([
    {
      path: 'helm.yaml',
      text: '{{- if .Values.on }}\nport: {{ .Values.port }}\n{{- end }}\nname: {{ x }}\n',
      says: ['1:1 info[limit-reached] this looks like a template; it is not checked'],
    },
    {
      path: 'jinja.yaml',
      text: '{% for a in b %}\nk{{ a }}: [\n{% endfor %}\n',
      says: ['1:1 info[limit-reached] this looks like a template; it is not checked'],
    },
    {
      path: 'value.yaml',
      text: 'port: x\nname: {{ value }}\n',
      says: ['2:7 info[limit-reached] this looks like a template; it is not checked'],
    },
  ]));
