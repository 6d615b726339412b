import type { SourceFile } from '../text/source-file.ts';
import type { Comment, Document, Entry, Format, Mapping } from './document.ts';
import { blockStarts, placeBlock, readBlock } from './yaml-blocks.ts';
import type { YamlProblem } from './yaml-problem.ts';
import { orderProblems } from './yaml-problem.ts';
import { readYaml } from './yaml-read.ts';
import { templateProblem } from './yaml-template.ts';

interface Content {
  readonly root: Mapping;
  readonly comments: readonly Comment[];
  readonly problems: readonly YamlProblem[];
}

/** The document of a YAML file, read block by block where that is the same as reading it as a whole. */
export function yamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(format, file, readBlocks(file.text) ?? readWhole(file.text));
}

/** The same, always read as a whole: what the reading by blocks has to agree with. */
export function wholeYamlDocument(format: Format, file: SourceFile): Document {
  return documentOf(format, file, readWhole(file.text));
}

function documentOf(format: Format, file: SourceFile, content: Content): Document {
  const { comments } = content;
  const problems = orderProblems(content.problems);
  const template = problems.length === 0 ? undefined : templateProblem(file.text, problems);
  if (template !== undefined) {
    return { format, file, root: mapping([]), comments, problems: [template] };
  }
  return { format, file, root: content.root, comments, problems };
}

function readWhole(text: string): Content {
  const { root, comments, problems } = readYaml(text);
  return { root: root?.kind === 'mapping' ? root : mapping([]), comments, problems };
}

function readBlocks(text: string): Content | undefined {
  const starts = blockStarts(text);
  if (starts === undefined) return undefined;
  const entries: Entry[] = [];
  const comments: Comment[] = [];
  const problems: YamlProblem[] = [];
  for (const [index, start] of starts.entries()) {
    const block = readBlock(text.slice(start, starts[index + 1] ?? text.length));
    if (block.kind === 'entangled' || (block.kind === 'word' && entries.length === 0)) return undefined;
    if (block.kind === 'nothing' && index > 0) return undefined;
    const placed = placeBlock(block, start);
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
