import type { Edit } from './edit.ts';
import { span } from './span.ts';

/** The one edit that makes a text another: what stands between what both begin with and what both end with. */
export function oneEdit(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  return { span: span(start, before.length - end), newText: after.slice(start, after.length - end) };
}
