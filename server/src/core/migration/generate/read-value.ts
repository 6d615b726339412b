import type { Expression } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { textAt } from '../../text/span.ts';
import type { EnvironRead } from './environ-reads.ts';
import { type Call, callAt, castOf } from './library-reads.ts';
import { pyString } from './python-text.ts';
import { givenType } from './wrapped-read.ts';

/** How the text of another place is made into what a read gives. */
export interface ReadValue {
  /** Python around the expression of a text, or of the default. */
  readonly around: (text: string) => string;
  /** What stands for a text that is not there, as Python; absent where the read fails without one. */
  readonly default?: string;
}

/**
 * What a read does with its text, written with another text; undefined where only people can. Casts and defaults of
 * starlette 1.7 (`starlette/config.py`), python-decouple 3.8 (`decouple.py`), environs 15.2 (`environs/__init__.py`) and
 * django-environ 0.14 (`Env.get_value`, `Env.parse_value`).
 */
export function readValue(read: EnvironRead): ReadValue | undefined {
  const { library, helper } = read;
  if (helper !== undefined) return helperValue(read);
  const written = read.default && textAt(read.file.file.text, read.default);
  if (library === undefined) return withDefault((text) => text, written);
  const call = callAt(read.file, read.span);
  if (call === undefined || library.ownDefault || !isSeen(read.file, library.name)) return undefined;
  if (library.castIndex !== undefined) return castValue(read, castOf(call, library.castIndex), written);
  return library.parse === undefined ? plainValue(read, call, written) : parsedValue(read, call, written);
}

function withDefault(around: ReadValue['around'], stays: string | undefined): ReadValue {
  return stays === undefined ? { around } : { around, default: stays };
}

/** A cast is called with a default as well; starlette gives `None` as it is, and both know `bool` themselves. */
function castValue(
  { file, library }: EnvironRead,
  cast: Expression | undefined,
  stays: string | undefined,
): ReadValue | undefined {
  if (cast === undefined) return withDefault((text) => text, stays);
  const written = textAt(file.file.text, cast.span);
  const isCalled = cast.kind === 'call' || cast.kind === 'attribute' || cast.kind === 'name';
  if (!isCalled || written === 'bool' || written.includes('\n')) return undefined;
  if (stays === 'None' && library?.keepsNone === true) return undefined;
  return withDefault((text) => `${written}(${text})`, stays);
}

/** environs makes nothing of a default, so that only one of the type itself can go through Python's conversion. */
function plainValue(read: EnvironRead, call: Call, stays: string | undefined): ReadValue | undefined {
  const type = read.library && givenType(read.library.type).kind;
  if (type === undefined || !hasNoMore(read, call)) return undefined;
  return converted(type, stays);
}

function converted(type: string, stays: string | undefined): ReadValue | undefined {
  if (type === 'str') return withDefault((text) => text, stays);
  const isOwn = stays === undefined || (type === 'int' ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/).test(stays);
  return isOwn && (type === 'int' || type === 'float')
    ? withDefault((text) => `${type}(${text})`, stays)
    : undefined;
}

/** What `env.int` and its like call is a function of the class; a default goes through it as a text. */
function parsedValue(read: EnvironRead, call: Call, stays: string | undefined): ReadValue | undefined {
  const { library } = read;
  const type = library && givenType(library.type).kind;
  if (library?.parse === undefined || type === undefined || !hasNoMore(read, call)) return undefined;
  if (type === 'str' || type === 'int') return converted(type, stays);
  const isOwn =
    stays === undefined || (type === 'float' ? /^-?\d+(?:\.\d+)?$/ : /^(?:True|False)$/).test(stays);
  if (!isOwn || (type !== 'float' && type !== 'bool')) return undefined;
  const parse = library.parse;
  return withDefault((text) => parse(text, type), stays === undefined ? undefined : pyString(stays));
}

/** The call names the variable and a default, and nothing that looks at the text. */
function hasNoMore({ key, default: fallback }: EnvironRead, { args }: Call): boolean {
  const given = new Set([key.start, fallback?.start]);
  return args.every((it) => given.has(it.value.span.start));
}

/** A function of the service that makes a number or a text, and nothing else. */
function helperValue(read: EnvironRead): ReadValue | undefined {
  const { file, form, helper, plainHelper, default: given, helperDefault } = read;
  const type = helper?.kind;
  if (type === undefined || plainHelper !== true) return undefined;
  if (form === 'index') return converted(type, undefined);
  const stays = given ? textAt(file.file.text, given) : helperDefault;
  const isLiteral = stays !== undefined && (type !== 'str' || /^(["'])[^"'\\\n]*\1$/.test(stays));
  return isLiteral ? converted(type, stays) : undefined;
}

/** The object of a library is a name of the module, so that a function of the module sees it. */
function isSeen({ module }: PythonFile, object: string): boolean {
  const root = /^\w+/.exec(object)?.[0];
  return module.body.some((it) => {
    if (it.kind === 'import') return it.names.some((own) => (own.alias ?? own.module.split('.')[0]) === root);
    if (it.kind === 'import-from') return it.names.some((own) => (own.alias ?? own.name) === root);
    return it.kind === 'assign' && it.targets.some((own) => own.kind === 'name' && own.name === root);
  });
}
