import type { Entry } from '../syntax/document.ts';
import { spanInFile } from '../syntax/joined-text.ts';
import type { UnitSetting } from '../syntax/systemd/systemd-lines.ts';
import { unitWords } from '../syntax/systemd/systemd-words.ts';
import { isUnitPath, unitOf } from '../syntax/systemd.ts';
import { baseName, folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import type {
  EnvironmentFile,
  SuppliedVariable,
  Supplier,
  SupplyProblem,
  SupplySource,
  WhatRuns,
  Workload,
} from './supply.ts';

/** Services of systemd with their drop-ins, which stand beside them. */
export const systemdUnits: Supplier = {
  name: 'systemd',
  matches: isUnitPath,
  supplied: (files) => ({
    workloads: unitsOf(files).map(workloadOf),
    problems: files.flatMap(problemsOf),
  }),
};

function problemsOf(file: SourceFile): readonly SupplyProblem[] {
  return unitOf(file).problems.map(({ span: at, message }) => ({
    path: file.path,
    span: at,
    message,
    severity: 'warning',
  }));
}

interface Unit {
  readonly name: string;
  /** The unit itself, if it is here, then its drop-ins by name. */
  readonly files: readonly SourceFile[];
}

function unitsOf(files: readonly SourceFile[]): readonly Unit[] {
  const units = new Map<string, SourceFile[]>();
  const push = (unit: string, file: SourceFile) => units.set(unit, [...(units.get(unit) ?? []), file]);
  for (const file of files) if (file.path.endsWith('.service')) push(file.path, file);
  for (const file of files) {
    if (file.path.endsWith('.service')) continue;
    const folder = folderOf(file.path);
    // Drop-ins of `service.d` are for every service; those of a name for that unit, here or not.
    if (baseName(folder) === 'service.d') {
      for (const unit of units.keys()) if (folderOf(unit) === folderOf(folder)) push(unit, file);
    } else push(folder.replace(/\.d$/, ''), file);
  }
  return [...units].map(([path, own]) => ({ name: baseName(path), files: own }));
}

/** What a list of settings comes to: an empty one takes back those before it. */
interface Gathered {
  readonly variables: Map<string, SuppliedVariable>;
  readonly passed: Map<string, SuppliedVariable>;
  files: EnvironmentFile[];
  unset: string[];
  commands: string[];
}

/**
 * `PassEnvironment=` ranks below `Environment=`, that below `EnvironmentFile=`, wherever they stand; `UnsetEnvironment=`
 * comes last: systemd 252, `build_environment` and `exec_child` in `src/core/execute.c`.
 */
function workloadOf({ name, files }: Unit): Workload {
  const gathered: Gathered = {
    variables: new Map(),
    passed: new Map(),
    files: [],
    unset: [],
    commands: [],
  };
  for (const file of files) gather(file, gathered);
  const { passed, variables, unset } = gathered;
  for (const name of unset) for (const known of [passed, variables]) known.delete(name);
  const [first] = files;
  const path = first?.path ?? name;
  const sources: SupplySource[] = [passed, variables]
    .filter((it) => it.size > 0)
    .map((it) => ({ kind: 'variables', path, variables: [...it.values()] }));
  const at = first ? unitOf(first).unit.sections.get('Service') : undefined;
  return {
    supplier: 'systemd',
    name,
    path,
    span: at === undefined ? span(0, 0) : span(at - '[Service]'.length, at),
    role: 'service',
    runs: runsOf(gathered),
    sources: [...sources, ...gathered.files],
  };
}

/** The working directory is one of the machine: which folder of the workspace it holds is not known. */
function runsOf({ commands }: Gathered): WhatRuns {
  const command = commands.join(' ; ').replace(/\s+/g, ' ').trim();
  return command === '' ? {} : { command };
}

function gather(file: SourceFile, to: Gathered): void {
  const { unit, statements } = unitOf(file);
  for (const setting of unit.settings) {
    if (setting.section !== 'Service') continue;
    const value = setting.joined.text.slice(setting.from, setting.to);
    switch (setting.key) {
      case 'Environment':
        if (value === '') to.variables.clear();
        for (const entry of statements.find((it) => it.setting === setting)?.entries ?? [])
          to.variables.set(entry.key.name, variableOf(file, entry));
        break;
      case 'PassEnvironment':
        pass(file, setting, to);
        break;
      case 'UnsetEnvironment':
        to.unset = value === '' ? [] : [...to.unset, ...wordsOf(setting)];
        break;
      case 'EnvironmentFile':
        to.files = value === '' ? [] : [...to.files, ...environmentFile(file, setting, value)];
        break;
      case 'ExecStart':
        to.commands = value === '' ? [] : [...to.commands, value.replace(/^[-@:+!|]+/, '')];
        break;
      default:
        break;
    }
  }
}

function variableOf({ path }: SourceFile, entry: Entry): SuppliedVariable {
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  const text = scalar?.data.kind === 'str' ? scalar.data.value : '';
  return {
    name: entry.key.name,
    value: scalar?.parts
      ? { kind: 'unknown', reason: 'systemd puts a specifier in when it starts the service' }
      : { kind: 'text', text },
    path,
    entry,
    shape: 'entry',
    secret: false,
  };
}

function wordsOf({ joined, from, to }: UnitSetting): readonly string[] {
  return unitWords(joined.text, from, to).words.map((it) => it.text);
}

function pass(file: SourceFile, { joined, from, to }: UnitSetting, gathered: Gathered): void {
  if (from === to) gathered.passed.clear();
  for (const { text, span: at } of unitWords(joined.text, from, to).words) {
    if (!/^[A-Za-z_]\w*$/.test(text)) continue;
    const key = {
      name: text,
      span: spanInFile(joined, at.start, at.end),
      data: { kind: 'str', value: text },
    } as const;
    gathered.passed.set(text, {
      name: text,
      value: { kind: 'unknown', reason: 'the value is taken from the environment of the service manager' },
      path: file.path,
      entry: { key, span: key.span },
      shape: 'elsewhere',
      secret: false,
    });
  }
}

/** Only absolute paths count, and those lie outside a workspace; a `-` before one makes it optional. */
function environmentFile(file: SourceFile, setting: UnitSetting, value: string): readonly EnvironmentFile[] {
  const required = !value.startsWith('-');
  const written = required ? value : value.slice(1);
  if (!written.startsWith('/') && !/^%[A-Za-z]/.test(written)) return [];
  const at = spanInFile(setting.joined, setting.from, setting.to);
  return [
    {
      kind: 'file',
      path: undefined,
      written: written.replaceAll('%%', '%'),
      dialect: 'systemd',
      at: { path: file.path, span: at },
      required,
    },
  ];
}
