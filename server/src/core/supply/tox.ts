import type { Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { entriesOf, mappingsIn, memberAt, oneOrMany } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import { assigned } from './assigned.ts';
import { assignmentIn, type IniLine, type IniList, iniLists } from './ini-lists.ts';
import type { SuppliedVariable, Supplier, SupplySource, Workload } from './supply.ts';
import { textOf, variablesIn, writtenText } from './written-text.ts';

/** The environments of tox 4: `set_env` (`setenv`) and `pass_env` (`passenv`). */
export const tox: Supplier = {
  name: 'tox',
  matches: (path) => /(?:^|\/)(?:tox\.(?:ini|toml)|setup\.cfg|pyproject\.toml)$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) => {
  if (!/\b(?:set_?env|pass_?env)\b/.test(file.text)) return [];
  return file.path.endsWith('.toml') ? tomlWorkloads(file) : iniWorkloads(file, iniLists(file.text));
});

/** One environment of tox: settings that it lacks are those of the base. */
interface ToxEnvironment {
  readonly name: string;
  readonly span: Span;
  readonly sources: readonly SupplySource[];
  readonly command?: string;
}

function workload({ path }: SourceFile, it: ToxEnvironment): Workload {
  return {
    supplier: 'tox',
    name: it.name,
    path,
    span: it.span,
    role: 'tests',
    runs: { folder: folderOf(path), ...(it.command ? { command: it.command } : {}) },
    sources: it.sources,
  };
}

function iniWorkloads(file: SourceFile, lists: readonly IniList[]): readonly Workload[] {
  const sections = [...new Set(lists.map((it) => it.section))].filter((it) => /^testenv(?::|$)/.test(it));
  const find = (section: string, ...keys: readonly string[]) =>
    lists.findLast((it) => it.section === section && keys.includes(it.key)) ??
    lists.findLast((it) => it.section === 'testenv' && keys.includes(it.key));
  return sections.flatMap((section) => {
    const set = find(section, 'set_env', 'setenv');
    const pass = find(section, 'pass_env', 'passenv');
    const sources = [...passSource(file, pass), ...(set ? lineSources(file, set.lines, lists) : [])];
    const at = set?.keySpan ?? pass?.keySpan;
    if (at === undefined || sources.length === 0) return [];
    const command = find(section, 'commands')?.lines.map((it) => it.text);
    const name = section === 'testenv' ? 'tox' : section.slice('testenv:'.length);
    return [workload(file, { name, span: at, sources, ...(command ? { command: command.join('\n') } : {}) })];
  });
}

/** Names that reach the environment from outside when they are set there; patterns may stand for any. */
function passSource(file: SourceFile, list: IniList | undefined): readonly SupplySource[] {
  const names = list?.lines.flatMap((it) => it.text.split(/[\s,]+/)) ?? [];
  return list ? passed(file, list.keySpan, names) : [];
}

/** What is passed on may be unset outside: no name is sure to be there. */
function passed({ path }: SourceFile, at: Span, names: readonly string[]): readonly SupplySource[] {
  const store = {
    kind: 'opaque',
    name: 'the environment that tox starts in',
    at: { path, span: at },
  } as const;
  return [names.every((it) => /^\w+$/.test(it)) ? { ...store, names } : store];
}

/** Lines of `set_env`: assignments, `file|PATH`, and references to those of another section. */
function lineSources(
  file: SourceFile,
  lines: readonly IniLine[],
  lists: readonly IniList[],
  seen: Set<IniList> = new Set(),
): readonly SupplySource[] {
  const found = new Map<string, SuppliedVariable>();
  const referred = new Map<string, SuppliedVariable>();
  const files: SupplySource[] = [];
  for (const line of lines) {
    const section = /^\{\[([^\]]+)\](set_?env)\}$/.exec(line.text);
    const named = /^file\|(.+)$/.exec(line.text)?.[1];
    const pair = assignmentIn(line);
    if (section) {
      const other = lists.findLast((it) => it.section === section[1] && it.key === section[2]);
      if (other === undefined || seen.has(other)) continue;
      // Each section once: references may lead round.
      seen.add(other);
      for (const source of lineSources(file, other.lines, lists, seen)) {
        if (source.kind !== 'variables') files.push(source);
        else for (const it of source.variables) referred.set(it.name, it);
      }
    } else if (named !== undefined) {
      const start = line.span.end - named.length;
      files.push(environmentFile(file, named, { start, end: line.span.end }));
    } else if (pair && /^[A-Za-z_]\w*$/.test(pair.name.text))
      found.set(pair.name.text, assigned(file.path, pair.name, pair.value, valueOfLine(pair.value.text)));
  }
  // Lines of the setting itself win over those it refers to, wherever they stand.
  const variables = [...new Map([...referred, ...found]).values()];
  return variables.length === 0 ? files : [...files, { kind: 'variables', path: file.path, variables }];
}

function environmentFile({ path }: SourceFile, written: string, at: Span): SupplySource {
  return {
    kind: 'file',
    path: resolvePath(folderOf(path), written),
    written,
    // Lines `NAME=value` as they are, as tox documents it.
    dialect: 'docker-run',
    at: { path, span: at },
    required: true,
  };
}

/** What tox may change in a value makes it unknown: substitutions, markers behind `;`, comments, escapes. */
function valueOfLine(text: string): SuppliedVariable['value'] {
  return /[{}\\#;]/.test(text)
    ? { kind: 'unknown', reason: 'tox works the value out when it starts the environment' }
    : { kind: 'text', text };
}

function tomlWorkloads(file: SourceFile): readonly Workload[] {
  const root = documentOf(file)?.root;
  const top = baseName(file.path) === 'pyproject.toml' ? memberAt(memberAt(root, 'tool'), 'tox') : root;
  const legacy = memberAt(top, 'legacy_tox_ini');
  if (legacy?.kind === 'scalar') {
    const raw = file.text.slice(legacy.content.start, legacy.content.end);
    return iniWorkloads(file, iniLists(raw, legacy.content.start));
  }
  const base = memberAt(top, 'env_run_base');
  const own = mappingsIn(memberAt(top, 'env')).flatMap(({ entry, body }) =>
    tableWorkload(file, entry.key.name, body, base),
  );
  return [...(base ? tableWorkload(file, 'tox', base, undefined) : []), ...own];
}

function tableWorkload(
  file: SourceFile,
  name: string,
  body: Value,
  base: Value | undefined,
): readonly Workload[] {
  const find = (key: string) =>
    [body, base].flatMap((it) => entriesOf(it).filter(({ key: { name: own } }) => own === key))[0];
  const set = find('set_env');
  const pass = find('pass_env');
  const at = set?.key.span ?? pass?.key.span;
  if (at === undefined) return [];
  const variables = variablesIn(file, set?.value, (value) => {
    const written = writtenText(file, value);
    return written?.kind === 'text' ? valueOfLine(written.text) : (written ?? COMPUTED);
  }).filter((it) => it.name !== 'file');
  const names = oneOrMany(pass?.value).flatMap((it) => textOf(file, it) ?? []);
  const sources: SupplySource[] = [...(pass ? passed(file, pass.key.span, names) : [])];
  const other = memberAt(set?.value, 'file');
  const path = textOf(file, other);
  if (other && path !== undefined) sources.push(environmentFile(file, path, other.span));
  if (variables.length > 0) sources.push({ kind: 'variables', path: file.path, variables });
  const words = oneOrMany(find('commands')?.value).map((it) =>
    oneOrMany(it)
      .flatMap((word) => textOf(file, word) ?? [])
      .join(' '),
  );
  if (sources.length === 0) return [];
  return [
    workload(file, { name, span: at, sources, ...(words.length > 0 ? { command: words.join('\n') } : {}) }),
  ];
}

const COMPUTED: SuppliedVariable['value'] = {
  kind: 'unknown',
  reason: 'tox works the value out when it starts the environment',
};
