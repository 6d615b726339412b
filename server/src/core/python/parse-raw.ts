import type { Tree } from 'web-tree-sitter';

/** A node of the parser's tree, copied out of WebAssembly memory at once. */
export interface Raw {
  readonly type: string;
  /** Not punctuation, operator or keyword. */
  readonly named: boolean;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Raw[];
  /** Put in by the parser, not in the text. */
  readonly missing: boolean;
}

interface Draft extends Raw {
  readonly children: Draft[];
}

/** Copies a tree; comments and line continuations are left out. Offsets are UTF-16 code units. */
export function copyTree(tree: Tree): Raw {
  const cursor = tree.walk();
  const faulty = tree.rootNode.hasError;
  const read = (): Draft => {
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    return {
      type: cursor.nodeType,
      named: cursor.nodeIsNamed,
      field: cursor.currentFieldName ?? undefined,
      start,
      end,
      children: [],
      missing: faulty && start === end && cursor.nodeIsMissing,
    };
  };
  const root = read();
  const stack: Draft[] = [root];
  let descend = cursor.gotoFirstChild();
  while (stack.length > 0) {
    if (!descend) {
      if (cursor.gotoNextSibling()) descend = true;
      else {
        cursor.gotoParent();
        stack.pop();
      }
      continue;
    }
    const node = read();
    descend = false;
    if (node.type === 'comment' || node.type === 'line_continuation') continue;
    stack.at(-1)?.children.push(node);
    if (cursor.gotoFirstChild()) {
      stack.push(node);
      descend = true;
    }
  }
  cursor.delete();
  return root;
}

/** The child with a field name. */
export function childOf(raw: Raw, field: string): Raw | undefined {
  return raw.children.find((it) => it.field === field);
}

/** The children that are nodes of the grammar rather than punctuation or keywords. */
export function nodesOf(raw: Raw): readonly Raw[] {
  return raw.children.filter((it) => it.named);
}

/** Whether a node has a certain token as its child. */
export function hasToken(raw: Raw, token: string): boolean {
  return raw.children.some((it) => !it.named && it.type === token);
}
