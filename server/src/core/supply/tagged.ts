import type { Value } from '../syntax/document.ts';

/** True where a tag stands before a value, such as `!Ref` of CloudFormation, which makes something else of it. */
export function isTagged(text: string, { span }: Value): boolean {
  const before = text.slice(Math.max(0, span.start - 60), span.start);
  return /(?:^|\s)!\S*(?:\s+&\S+)?\s+$/.test(before);
}
