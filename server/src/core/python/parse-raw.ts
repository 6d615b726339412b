import type { Tree, TreeCursor } from 'web-tree-sitter';

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

/** Nodes in which nothing is looked for. Strings are decoded from the text, but for the fields in them. */
const LEAVES: ReadonlySet<string> = new Set(
  (
    'identifier integer float true false none ellipsis string_start string_content string_end import_prefix ' +
    'type_conversion pass_statement break_statement continue_statement'
  ).split(' '),
);

/** Nodes whose children are told apart without the grammar's field names. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set(
  (
    'module block argument_list list tuple set dictionary expression_statement parameters lambda_parameters ' +
    'concatenated_string string dotted_name parenthesized_expression type type_parameter generic_type list_splat ' +
    'expression_list pattern_list list_pattern tuple_pattern conditional_expression return_statement ' +
    'delete_statement await yield decorator slice with_clause as_pattern_target if_clause'
  ).split(' '),
);

/** Nodes with operators as fields. */
const WITH_OPERATORS: ReadonlySet<string> = new Set([
  'binary_operator',
  'boolean_operator',
  'comparison_operator',
]);

/**
 * Copies a tree; comments and line continuations are left out. Each question to the cursor is a call into
 * WebAssembly, so none is asked whose answer is known. Offsets are UTF-16 code units.
 */
export function copyTree(tree: Tree, text: string): Raw {
  const cursor = tree.walk();
  const faulty = tree.rootNode.hasError;
  const root = readNode(cursor, undefined, faulty);
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
    const parent = stack[stack.length - 1] as Draft;
    const node = readNode(cursor, parent.type, faulty);
    descend = false;
    if (node.type === 'comment' || node.type === 'line_continuation') continue;
    parent.children.push(node);
    if ((node.named ? mayDescend(node, text, faulty) : faulty) && cursor.gotoFirstChild()) {
      stack.push(node);
      descend = true;
    }
  }
  cursor.delete();
  return root;
}

function readNode(cursor: TreeCursor, parent: string | undefined, faulty: boolean): Draft {
  const type = cursor.nodeType;
  const named = !PUNCTUATION.test(type) && cursor.nodeIsNamed;
  const start = cursor.startIndex;
  const end = named || faulty ? cursor.endIndex : start + type.length;
  const fields = parent !== undefined && (named ? !WITHOUT_FIELDS.has(parent) : WITH_OPERATORS.has(parent));
  return {
    type,
    named,
    field: fields ? (cursor.currentFieldName ?? undefined) : undefined,
    start,
    end,
    children: [],
    missing: faulty && start === end && cursor.nodeIsMissing,
  };
}

const PUNCTUATION = /^[^A-Za-z_]/;

function mayDescend(node: Draft, text: string, faulty: boolean): boolean {
  if (faulty) return true;
  if (node.type === 'string') return isInterpolated(text, node.start);
  return !LEAVES.has(node.type);
}

function isInterpolated(text: string, start: number): boolean {
  for (let offset = start; offset < start + 2; offset++) {
    const letter = text.charCodeAt(offset) | 32;
    if (letter === 102 || letter === 116) return true;
    if (letter !== 114) return false;
  }
  return false;
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
