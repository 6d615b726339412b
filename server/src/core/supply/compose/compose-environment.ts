import type { Entry, TextPart } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { memo } from '../../text/memo.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { Known, LookUp } from './compose-interpolate.ts';

/** The variables that a compose file is interpolated from, and the line of each. */
export interface ComposeEnvironment {
  readonly lookUp: LookUp;
  readonly entryOf: (name: string) => { readonly path: string; readonly entry: Entry } | undefined;
}

/** Nothing is known: another machine has another `.env`, and a shell of its own. */
export const NO_ENVIRONMENT: ComposeEnvironment = { lookUp: () => undefined, entryOf: () => undefined };

/** What the `.env` beside a compose file says, which compose reads by itself. A name that it lacks is not known. */
export const composeEnvironment: (file: SourceFile) => ComposeEnvironment = memo((file) => {
  const entries = new Map<string, Entry>();
  const values = new Map<string, Known>();
  for (const entry of documentOf(file)?.root.entries ?? []) {
    const { name } = entry.key;
    const value = known(entry, values);
    entries.set(name, entry);
    if (value) values.set(name, value);
    else values.delete(name);
  }
  return {
    lookUp: (name) => values.get(name),
    entryOf: (name) => {
      const entry = entries.get(name);
      return entry && { path: file.path, entry };
    },
  };
});

/** One environment with another where it says nothing. */
export function withFallback(first: ComposeEnvironment, second: ComposeEnvironment): ComposeEnvironment {
  return {
    lookUp: (name) => first.lookUp(name) ?? second.lookUp(name),
    entryOf: (name) => (first.lookUp(name) ? first.entryOf(name) : second.entryOf(name)),
  };
}

function known(entry: Entry, before: ReadonlyMap<string, Known>): Known | undefined {
  const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
  if (scalar?.data.kind !== 'str') return undefined;
  if (scalar.parts) return joined(scalar.parts, before);
  const text = scalar.data.value;
  return scalar.quote === 'single' || !text.includes('$') ? { kind: 'text', text } : undefined;
}

/** A text with references to lines above it; undefined where one is to something else. */
function joined(parts: readonly TextPart[], before: ReadonlyMap<string, Known>): Known | undefined {
  let text = '';
  for (const part of parts) {
    const value = part.kind === 'variable' ? before.get(part.name) : part;
    if (value?.kind !== 'text') return undefined;
    text += value.text;
  }
  // Another form of reference than the format of the file knows.
  return text.includes('$') || text.length > 1 << 16 ? undefined : { kind: 'text', text };
}
