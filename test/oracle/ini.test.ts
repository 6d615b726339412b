import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONFIG_PARSER, type IniDialect } from '../../server/src/core/syntax/ini/ini-dialect.ts';
import { iniDocument } from '../../server/src/core/syntax/ini/ini-document.ts';
import {
  type IniInterpolation,
  type IniValue,
  iniOptions,
  iniValues,
} from '../../server/src/core/syntax/ini/ini-options.ts';
import { ini } from '../../server/src/core/syntax/ini.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { iniDocuments, iniSlips, iniSoup } from '../properties/ini-texts.ts';
import { asciiJson, ask, liveCases, livePython } from './live-python.ts';

/** One text, and the keyword arguments of the parser that reads it. */
interface IniCase {
  readonly text: string;
  readonly options?: {
    readonly strict?: boolean;
    readonly allow_no_value?: boolean;
    readonly empty_lines_in_values?: boolean;
    readonly inline_comment_prefixes?: readonly string[];
    readonly comment_prefixes?: readonly string[];
    readonly delimiters?: readonly string[];
    readonly default_section?: string;
    readonly keeps_case?: boolean;
  };
  readonly interpolation?: IniInterpolation;
}

type Value = string | null | { readonly error: string };

/** What the parser holds, or the class of the exception it ends with. */
type Parsed =
  | {
      readonly sections: readonly (readonly [string, readonly (readonly [string, string | null, Value])[]])[];
    }
  | { readonly error: string };

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly (IniCase & Parsed)[];
}

const KINDS = { documents: iniDocuments, slips: iniSlips, soup: iniSoup } as const;

const vectors: Vectors = JSON.parse(readFileSync('test/vectors/ini.json', 'utf8'));

function dialectOf(options: IniCase['options'] = {}): IniDialect {
  const usual = CONFIG_PARSER;
  return {
    strict: options.strict ?? usual.strict,
    allowNoValue: options.allow_no_value ?? usual.allowNoValue,
    emptyLinesInValues: options.empty_lines_in_values ?? usual.emptyLinesInValues,
    inlineCommentPrefixes: options.inline_comment_prefixes ?? usual.inlineCommentPrefixes,
    commentPrefixes: options.comment_prefixes ?? usual.commentPrefixes,
    delimiters: options.delimiters ?? usual.delimiters,
    defaultSection: options.default_section ?? usual.defaultSection,
    keepsCase: options.keeps_case ?? usual.keepsCase,
  };
}

/** What we make of a case, in the form of the parser's answer. */
function ours({ text, options, interpolation }: IniCase): Parsed {
  const dialect = dialectOf(options);
  const document = iniDocument(ini, sourceFile('settings.ini', text), dialect);
  const [problem] = document.problems;
  if (problem !== undefined) return { error: problem.upstream ?? problem.message };
  const names = new Set([dialect.defaultSection, ...document.root.entries.map((it) => it.key.name)]);
  return {
    sections: [...names].map((name) => {
      const values = iniValues(document, name, interpolation, dialect);
      const held = [...(iniOptions(document, name, dialect) ?? [])];
      return [name, held.map(([key, it]) => [key, it.text ?? null, plain(values?.get(key))])];
    }),
  };
}

function plain(value: IniValue | undefined): Value {
  assert.ok(value !== undefined && value.kind !== 'limit');
  return value.kind === 'error' ? { error: value.error } : (value.text ?? null);
}

/** Python 3.13 raises an exception of its own where those before it stumble. */
function asBefore(parsed: Parsed): Parsed {
  return 'error' in parsed && parsed.error === 'MultilineContinuationError'
    ? { error: 'AttributeError' }
    : parsed;
}

function difference(it: IniCase, answer: Parsed): string | undefined {
  const parsed = asBefore(answer);
  const told = JSON.stringify(ours(it));
  return told === JSON.stringify(parsed)
    ? undefined
    : `${asciiJson(it)}: configparser ${JSON.stringify(parsed)}, we ${told}`;
}

test('recorded files hold what configparser reads from them', () => {
  assert.match(vectors.versions.Python ?? '', /^3\.1[1-9]/);
  assert.ok(vectors.cases.length >= 60);
  for (const { text, options, interpolation, ...parsed } of vectors.cases) {
    const inputs = {
      text,
      ...(options === undefined ? {} : { options }),
      ...(interpolation === undefined ? {} : { interpolation }),
    };
    assert.equal(difference(inputs, parsed as Parsed), undefined);
  }
});

/** Half of the parsers are `ConfigParser()`, the others are set up in any way. */
const setUps = fc.oneof(
  fc.constant({}),
  fc.record({
    options: fc.record(
      {
        strict: fc.boolean(),
        allow_no_value: fc.boolean(),
        empty_lines_in_values: fc.boolean(),
        inline_comment_prefixes: fc.constantFrom(['#'], [';', '#'], [' c']),
        comment_prefixes: fc.constantFrom(['#'], ['//', 'x']),
        delimiters: fc.constantFrom(['='], [':', '='], ['=>', '=']),
        default_section: fc.constantFrom('s', 'common'),
        keeps_case: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    interpolation: fc.constantFrom<IniInterpolation>('none', 'basic', 'extended'),
  }),
);

test('generated files hold what the installed configparser reads from them', (t) => {
  const python = livePython(t, 'configparser');
  if (python === undefined) return;
  const { count, seed } = liveCases();
  for (const [kind, texts] of Object.entries<fc.Arbitrary<string>>(KINDS)) {
    const generated = fc.tuple(texts, setUps).map(([text, setUp]): IniCase => ({ text, ...setUp }));
    const cases = fc.sample(generated, { seed, numRuns: Math.ceil(count / 3) });
    const parsed: readonly Parsed[] = ask(python, 'ini-live.py', cases);
    const refused = parsed.filter((it) => 'error' in it).length;
    const wrong: readonly string[] = cases.flatMap(
      (it, index) => difference(it, parsed[index] as Parsed) ?? [],
    );
    t.diagnostic(
      `configparser, ${kind}: ${cases.length} texts, seed ${seed}, ${refused} refused, ${wrong.length} differ`,
    );
    assert.deepEqual(wrong.slice(0, 5), []);
  }
});
