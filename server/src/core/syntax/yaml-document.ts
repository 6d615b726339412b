import type { SourceFile } from '../text/source-file.ts';
import type { Comment, Document, Entry, Format, Mapping, StreamDocument, Value } from './document.ts';
import { blockStarts, movedValueBy, placeBlock, readBlock } from './yaml-blocks.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { orderProblems } from './yaml-problem.ts';
import { readYaml } from './yaml-read.ts';
import { MAX_DOCUMENTS, type StreamPart, streamParts } from './yaml-stream.ts';
import { templateProblem } from './yaml-template.ts';

interface Content {
  readonly root: Value | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
}

type Read = (text: string, offset: number) => Content;

/**
 * The document of a YAML file, read block by block where that is the same as reading it as a whole. Of a stream, the
 * first document is the one that `safe_load` takes; all of them are in `stream`.
 */
export function yamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(format, file, (text, offset) => readBlocks(text, offset) ?? readWhole(text, offset));
}

/** The same, its documents always read as a whole: what the reading by blocks has to agree with. */
export function wholeYamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(format, file, readWhole);
}

function documentOf(format: Format, file: SourceFile, read: Read): Document {
  const { text } = file;
  const parts = streamParts(text);
  const [first, ...others] = parts.slice(0, MAX_DOCUMENTS).map((part) => readPart(text, part, read));
  if (first === undefined) throw new RangeError('a stream has a first document');
  const comments = [first, ...others].flatMap((it) => it.comments);
  const problems = orderProblems([...first.problems, ...refusals(parts, others)]);
  const all = others.length === 0 ? problems : [...problems, ...others.flatMap((it) => it.problems)];
  const template = all.length === 0 ? undefined : templateProblem(text, all);
  if (template !== undefined) return { format, file, root: mapping([]), comments, problems: [template] };
  const root = first.root?.kind === 'mapping' ? first.root : mapping([]);
  if (others.length === 0 && first.root?.kind !== 'sequence')
    return { format, file, root, comments, problems };
  return { format, file, root, comments, problems, stream: [first, ...others].map(streamDocument) };
}

function readPart(text: string, { start, end }: StreamPart, read: Read): Content {
  return start === 0 && end === text.length ? read(text, 0) : read(text.slice(start, end), start);
}

function streamDocument({ root, problems }: Content): StreamDocument {
  return { root, problems: orderProblems(problems) };
}

/** What a loader of one document has against a stream. Its reader has looked at every character before. */
function refusals(parts: readonly StreamPart[], others: readonly Content[]): readonly YamlProblem[] {
  const [, second] = parts;
  if (second === undefined) return [];
  const start = second.marker ?? second.start;
  const at = { span: { start, end: start + 3 }, kind: 'syntax', pass: 'read' } as const;
  const message = 'a second document starts here; the loader takes one document only';
  const found: YamlProblem[] = [{ ...at, message, upstream: 'ComposerError' }];
  for (const { problems } of others) {
    found.push(...problems.filter((it) => it.upstream === 'ReaderError'));
  }
  const beyond = parts[MAX_DOCUMENTS];
  if (beyond !== undefined) {
    const limit = { start: beyond.start, end: beyond.start + 3 };
    const tooMany = `more than ${MAX_DOCUMENTS} documents in one file`;
    found.push({ span: limit, message: tooMany, kind: 'limit', pass: 'construct' });
  }
  return found;
}

function readWhole(text: string, offset: number): Content {
  const { root, comments, problems } = readYaml(text);
  if (offset === 0) return { root, comments, problems };
  return {
    root: root && movedValueBy(root, offset),
    ...placeBlock({ entries: [], comments, problems, kind: 'keys', placed: undefined }, offset),
  };
}

function readBlocks(text: string, offset: number): Content | undefined {
  const starts = blockStarts(text);
  if (starts === undefined) return undefined;
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const problems: YamlProblem[] = [];
  for (const [index, start] of starts.entries()) {
    const block = readBlock(text.slice(start, starts[index + 1] ?? text.length));
    if (block.kind === 'entangled' || (block.kind === 'word' && entries.length === 0)) return undefined;
    if (block.kind === 'nothing' && index > 0) return undefined;
    const placed = placeBlock(block, offset + start);
    for (const entry of placed.entries) entries.push(entry);
    for (const comment of placed.comments) comments.push(comment);
    for (const problem of placed.problems) problems.push(problem);
  }
  return { root: mapping(entries), comments, problems };
}

function mapping(entries: readonly Entry[]): Mapping {
  const start = entries[0]?.span.start ?? 0;
  return { kind: 'mapping', span: { start, end: entries.at(-1)?.span.end ?? start }, entries };
}
