import type { Document, Problem, StreamDocument } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { memo } from '../../text/memo.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { report } from '../report.ts';
import type { SupplyProblem } from '../supply.ts';
import { type KubernetesObject, mayHoldObjects, readObjects } from './objects.ts';
import type { Reading } from './reading.ts';

/** What a file of manifests holds. */
export interface Manifests {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly SupplyProblem[];
}

/** The objects of a file that `kubectl apply` reads. */
export const manifestsIn: (file: SourceFile) => Manifests = memo((file) => readManifests(file, false));

/** The objects of a file that kustomize reads. */
export const resourcesIn: (file: SourceFile) => Manifests = memo((file) => readManifests(file, true));

function readManifests(file: SourceFile, kustomized: boolean): Manifests {
  if (!mayHoldObjects(file.text)) return { objects: [], problems: [] };
  const reading: Reading = { path: file.path, text: file.text, kustomized, problems: [] };
  const objects = streamOf(documentOf(file)).flatMap(({ root, problems }) => {
    reportSyntax(reading, problems);
    return readObjects(reading, root);
  });
  return { objects, problems: reading.problems };
}

/** The documents of a file, one or more. */
export function streamOf(document: Document | undefined): readonly StreamDocument[] {
  return document === undefined ? [] : (document.stream ?? [document]);
}

/** Says what is wrong with one document, once: what comes after the first mistake often follows from it. */
export function reportSyntax(reading: Reading, problems: readonly Problem[]): void {
  const [first] = problems.filter((it) => it.kind === 'limit' || countsHere(reading.text, it));
  if (first === undefined) return;
  const severity = first.kind === 'limit' ? 'info' : isHarmless(reading.text, first) ? 'warning' : 'error';
  report(reading, first.span, first.message, severity);
}

/** PyYAML refuses some values that others take as texts, such as dates that do not exist. */
function countsHere(text: string, { upstream, span }: Problem): boolean {
  if (upstream === undefined || /^(?:Scanner|Parser|Composer|Reader)Error$/.test(upstream)) return true;
  return text.charAt(span.start) === '!';
}

/** Tags and anchors that PyYAML refuses, and go-yaml takes. */
function isHarmless(text: string, { upstream, span }: Problem): boolean {
  return upstream === 'ConstructorError' || (upstream === 'ComposerError' && text.charAt(span.start) === '&');
}
