import { it } from 'node:test';
import { drive } from './drive.ts';

const KEYS = 'NAME=a\nPORT=x\n';

it('bytes that are no UTF-8 are one finding, with the line (F06)', () =>
  drive([
    {
      path: 'latin1.env',
      text: Buffer.from('NAME=a\nPORT=d\xe9v\n', 'latin1'),
      says: [
        '1:1 error[syntax-error] Line 2 holds a byte that is not UTF-8, so the readers of this file cannot decode it; save it as UTF-8',
      ],
    },
    {
      path: 'utf16.env',
      text: Buffer.from(`\uFEFF${KEYS}`, 'utf16le'),
      says: [
        '1:1 error[syntax-error] This file is UTF-16, which its readers do not decode; save it as UTF-8',
      ],
    },
    {
      path: 'utf16be.env',
      text: Buffer.from(`\uFEFF${KEYS}`, 'utf16le').swap16(),
      says: [
        '1:1 error[syntax-error] This file is UTF-16, which its readers do not decode; save it as UTF-8',
      ],
    },
    {
      path: 'latin1.yaml',
      text: Buffer.from('name: d\xe9v\nport: x\n', 'latin1'),
      says: [
        '1:1 error[syntax-error] Line 1 holds a byte that is not UTF-8, so the readers of this file cannot decode it; save it as UTF-8',
      ],
    },
    {
      path: 'surrogate.env',
      text: Buffer.from([0x4e, 0x3d, 0xed, 0xa0, 0x80, 0x0a]),
      says: [
        '1:1 error[syntax-error] Line 1 holds a byte that is not UTF-8, so the readers of this file cannot decode it; save it as UTF-8',
      ],
    },
    {
      path: 'cut.toml',
      text: Buffer.from([...Buffer.from('port = 1\nname = "'), 0xf0, 0x9f]),
      says: [
        '1:1 error[syntax-error] Line 2 holds a byte that is not UTF-8, so the readers of this file cannot decode it; save it as UTF-8',
      ],
    },
  ]));

it('byte order marks, NUL, U+2028, lone surrogates, tabs and odd line ends keep their columns (F06)', () =>
  drive([
    { path: 'mark.env', text: `\uFEFF${KEYS}`, says: ['2:6 error[type-mismatch] `PORT` is not an integer'] },
    {
      path: 'mark.yaml',
      text: '\uFEFFname: a\nport: x\n',
      says: ['2:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'mark.toml',
      text: '\uFEFFport = "x"\n',
      says: [
        '1:1 error[syntax-error] A byte order mark stands at the start, which `tomllib` refuses, so Python cannot load this file; save it as UTF-8 without one',
      ],
    },
    {
      path: 'nul.env',
      text: 'NAME=a\0b\nPORT=x\0\n',
      says: ['2:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'nul.yaml',
      text: 'name: a\0b\nport: x\n',
      says: [
        '1:8 error[syntax-error] a character that YAML does not allow',
        '2:7 error[type-mismatch] `port` is not an integer',
      ],
    },
    {
      path: 'separator.env',
      text: 'NAME="\u{1f600}\u2028" # \u2029\nPORT=x\n',
      says: [
        '1:9 warning[invisible-character] A line separator (U+2028) is part of the value of `NAME`',
        '2:6 error[type-mismatch] `PORT` is not an integer',
      ],
    },
    {
      path: 'separator.yaml',
      text: 'name: "\u{1f600}\u2028"\nport: x\n',
      says: [
        '1:10 warning[invisible-character] A line separator (U+2028) is part of the value of `name`',
        '2:7 error[type-mismatch] `port` is not an integer',
      ],
    },
    {
      path: 'emoji.yaml',
      text: '"\u{1f600}": 1\nport: "\u{1f600}"\n',
      says: ['2:8 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'mixed.env',
      text: 'NAME=a\r\nOTHER=1\nPORT=x\rLAST=1\r\n',
      says: ['3:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'mixed.yaml',
      text: 'name: a\r\nother: 1\nport: x\rlast: 1\r\n',
      says: ['3:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'mixed.toml',
      text: 'name = "a"\r\nport = "x"\n',
      says: ['2:9 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'lone.toml',
      text: 'name = "a"\rport = "x"\n',
      says: [
        '1:10 error[syntax-error] A carriage return stands without a line feed, so Python cannot load this file',
      ],
    },
    {
      path: 'tabs.env',
      text: '\tNAME\t=\ta\n\tPORT\t=\tx\n',
      says: ['2:9 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'tabs.toml',
      text: '\tname\t=\t"a"\n\tport = "x"\n',
      says: ['2:10 error[type-mismatch] `port` is not an integer'],
    },
  ]));
