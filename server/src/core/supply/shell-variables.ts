import type { ScriptPart } from '../syntax/shell/shell-script-word.ts';
import type { ShellAssignment, ShellContent, ShellStatement } from '../syntax/shell.ts';
import type { SuppliedVariable } from './supply.ts';

type Value = SuppliedVariable['value'];

/** Whether the environment that a script starts in is thought of as empty where it takes a value over from there. */
export interface ShellStart {
  /** True: `${A:-x}` for `A` itself is `x`, which what starts the script may replace. */
  readonly defaults: boolean;
}

/**
 * What a script exports, in order, as far as that can be said without running it; one per name, the last counts. What a
 * command gives, what may not run, and what other variables are put into is unknown.
 */
export function shellVariables(
  path: string,
  { statements, commands }: ShellContent,
  text: string,
  start: ShellStart,
): readonly SuppliedVariable[] {
  const exported = exportedNames(commands, text);
  const known = new Map<string, Value>();
  const found = new Map<string, SuppliedVariable>();
  for (const statement of statements) {
    for (const assignment of statement.values) {
      const { entry } = assignment;
      const name = entry.key.name;
      const value = valueIn(statement, assignment, known, text, start);
      known.set(name, value);
      if (statement.kind !== 'export' && !exported.all && !exported.names.has(name)) continue;
      found.set(name, { name, value, path, entry, shape: 'entry', secret: false });
    }
  }
  return [...found.values()];
}

/** Names that `export NAME` hands on, wherever it stands; all of them after `set -a`. */
function exportedNames(
  commands: ShellContent['commands'],
  text: string,
): { readonly names: ReadonlySet<string>; readonly all: boolean } {
  const names = new Set<string>();
  let all = false;
  for (const { words } of commands) {
    const [command, ...rest] = words.map((it) => text.slice(it.span.start, it.span.end));
    if (command === 'export') for (const name of rest) names.add(name);
    if (command === 'set' && (rest.includes('-a') || rest.join(' ').includes('-o allexport'))) all = true;
  }
  return { names, all };
}

const MAYBE: Value = { kind: 'unknown', reason: 'the script sets it under a condition' };

function valueIn(
  { kind, command }: ShellStatement,
  { entry, parts }: ShellAssignment,
  known: ReadonlyMap<string, Value>,
  text: string,
  start: ShellStart,
): Value {
  if (command.conditional) return MAYBE;
  const name = entry.key.name;
  if (kind === 'default') {
    const before = known.get(name);
    if (before?.kind === 'text' && before.text !== '') return before;
    if (before?.kind === 'unknown' || !start.defaults) return HOST;
  }
  let result = '';
  for (const part of parts) {
    const piece = pieceOf(part, name, known, text, start);
    if (piece.kind !== 'text') return piece;
    result += piece.text;
    if (result.length > MOST_CHARACTERS) return LONG;
  }
  return { kind: 'text', text: result };
}

/** Values that double each other would grow without bound. */
const MOST_CHARACTERS = 100_000;
const LONG: Value = { kind: 'unknown', reason: 'the value is too long to be looked at' };
const HOST: Value = {
  kind: 'unknown',
  reason: 'the value depends on the environment that the script starts in',
};
const COMMAND: Value = { kind: 'unknown', reason: 'a command gives the value when the script runs' };

function pieceOf(
  part: ScriptPart,
  name: string,
  known: ReadonlyMap<string, Value>,
  text: string,
  start: ShellStart,
): Value {
  if (part.kind === 'text') return part;
  if (part.kind === 'dynamic') return COMMAND;
  const value = known.get(part.name);
  const fallback = text.slice(part.word.start, part.word.end);
  const isOwnDefault = part.name === name && part.operator.endsWith('-') && value === undefined;
  if (isOwnDefault && start.defaults && !/["'\\$`]/.test(fallback)) return { kind: 'text', text: fallback };
  if (value === undefined || value.kind === 'unknown') return HOST;
  if (part.operator === '' || (value.text !== '' && /^:?[-=?]$/.test(part.operator))) return value;
  return HOST;
}
