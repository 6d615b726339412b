import { it } from 'node:test';
import { drive } from './drive.ts';

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

it('a file of 50 MB is one note, and long lines and many lines are read (F05)', () =>
  drive([
    {
      path: 'huge.env',
      text: Buffer.alloc(50 << 20, 'A=1\n'),
      says: ['1:1 info[limit-reached] This file is larger than 16 MB and is not looked at'],
    },
    {
      path: 'huge.yaml',
      text: Buffer.alloc(50 << 20, 'a: 1\n'),
      says: ['1:1 info[limit-reached] This file is larger than 16 MB and is not looked at'],
    },
    {
      path: 'line.env',
      text: `NAME=${'x'.repeat(1 << 20)}\nPORT=x\n`,
      says: ['2:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'line.yaml',
      text: `name: ${'x'.repeat(1 << 20)}\nport: x\n`,
      says: ['2:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'flow.yaml',
      text: `list: [${'1, '.repeat(300_000)}2]\nport: x\n`,
      says: ['2:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'line.toml',
      text: `name = "${'x'.repeat(1 << 20)}"\nport = "x"\n`,
      says: [
        '1:1 info[limit-reached] This file holds a text that is too long to be looked at, so nothing in it is checked',
      ],
    },
    {
      path: 'lines.env',
      text: `${lines(200_000, () => '# nothing\n')}PORT=x\n`,
      says: ['200001:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'lines.yaml',
      text: `${lines(200_000, () => '# nothing\n')}port: x\n`,
      says: ['200001:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'text.yaml',
      text: `name: |\n${lines(200_000, () => '  nothing\n')}port: x\n`,
      says: ['200002:7 error[type-mismatch] `port` is not an integer'],
    },
  ]));
