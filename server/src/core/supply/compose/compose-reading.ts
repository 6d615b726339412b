import type { Document, Entry, Value } from '../../syntax/document.ts';
import type { Span } from '../../text/span.ts';
import { report } from '../report.ts';
import type { SupplyProblem } from '../supply.ts';
import type { ComposeEnvironment } from './compose-environment.ts';
import { interpolate } from './compose-interpolate.ts';
import { composeScalar } from './compose-scalar.ts';

/** How one compose file is read, and what is found wrong on the way. */
export interface ComposeReading {
  readonly document: Document;
  /** The folder that its paths are taken from. */
  readonly folder: string;
  readonly environment: ComposeEnvironment;
  readonly problems: SupplyProblem[];
}

/** The text of a scalar with its references replaced; as written where what they stand for is not known. */
export function textOf(
  { document, environment }: ComposeReading,
  value: Value | undefined,
): string | undefined {
  const text = composeScalar(document.file.text, value);
  if (text === undefined) return undefined;
  const made = interpolate(text, environment.lookUp);
  return made.kind === 'text' ? made.text : text;
}

/** Compose's own tags: `!reset` takes out what lies below, `!override` takes its place as a whole. */
export function mergeTag(
  { document }: ComposeReading,
  entry: Entry | undefined,
): 'reset' | 'override' | undefined {
  if (!entry?.value) return undefined;
  const between = document.file.text.slice(entry.key.span.end, entry.value.span.end);
  const tag = /^["']?\s*:\s*!(reset|override)(?:\s|$)/.exec(between)?.[1];
  return tag === 'reset' || tag === 'override' ? tag : undefined;
}

/** Notes what compose refuses to start with. */
export function refuse({ document: { file }, problems }: ComposeReading, span: Span, message: string): void {
  report({ path: file.path, text: file.text, problems }, span, message);
}
