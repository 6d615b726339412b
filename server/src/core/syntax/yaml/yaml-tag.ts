import { parserFailure, scannerFailure } from './yaml-failure.ts';

const CORE_TAGS = 'tag:yaml.org,2002:';
const NAME = /^[\w\-;/?:@&=+$,.!~*'()[\]%]+$/;
const HANDLE = /^!(?:[A-Za-z0-9_-]*!)?$/;

/** The tag handles of a document, each with the prefix that it stands for. */
export type TagHandles = Map<string, string>;

/** The handles that every document has without a `%TAG` directive. */
export function defaultHandles(): TagHandles {
  return new Map([
    ['!', '!'],
    ['!!', CORE_TAGS],
  ]);
}

/**
 * The full name of a tag such as `!tag`, `!!tag`, `!name!tag`, `!<tag>` or a lone `!`, as PyYAML 6.0.3 reads it.
 * Throws a YamlFailure where it refuses it.
 */
export function tagName(source: string, start: number, handles: TagHandles): string {
  const end = start + source.length;
  if (source === '!') return '!';
  if (source.startsWith('!<')) {
    if (!source.endsWith('>')) throw scannerFailure('the closing `>` of the tag is missing', start, end);
    return nameOf(source.slice(2, -1), start, end);
  }
  const mark = source.indexOf('!', 1);
  const handle = mark < 0 ? '!' : source.slice(0, mark + 1);
  if (!HANDLE.test(handle)) throw scannerFailure('a tag handle ends with `!`', start, end);
  const name = nameOf(source.slice(handle.length), start, end);
  const prefix = handles.get(handle);
  if (prefix === undefined) throw parserFailure(`the tag handle \`${handle}\` is not declared`, start, end);
  return prefix + name;
}

function nameOf(text: string, start: number, end: number): string {
  if (text === '') throw scannerFailure('the name of the tag is missing', start, start + 1);
  if (!NAME.test(text)) throw scannerFailure('a blank is missing after the tag', start, end);
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw scannerFailure('`%` in a tag needs two hexadecimal digits of UTF-8', start, end);
  }
}

export interface DirectiveText {
  /** With its `%`. */
  readonly source: string;
  readonly start: number;
}

/** The tag handles after the directives of a document. Throws a YamlFailure where PyYAML 6.0.3 refuses one. */
export function readDirectives(directives: readonly DirectiveText[]): TagHandles {
  const handles: TagHandles = new Map();
  let version = false;
  for (const { source, start } of directives) {
    const end = start + source.length;
    const [, name, rest = ''] = /^%([\w-]+)(?: +(.*?))? *$/.exec(source) ?? [];
    if (name === undefined) {
      throw scannerFailure('a line that starts with `%` is a directive; a value needs quotes', start, end);
    }
    if (name === 'YAML') {
      if (version) throw parserFailure('`%YAML` stands twice', start, end);
      takeVersion(rest, start, end);
      version = true;
    } else if (name === 'TAG') {
      takeHandle(handles, rest, start, end);
    }
  }
  return new Map([...defaultHandles(), ...handles]);
}

function takeVersion(rest: string, start: number, end: number): void {
  const version = /^([0-9]+)\.[0-9]+$/.exec(rest);
  if (version === null) throw scannerFailure('a version such as `1.1` is missing', start, end);
  if (Number(version[1]) !== 1) throw parserFailure('only `%YAML 1` is understood', start, end);
}

function takeHandle(handles: TagHandles, rest: string, start: number, end: number): void {
  const [handle = '', prefix = '', ...more] = rest.split(/ +/);
  if (!HANDLE.test(handle) || prefix === '' || more.length > 0) {
    throw scannerFailure('`%TAG` needs a handle such as `!e!` and a prefix', start, end);
  }
  if (handles.has(handle)) throw parserFailure('this tag handle is declared twice', start, end);
  handles.set(handle, nameOf(prefix, start, end));
}
