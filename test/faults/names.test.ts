import assert from 'node:assert/strict';
import { it } from 'node:test';
import { drive } from './drive.ts';

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const each = (line: (name: string) => string) => NAMES.map(line).join('');

it('names that every object has are ordinary keys, in every format (F07)', async () => {
  await drive([
    {
      path: 'names.env',
      text: `${each((name) => `${name}=1\n`)}PORT=x\n`,
      says: ['7:6 error[type-mismatch] `PORT` is not an integer'],
    },
    {
      path: 'names.yaml',
      text: `${each((name) => `${name}: {x: {__proto__: 1}}\n`)}port: x\n`,
      says: ['7:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'merged.yaml',
      text: 'a: &a {__proto__: {x: 1}}\n<<: *a\nport: x\n',
      says: ['3:7 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'names.toml',
      text: `port = "x"\n${each((name) => `${name} = 1\n`)}[a.__proto__.constructor]\nx = 1\n`,
      says: ['1:9 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'twice.yaml',
      text: '__proto__: 1\n__proto__: 2\nport: x\n',
      says: [
        '1:1 error[duplicate-key] `__proto__` is set again below, so this value is never read',
        '3:7 error[type-mismatch] `port` is not an integer',
      ],
    },
    {
      path: 'twice.env',
      text: '__proto__=1\n__proto__=2\nPORT=x\n',
      says: [
        '1:1 error[duplicate-key] `__proto__` is set again below, so this value is never read',
        '3:6 error[type-mismatch] `PORT` is not an integer',
      ],
    },
  ]);
  await drive(
    [{ path: 'set.env', text: 'PORT=x\n', says: ['1:6 error[type-mismatch] `PORT` is not an integer'] }],
    {
      settings: JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "rules": {"__proto__": "off"}}'),
    },
  );
  for (const name of ['x', 'port', 'a'])
    assert.equal((Object.prototype as Record<string, unknown>)[name], undefined);
});
