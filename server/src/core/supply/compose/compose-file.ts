import { type Document, rootsOf, type Value } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { memberAt } from '../../syntax/value-members.ts';
import { memo2 } from '../../text/memo.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { SupplyProblem } from '../supply.ts';
import type { ComposeEnvironment } from './compose-environment.ts';
import { mergeServices } from './compose-merge.ts';
import { type ComposeReading, refuse, textOf } from './compose-reading.ts';
import { type ComposePlace, type ComposeService, composeService } from './compose-service.ts';

/** One compose file as it is written, before anything is joined to it. */
export interface ComposeFile {
  readonly path: string;
  readonly folder: string;
  readonly environment: ComposeEnvironment;
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly includes: readonly ComposeInclude[];
  readonly problems: readonly SupplyProblem[];
}

export interface ComposeInclude {
  /** As written. The first says what is included, the others lie over it. */
  readonly paths: readonly string[];
  readonly folder?: string;
  readonly envFiles: readonly string[];
  readonly at: ComposePlace;
}

/** Reads a compose file whose paths are taken from a folder. */
export function composeFile(file: SourceFile, folder: string, environment: ComposeEnvironment): ComposeFile {
  const known = readings(file, environment);
  let read = known.get(folder);
  if (!read) {
    read = readFile(file, folder, environment);
    known.set(folder, read);
  }
  return read;
}

const readings = memo2(
  (_file: SourceFile, _environment: ComposeEnvironment) => new Map<string, ComposeFile>(),
);

function readFile(file: SourceFile, folder: string, environment: ComposeEnvironment): ComposeFile {
  const document = documentOf(file);
  const problems: SupplyProblem[] = [];
  const base = { path: file.path, folder, environment, problems };
  if (!document) return { ...base, services: new Map(), includes: [] };
  const reading: ComposeReading = { document, folder, environment, problems };
  problems.push(...syntaxProblems(document));
  const roots = rootsOf(document);
  const services = new Map<string, ComposeService>();
  // Several documents of a file are joined like several files.
  for (const root of roots) {
    for (const [name, service] of servicesOf(reading, memberAt(root, 'services'))) {
      const lower = services.get(name);
      services.set(name, lower ? mergeServices(lower, service) : service);
    }
  }
  const includes = roots.flatMap((root) => includesOf(reading, memberAt(root, 'include')));
  return { ...base, services, includes };
}

/** Only what every reader of YAML refuses: compose has other types and tags than Python. */
function syntaxProblems(document: Document): readonly SupplyProblem[] {
  const { path } = document.file;
  return document.problems
    .filter((it) => it.upstream === 'ScannerError' || it.upstream === 'ParserError')
    .map(({ span, message }) => ({ path, span, message, severity: 'error' }));
}

function servicesOf(
  reading: ComposeReading,
  services: Value | undefined,
): ReadonlyMap<string, ComposeService> {
  const found = new Map<string, ComposeService>();
  if (services?.kind === 'sequence') {
    refuse(reading, services.span, '`services` is a list and has to be a mapping, so compose does not start');
  }
  if (services?.kind !== 'mapping') return found;
  for (const entry of services.entries) {
    const { name, span } = entry.key;
    if (entry.value?.kind === 'mapping') found.set(name, composeService(reading, entry, entry.value));
    else if (entry.value?.kind === 'sequence' || isText(entry.value)) {
      refuse(reading, span, `the service \`${name}\` is no mapping, so compose does not start`);
    }
  }
  return found;
}

function isText(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.data.kind !== 'none';
}

function includesOf(reading: ComposeReading, value: Value | undefined): readonly ComposeInclude[] {
  if (value?.kind !== 'sequence') return [];
  const { path } = reading.document.file;
  return value.items.flatMap((item): readonly ComposeInclude[] => {
    const paths = texts(reading, item.kind === 'mapping' ? memberAt(item, 'path') : item);
    const folder = textOf(reading, memberAt(item, 'project_directory'));
    const envFiles = texts(reading, memberAt(item, 'env_file'));
    if (paths.length === 0) return [];
    const at = { path, span: item.span };
    return [{ paths, envFiles, at, ...(folder === undefined ? {} : { folder }) }];
  });
}

function texts(reading: ComposeReading, value: Value | undefined): readonly string[] {
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.flatMap((item) => textOf(reading, item) ?? []);
}
