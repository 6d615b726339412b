import { lastByPath } from '../../text/last-by-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { Span } from '../../text/span.ts';
import { placedLater } from '../content-of.ts';
import type { Comment, Document, Entry, Format, Mapping, StreamDocument, Value } from '../document.ts';
import { movedValueBy } from '../moved-by.ts';
import { blockStarts, blockStartsAfter } from './yaml-block-starts.ts';
import { type Block, placeBlock, readBlock } from './yaml-blocks.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { orderProblems } from './yaml-problem.ts';
import { readYaml } from './yaml-read.ts';
import { MAX_DOCUMENTS, type StreamPart, streamParts } from './yaml-stream.ts';
import { templateProblem } from './yaml-template.ts';
import { withAnchors } from './yaml-tied-blocks.ts';

interface Content {
  readonly root: Value | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
}

/** Reads a part of a file, the how manyth of its stream it is. */
type Read = (text: string, offset: number, part: number) => Content;

/**
 * The document of a YAML file, read block by block where that is the same as reading it as a whole. Of a stream, the
 * first document is the one that `safe_load` takes; all of them are in `stream`.
 */
export function yamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(
    format,
    file,
    (text, offset, part) => readBlocks(file.path, part, text, offset) ?? readWhole(text, offset),
  );
}

/** The same, its documents always read as a whole: what the reading by blocks has to agree with. */
export function wholeYamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(format, file, readWhole);
}

function documentOf(format: Format, file: SourceFile, read: Read): Document {
  const { text } = file;
  const parts = streamParts(text);
  const [first, ...others] = parts
    .slice(0, MAX_DOCUMENTS)
    .map((part, index) => readPart(text, part, index, read));
  if (first === undefined) throw new RangeError('a stream has a first document');
  const problems = orderProblems([...first.problems, ...refusals(parts, others)]);
  const all = others.length === 0 ? problems : [...problems, ...others.flatMap((it) => it.problems)];
  const template = all.length === 0 ? undefined : templateProblem(text, all);
  const root = template === undefined && first.root?.kind === 'mapping' ? first.root : mapping([]);
  const isStream = template === undefined && (others.length > 0 || first.root?.kind === 'sequence');
  return {
    format,
    file,
    root,
    get comments() {
      return others.length === 0 ? first.comments : [first, ...others].flatMap((it) => it.comments);
    },
    problems: template === undefined ? problems : [template],
    ...(isStream ? { stream: [first, ...others].map(streamDocument) } : {}),
  };
}

function readPart(text: string, { start, end }: StreamPart, index: number, read: Read): Content {
  return start === 0 && end === text.length
    ? read(text, 0, index)
    : read(text.slice(start, end), start, index);
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
    ...placeBlock({ entries: [], comments, problems, placed: undefined }, offset),
  };
}

/** A text and its blocks, in order. */
interface BlockList {
  readonly text: string;
  readonly starts: readonly number[];
  readonly blocks: readonly Block[];
}

const lastBlocks = lastByPath<BlockList>();

function readBlocks(path: string, part: number, text: string, offset: number): Content | undefined {
  // No path ends so.
  const key = part === 0 ? path : `${path}\0${part}`;
  const list = blocksOf(text, lastBlocks.get(key));
  lastBlocks.set({ path: key, text }, list);
  const blocks = list && withAnchors(list.blocks);
  if (list === undefined || blocks === undefined) return undefined;
  const starts = offset === 0 ? list.starts : list.starts.map((it) => it + offset);
  return contentOf({ ...list, starts, blocks });
}

function contentOf(list: BlockList): Content | undefined {
  const contents: Entry[] = [];
  const owners: number[] = [];
  const problems: YamlProblem[] = [];
  for (const [index, block] of list.blocks.entries()) {
    if (block.kind === 'entangled' || (block.kind === 'word' && contents.length === 0)) return undefined;
    if (block.kind === 'nothing' && index > 0) return undefined;
    for (const entry of block.entries) {
      contents.push(entry);
      owners.push(index);
    }
    if (block.problems.length > 0) problems.push(...placeBlock(block, list.starts[index] ?? 0).problems);
  }
  let comments: readonly Comment[] | undefined;
  return {
    root: placedLater(spanOf(list), contents, (index) => placedEntry(list, owners, index)),
    get comments() {
      comments ??= placedComments(list);
      return comments;
    },
    problems,
  };
}

/** The entry of an index, at its place. `owners` are the blocks of the entries, in order. */
function placedEntry({ blocks, starts }: BlockList, owners: readonly number[], index: number): Entry {
  const owner = owners[index] as number;
  let within = 0;
  while (owners[index - within - 1] === owner) within++;
  return placeBlock(blocks[owner] as Block, starts[owner] ?? 0).entries[within] as Entry;
}

function placedComments({ blocks, starts }: BlockList): readonly Comment[] {
  const found: Comment[] = [];
  for (const [index, block] of blocks.entries())
    if (block.comments.length > 0) found.push(...placeBlock(block, starts[index] ?? 0).comments);
  return found;
}

/** From the start of the first entry to the end of the last. */
function spanOf({ blocks, starts }: BlockList): Span {
  const first = blocks.findIndex((it) => it.entries.length > 0);
  const last = blocks.findLastIndex((it) => it.entries.length > 0);
  const start = (starts[first] ?? 0) + (blocks[first]?.entries[0]?.span.start ?? 0);
  const end = (starts[last] ?? 0) + (blocks[last]?.entries.at(-1)?.span.end ?? 0);
  return { start, end };
}

/** The blocks of a text; those that an earlier text has too are the same objects and are not looked at. */
function blocksOf(text: string, before: BlockList | undefined): BlockList | undefined {
  const found = before && blockStartsAfter(before, text);
  const starts = before ? found?.starts : blockStarts(text);
  if (starts === undefined) return undefined;
  const { sameHead, sameTail } = found ?? { sameHead: 0, sameTail: 0 };
  const blocks = before?.blocks.slice(0, sameHead) ?? [];
  for (let index = sameHead; index < starts.length - sameTail; index++)
    blocks.push(readBlock(text.slice(starts[index], starts[index + 1] ?? text.length)));
  if (before) for (const block of before.blocks.slice(before.blocks.length - sameTail)) blocks.push(block);
  return { text, starts, blocks };
}

function mapping(entries: readonly Entry[]): Mapping {
  const start = entries[0]?.span.start ?? 0;
  return { kind: 'mapping', span: { start, end: entries.at(-1)?.span.end ?? start }, entries };
}
