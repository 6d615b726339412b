import type { Span } from '../../text/span.ts';
import type { Comment, Entry } from '../document.ts';
import { lineStart } from '../lines.ts';
import { movedEntryBy, movedSpanBy } from '../moved-by.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { composed, type Parsing, parseYaml, type Reading } from './yaml-read.ts';

/** A top-level entry with the lines that belong to it. All offsets are relative to its own text. */
export interface Block {
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
  /**
   * `keys`: entries, perhaps with problems. `nothing`: blanks, comments, a first `---`. `word`: no key, which is a
   * mistake below other keys and a whole document else. `tied`: entries that are not known before the anchors above
   * are. `entangled`: only the whole file can be read, because of merges at the top, open quotes and brackets, or
   * another surprise.
   */
  readonly kind: 'keys' | 'nothing' | 'word' | 'tied' | 'entangled';
  /** What is composed once the anchors above are known; of `tied` blocks only. */
  readonly parsing?: Parsing;
  /** Nothing could be read, so that anchors may be missing. */
  readonly givenUp?: true;
  /** How many values it holds, where that is known. */
  readonly nodes: number;
  /** The block as it last stood in a file, so that a block that has not moved is not made anew. */
  placed: Placed | undefined;
}

export interface Placed {
  readonly offset: number;
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
}

/** What of a block has a place. */
type Placeable = Pick<Block, 'entries' | 'comments' | 'problems'> & { placed: Placed | undefined };

/** Characters of block texts that are kept; twice that at most are in memory. */
const KEPT = 8_000_000;

let young = new Map<string, Block>();
let old = new Map<string, Block>();
let youngSize = 0;

/**
 * Reads a block, or gives what the same text gave before. Blocks of all files and versions share two maps: when
 * the younger is full it becomes the older, and what was not asked for in the meantime goes. So the blocks of open
 * files stay whatever their number of versions, and nothing has to know which file or version is the last.
 */
export function readBlock(text: string): Block {
  const known = young.get(text);
  if (known !== undefined) return known;
  const older = old.get(text);
  // A slice would keep the whole version of the file alive in the cache.
  const key = older === undefined ? ` ${text}`.slice(1) : text;
  const block = older ?? ownBlock(parseYaml(key), key);
  if (youngSize + text.length > KEPT) {
    old = young;
    young = new Map();
    youngSize = 0;
  }
  young.set(older === undefined ? key : ` ${text}`.slice(1), block);
  youngSize += text.length;
  return block;
}

/** What a block is by itself. */
function ownBlock(parsing: Parsing, text: string): Block {
  const { comments, problems } = parsing;
  const nothing = { entries: [], comments, problems, nodes: 0, placed: undefined };
  if (parsing.entangled || parsing.openEnd) return { ...nothing, kind: 'entangled' };
  if (parsing.tied) return { ...nothing, kind: 'tied', parsing };
  const block = blockOf(composed(parsing), text);
  return parsing.givenUp ? { ...block, givenUp: true } : block;
}

/** A block with what a text holds in its document. */
export function blockOf({ root, comments, problems, nodes }: Reading, text: string): Block {
  const entries = root?.kind === 'mapping' ? root.entries : [];
  const block = { entries, comments, problems, nodes, placed: undefined };
  if (entries.length > 0) {
    const atMargin = lineStart(text, root?.span.start ?? 0) === root?.span.start;
    return { ...block, kind: atMargin ? 'keys' : 'entangled' };
  }
  if (root === undefined) return { ...block, kind: problems.length > 0 ? 'keys' : 'nothing' };
  if (root.kind !== 'scalar') return { ...block, kind: 'entangled' };
  if (root.span.start === root.span.end && problems.length === 0) return { ...block, kind: 'nothing' };
  return { ...block, problems: [...problems, wordProblem(root.span)], kind: 'word' };
}

function wordProblem(span: Span): YamlProblem {
  const message = 'a `:` and a blank are missing after the key';
  return { span, message, upstream: 'ScannerError', kind: 'syntax', pass: 'read' };
}

/** The block with offsets into its file. */
export function placeBlock(block: Placeable, offset: number): Placed {
  if (block.placed?.offset === offset) return block.placed;
  const placed =
    offset === 0
      ? { offset, entries: block.entries, comments: block.comments, problems: block.problems }
      : {
          offset,
          entries: block.entries.map((entry) => movedEntryBy(entry, offset)),
          comments: block.comments.map((it) => ({ ...it, span: movedSpanBy(it.span, offset) })),
          problems: block.problems.map((it) => ({ ...it, span: movedSpanBy(it.span, offset) })),
        };
  block.placed = placed;
  return placed;
}
