import { children, type Expression } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Place, ReaderName } from '../../schema/schema.ts';
import { type Span, span } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { isInGenerated } from './end-of-migration.ts';
import type { EnvironRead, LibraryObject } from './environ-reads.ts';
import { everyExpression } from './instances.ts';
import type { ImportNeed } from './python-imports.ts';
import { asOperand } from './python-text.ts';

export type Call = Expression & { readonly kind: 'call' };

/** How the object of a library gives the text of a variable without a cast, and `absent` for one that is not there. */
interface Library {
  readonly probe: (object: string, key: string) => string;
  readonly absent: LibraryObject['absent'];
  /** Methods that are called on the object; a call of the object itself has none. */
  readonly method: (name: string) => boolean;
  readonly defaultName: string;
  readonly defaultIndex: number;
  /** Where the cast stands that the default goes through too; absent where none does. */
  readonly castIndex?: number;
  readonly keepsNone?: true;
  readonly parse?: (object: string, text: string, type: string) => string;
}

/**
 * The libraries in which two calls can stand for one: starlette 1.7 (`starlette/config.py`), python-decouple 3.8
 * (`decouple.py`), environs 15.2 (`environs/__init__.py`), django-environ 0.14 (`environ/environ.py`). With such a default
 * and no cast none of them raises.
 */
const LIBRARIES: Partial<Record<ReaderName, Library>> = {
  starlette: {
    probe: (object, key) => `${object}(${key}, default=None)`,
    absent: 'None',
    method: (name) => name === 'get',
    defaultName: 'default',
    defaultIndex: 2,
    castIndex: 1,
    keepsNone: true,
  },
  decouple: {
    probe: (object, key) => `${object}(${key}, default=None)`,
    absent: 'None',
    method: (name) => name === 'get',
    defaultName: 'default',
    defaultIndex: 1,
    castIndex: 2,
  },
  environs: {
    probe: (object, key) => `${object}.str(${key}, None)`,
    absent: 'None',
    method: () => true,
    defaultName: 'default',
    defaultIndex: 1,
  },
  'django-environ': {
    // With a default of `None` an empty text is `None` too.
    probe: (object, key) => `${object}.str(${key}, default=False)`,
    absent: 'False',
    method: () => true,
    defaultName: 'default',
    defaultIndex: -1,
    parse: (object, text, type) => `${object}.parse_value(${text}, ${type})`,
  },
};

/** True for readers whose calls are rewritten; the places of others are named to a person. */
export function isLibrary(reader: ReaderName): boolean {
  return reader in LIBRARIES;
}

/** Reads of `key` through calls of a library, by its literal name; tests are none. */
export function libraryReads(facts: MigrationFacts, key: string): readonly EnvironRead[] {
  return facts.readers.flatMap((reader) => {
    const places = placesOf(facts, reader, key);
    return places.flatMap((place) => {
      const file = facts.project.mentioning([key]).find((it) => it.file.path === place.path);
      return (file && !file.stale && readAt(file, place, key, reader)) || [];
    });
  });
}

/** Names of casts that `str` and numbers go through unharmed, with what a literal of theirs looks like. */
const PLAIN_CASTS: ReadonlyMap<string, RegExp> = new Map([
  ['int', /^-?\d+$/],
  ['float', /^-?\d+(?:\.\d+)?$/],
  ['bool', /^(?:True|False)$/],
  ['str', /^(?:"[^"\\\n]*"|'[^'\\\n]*')$/],
]);

/**
 * What a call gives where the variable is not set, as Python; undefined where that is not certain. decouple 3.8
 * (`Config.get`) and starlette 1.7 (`Config.get`) put the default through the cast as well, environs 15.2 and
 * django-environ 0.14 give it as it is written.
 */
export function libraryDefault({
  file,
  span: whole,
  default: fallback,
  library,
}: EnvironRead): string | undefined {
  const { text } = file.file;
  if (fallback === undefined || library === undefined) return undefined;
  const written = text.slice(fallback.start, fallback.end);
  if (library.castIndex === undefined) return asOperand(written);
  const call = callAt(file, whole);
  const cast = call && castOf(call, library.castIndex);
  if (cast === undefined) return asOperand(written);
  if (cast.kind !== 'name') return undefined;
  if (PLAIN_CASTS.get(cast.name)?.test(written)) return written;
  const isText = PLAIN_CASTS.get('str')?.test(written) === true;
  return isText && (cast.name === 'int' || cast.name === 'float') ? `${cast.name}(${written})` : undefined;
}

/** The default of a call with the comma before it; undefined where there is none. */
export function defaultArgumentSpan({ file, span: whole, default: fallback }: EnvironRead): Span | undefined {
  const args = callAt(file, whole)?.args ?? [];
  const at = args.findIndex((it) => it.value.span.start === fallback?.start);
  const [before, own] = [args[at - 1], args[at]];
  return before && own && span(before.span.end, own.span.end);
}

/** The call that stands at a place. */
export function callAt(file: PythonFile, { start, end }: Span): Call | undefined {
  for (const { expression: it } of everyExpression(file.module.body)) {
    if (it.kind === 'call' && it.span.start === start && it.span.end === end) return it;
  }
  return undefined;
}

/** The cast of a call: the argument of that name, or the one at its place. */
export function castOf({ args }: Call, index: number): Expression | undefined {
  const named = args.find((it) => it.name === 'cast');
  return (named ?? args.filter((it) => it.name === undefined)[index])?.value;
}

/** Reads of `key` that are not by its literal name: behind a prefix, a constant, or in a scheme. */
export function otherReads(facts: MigrationFacts, key: string): readonly Place[] {
  const seen = libraryReads(facts, key);
  return facts.readers.flatMap((reader) =>
    placesOf(facts, reader, key).filter(
      (place) =>
        !seen.some((it) => it.file.file.path === place.path && it.key.start === place.span.start) &&
        !isGeneratedCall(facts, key, place),
    ),
  );
}

function isGeneratedCall(facts: MigrationFacts, key: string, place: Place): boolean {
  const file = facts.project.mentioning([key]).find((it) => it.file.path === place.path);
  return file?.file.text.startsWith('_key_', place.span.start) ?? false;
}

/** Where people read a key: what a migration asks is no read. */
function placesOf({ project }: MigrationFacts, reader: ReaderFacts, key: string): readonly Place[] {
  if (!isLibrary(reader.schema.reader)) return [];
  const places = reader.fields.get(key)?.reads ?? [];
  return places.filter((it) => !isInGenerated(project, key, it));
}

function readAt(
  file: PythonFile,
  place: Place,
  key: string,
  { schema, emptyAccepted, fields }: ReaderFacts,
): EnvironRead | undefined {
  const library = LIBRARIES[schema.reader];
  const call = callAround(file, place);
  const field = fields.get(key);
  if (library === undefined || call === undefined || field === undefined) return undefined;
  const named = call.args.find((it) => it.value.span.start === place.span.start)?.value;
  if (named?.kind !== 'string' || named.value !== key || !named.content) return undefined;
  const object = objectOf(call, library);
  const { text } = file.file;
  const fallback =
    call.args.find((it) => it.name === library.defaultName) ??
    call.args.filter((it) => it.name === undefined)[library.defaultIndex];
  const name = text.slice(object.span.start, object.span.end);
  const { parse } = library;
  return {
    file,
    key: named.span,
    content: named.content,
    form: fallback ? 'get' : 'index',
    span: call.span,
    ...(fallback ? { default: span(fallback.value.span.start, fallback.value.span.end) } : {}),
    plainText: emptyAccepted === true,
    library: {
      name,
      probe: (it) => library.probe(name, it),
      absent: library.absent,
      type: field.type,
      ownDefault: fallback === undefined && (field.default ?? field.defaultUndecided) !== undefined,
      ...(library.castIndex === undefined ? {} : { castIndex: library.castIndex }),
      ...(library.keepsNone ? { keepsNone: true } : {}),
      ...(parse === undefined ? {} : { parse: (text, type) => parse(name, text, type) }),
    },
  };
}

function objectOf({ callee }: Call, library: Library): Expression {
  return callee.kind === 'attribute' && library.method(callee.name) && !isObjectItself(callee)
    ? callee.object
    : callee;
}

/** `settings.env("KEY")`: an attribute that is the object, not a method of it. */
function isObjectItself(callee: Expression & { readonly kind: 'attribute' }): boolean {
  return /^(env|config)$/.test(callee.name);
}

function callAround(file: PythonFile, place: Place): Call | undefined {
  for (const { expression } of everyExpression(file.module.body)) {
    if (expression.kind !== 'call') continue;
    if (children(expression).some((it) => it.span.start === place.span.start && it !== expression.callee))
      return expression;
  }
  return undefined;
}

/** The import under which a module has the object of a library, where it is imported as it is. */
export function keptNames({ module }: PythonFile, object: string): readonly ImportNeed[] {
  const name = object.split('.')[0];
  return module.body.flatMap((it) =>
    it.kind === 'import-from'
      ? it.names
          .filter((own) => (own.alias ?? own.name) === name)
          .map((own) => ({ module: it.module, name: own.name }))
      : [],
  );
}
