import { isWideSpace } from './wide-space.ts';

/** True for what `unicode.IsSpace` of Go takes for whitespace: the property `White_Space` of Unicode. */
export function isGoSpace(code: number): boolean {
  return code < 128 ? code === 32 || (code >= 9 && code <= 13) : isWideSpace(code);
}
