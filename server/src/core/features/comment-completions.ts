import { ACCEPTABLE } from '../preflight/accepted.ts';
import { rules } from '../rules/registry.ts';
import { lineIndex } from '../text/line-index.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Completion } from './completions.ts';

/** What a `crossfade:` comment may begin with. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ignore', 'Hide a finding of this line or the next one, with a reason'],
  ['ignore-file', 'Hide a finding of the whole file, with a reason'],
  ['accept', 'A change of the field below is meant: of its kind, with a reason'],
]);

/**
 * Words, rules and the reason of a comment `# crossfade: ignore[rule] -- reason`; undefined where no such comment is
 * being typed.
 */
export function commentCompletions(file: SourceFile, offset: number): readonly Completion[] | undefined {
  const lines = lineIndex(file);
  const typed = file.text.slice(lines.lineStart(lines.position(offset).line), offset);
  const match = /(?:^|\s)(?:#|;|\/\/)[ \t]*crossfade:[ \t]*(.*)$/.exec(typed);
  if (!match) return undefined;
  const rest = match[1] ?? '';
  const word = /^[\w-]*$/.exec(rest)?.[0];
  if (word !== undefined)
    return [...WORDS].map(([name, detail]) => item(`${name}[`, detail, 'key', offset - word.length, offset));
  const list = /^(ignore-file|ignore|accept)\[([^\]]*)$/.exec(rest);
  if (list) return named(list[1] === 'accept', list[2] ?? '', offset);
  return /^[\w-]+\[[^\]]+\][ \t]*-{0,2}$/.test(rest) ? [reason(rest, offset)] : [];
}

/** Those that do not stand in the list yet. */
function named(isAccept: boolean, list: string, offset: number): readonly Completion[] {
  const parts = list.split(',').map((it) => it.trim());
  const word = parts.pop() ?? '';
  const choices: readonly (readonly [string, string])[] = isAccept
    ? ACCEPTABLE.map((it) => [it, ''] as const)
    : rules.map((it) => [it.id, it.summary] as const);
  return choices
    .filter(([name]) => !parts.includes(name))
    .map(([name, detail]) => item(name, detail, 'value', offset - word.length, offset));
}

function reason(rest: string, offset: number): Completion {
  const written = /[ \t]*-{0,2}$/.exec(rest)?.[0].length ?? 0;
  return {
    ...item('-- reason', 'A comment without a reason hides nothing', 'value', offset - written, offset),
    newText: ' -- ',
  };
}

function item(
  label: string,
  detail: string,
  kind: Completion['kind'],
  start: number,
  end: number,
): Completion {
  return {
    label,
    newText: label,
    kind,
    span: { start, end },
    deprecated: false,
    ...(detail ? { detail } : {}),
  };
}
