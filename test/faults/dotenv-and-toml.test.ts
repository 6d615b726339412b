import { it } from 'node:test';
import { drive } from './drive.ts';

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

it('numbers, dates and redefinitions of TOML are findings or values, never a crash (F13)', () =>
  drive([
    {
      path: 'big.toml',
      text: 'name = 9007199254740993123456789\nport = "x"\n',
      says: [
        '1:8 error[type-mismatch] `name` is not a string',
        '2:9 error[type-mismatch] `port` is not an integer',
      ],
    },
    {
      path: 'date.toml',
      text: 'port = 1979-05-27T07:32:00Z\nname = 07:32:00\n',
      says: [
        '1:8 error[type-mismatch] `port` is not an integer',
        '2:8 error[type-mismatch] `name` is not a string',
      ],
    },
    {
      path: 'dotted.toml',
      text: 'a.b = 1\na.b.c = 2\nport = "x"\n',
      says: [
        '2:3 error[syntax-error] Defining a key multiple times is invalid, so Python cannot load this file',
      ],
    },
    {
      path: 'table.toml',
      text: 'port = 1\n[a]\nb = 1\n[a]\nc = 2\n',
      says: [
        '4:2 error[syntax-error] Defining a key multiple times is invalid, so Python cannot load this file',
      ],
    },
    {
      path: 'deep.toml',
      text: `port = ${'['.repeat(20_000)}\n`,
      says: ['1:108 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
    {
      path: 'deeper.toml',
      text: `port = "x"\n${'a.'.repeat(20_000)}b = 1\n`,
      says: ['2:1 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
    {
      path: 'inline.toml',
      text: `port = ${'{a='.repeat(2000)}1${'}'.repeat(2000)}\n`,
      says: ['1:308 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
  ]));

it('quotes that never close, very long values, commands and loops of dotenv (F14)', () =>
  drive([
    {
      path: 'open.env',
      text: 'NAME="never closed\nPORT=x\n',
      says: [
        '1:6 error[unterminated-quote] `NAME` opens a quote that is never closed, so python-dotenv skips this line',
        '2:6 error[type-mismatch] `PORT` is not an integer',
      ],
    },
    {
      path: 'long.env',
      text: `NAME="${lines(10_000, (at) => `line ${at}\n`)}"\nPORT=x\n`,
      says: ['10002:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'long-open.env',
      text: `PORT=x\nNAME="${lines(10_000, (at) => `L${at}=1\n`)}`,
      says: [
        '1:6 error[type-mismatch] `PORT` is not an integer',
        '2:6 error[unterminated-quote] `NAME` opens a quote that is never closed, so python-dotenv skips this line',
      ],
    },
    {
      path: 'command.env',
      text: 'NAME=$(touch canary)\nPORT=`touch canary`\n',
      says: ['2:6 error[type-mismatch] `PORT` is not an integer'],
    },
    { path: 'self.env', text: 'NAME=${NAME:-${NAME}}\nPORT=${PORT}\n', says: [] },
    { path: 'loop.env', text: 'A=${B}\nB=${C}\nC=${A}\nPORT=${A}\n', says: [] },
    {
      path: 'doubling.env',
      text: `A0=xx\n${lines(60, (at) => `A${at + 1}=\${A${at}}\${A${at}}\n`)}PORT=\${A60}\n`,
      says: [],
    },
    {
      path: 'equals.env',
      text: `${'='.repeat(5000)}\nPORT=x\n`,
      says: [
        '1:1 error[syntax-error] No name stands before `=`, so python-dotenv skips this line',
        '2:6 error[type-mismatch] `PORT` is not an integer',
      ],
    },
  ]));
