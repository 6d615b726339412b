/** What a name stands for while a value is expanded; `missing` when it is certain that it stands for nothing. */
export type Known =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown' | 'missing' };

/** Replaced, or undefined where that depends on a value that is not known. */
export type Expanded = string | undefined;

/**
 * Replaces `$(NAME)` as the kubelet does in `value`, `command` and `args` (k8s.io/kubernetes 1.33,
 * `third_party/forked/golang/expansion`): `$$` is `$`, what stands for nothing stays as it is written.
 */
export function expand(text: string, lookUp: (name: string) => Known): Expanded {
  let result = '';
  let from = 0;
  for (let at = 0; at < text.length - 1; at++) {
    if (text.charAt(at) !== '$') continue;
    result += text.slice(from, at);
    const next = text.charAt(at + 1);
    const end = next === '(' ? text.indexOf(')', at + 2) : -1;
    if (end >= 0) {
      const known = lookUp(text.slice(at + 2, end));
      if (known.kind === 'unknown') return undefined;
      result += known.kind === 'text' ? known.text : text.slice(at, end + 1);
      at = end;
    } else {
      result += next === '$' ? '$' : `$${next}`;
      at++;
    }
    from = at + 1;
  }
  return result + text.slice(from);
}
