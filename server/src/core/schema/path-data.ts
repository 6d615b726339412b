import type { Data } from '../syntax/data.ts';

/** A `PurePosixPath` of Python by the text it prints: without empty and `.` parts. */
export function pathData(text: string): Data {
  const root = /^\/\/(?!\/)/.test(text) ? '//' : text.startsWith('/') ? '/' : '';
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const path = root + parts.join('/');
  return { kind: 'text', type: 'Path', text: path === '' ? '.' : path };
}
