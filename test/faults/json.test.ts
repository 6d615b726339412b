import { it } from 'node:test';
import { drive } from './drive.ts';

it('JSON that is nested too deep, torn or written by hand is a finding, never a crash (F12)', () =>
  drive([
    {
      path: 'deep.json',
      text: `{"port": "x", "name": ${'['.repeat(20_000)}`,
      says: ['1:122 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
    {
      path: 'closed.json',
      text: `{"port": "x", "list": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      says: ['1:122 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
    {
      path: 'objects.json',
      text: `${'{"a": '.repeat(20_000)}1${'}'.repeat(20_000)}`,
      says: ['1:601 info[limit-reached] Nesting too deep (limit 100), so nothing in this file is checked'],
    },
    {
      path: 'comma.json',
      text: '{"port": 1, "name": "a",}\n',
      says: ['1:24 error[syntax-error] A comma stands before nothing, so Python cannot load this file'],
    },
    {
      path: 'comment.json',
      text: '{"port": "x", // mine\n"name": "a"}\n',
      says: ['1:15 error[syntax-error] JSON has no comments, so Python cannot load this file'],
    },
    {
      path: 'twice.json',
      text: '{"port": "x", "port": 2, "name": "a"}\n',
      says: ['1:2 error[duplicate-key] `port` is set again below, so this value is never read'],
    },
    {
      path: 'torn.json',
      text: '{"port": "x", "name": "a\n',
      says: ['1:23 error[syntax-error] This text is never closed, so Python cannot load this file'],
    },
    {
      path: 'names.json',
      text: '{"__proto__": {"x": 1}, "constructor": 1, "port": "x"}\n',
      says: ['1:52 error[type-mismatch] `port` is not an integer'],
    },
    {
      path: 'mark.json',
      text: '\uFEFF{"port": 1}\n',
      says: [
        '1:1 error[syntax-error] A byte order mark stands at the start, which `json` refuses, so Python cannot load this file; save it as UTF-8 without one',
      ],
    },
    {
      path: 'numbers.json',
      text: '{"port": 1e400, "name": "\\ud800"}\n',
      says: ['1:10 error[constraint-violated] `port` is not a finite number'],
    },
    {
      path: 'empty.json',
      text: '',
      says: ['1:1 error[syntax-error] A value is missing here, so Python cannot load this file'],
    },
  ]));
