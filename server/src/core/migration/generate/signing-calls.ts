import { qualify } from '../../python/scope.ts';
import { type Expression, type FunctionStatement, walkExpressions } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { lineIndex } from '../../text/line-index.ts';
import { containsSpan, type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type AttributeRead, attributeReads, everyExpression } from './instances.ts';
import type { CodeChange } from './pydantic-rename.ts';
import type { PydanticTarget } from './pydantic-target.ts';

type Call = Expression & { readonly kind: 'call' };

/** Calls that compare a signature with one made with the key. */
const COMPARES: ReadonlySet<string> = new Set(['hmac.compare_digest', 'secrets.compare_digest']);
/** Classes of itsdangerous that take a list of keys, the one that signs last (2.0 and later). */
const SERIALIZERS: ReadonlySet<string> = new Set(
  [
    'Signer',
    'TimestampSigner',
    'Serializer',
    'TimedSerializer',
    'URLSafeSerializer',
    'URLSafeTimedSerializer',
  ].map((it) => `itsdangerous.${it}`),
);

/**
 * Verifies with every accepted key where code verifies with the one: comparisons of the standard library, also of what
 * a function of the module signs, and serializers of itsdangerous. Other places that use the key are named.
 */
export function verifyEdits(facts: MigrationFacts, target: PydanticTarget, accepted: string): CodeChange {
  const place = { file: target.file, statement: target.settings };
  const edits: FileEdit[] = [];
  const byHand: string[] = [];
  let verified = false;
  for (const read of attributeReads(facts.project, place, target.field.name)) {
    const file = facts.project.mentioning([target.field.name]).find((it) => it.file.path === read.path);
    if (file === undefined || isTestPath(read.path)) continue;
    const change = read.certain ? changeAt(facts, { file, read, accepted }) : undefined;
    if (change === 'signs') continue;
    if (change === undefined) byHand.push(useWords(target, read));
    else {
      verified = true;
      edits.push(...change);
    }
  }
  if (!verified && byHand.length === 0 && !alreadyVerifies(facts, accepted)) {
    byHand.push(
      `no code is found that verifies with \`${target.field.name}\`: where it does, try each of \`${accepted}\``,
    );
  }
  return { edits, byHand: [...new Set(byHand)] };
}

function alreadyVerifies({ project }: MigrationFacts, accepted: string): boolean {
  return project
    .mentioning([accepted])
    .some(({ file }) => file.text.includes(`.${accepted}`) && !isTestPath(file.path));
}

function useWords({ field, settings }: PydanticTarget, { path }: AttributeRead): string {
  return `\`.${field.name}\` of \`${settings.name}\` is used in \`${path}\`: where it verifies, try each of \`${field.name}_accepted\`; where it signs, leave it`;
}

interface Use {
  readonly file: PythonFile;
  readonly read: AttributeRead;
  readonly accepted: string;
}

/** The edits of one use; `signs` for one in a function that only signs; undefined where that is not clear. */
function changeAt(facts: MigrationFacts, use: Use): readonly FileEdit[] | 'signs' | undefined {
  const { file, read } = use;
  const calls = [...everyExpression(file.module.body)].flatMap(({ expression }) =>
    expression.kind === 'call' ? [expression] : [],
  );
  const around = calls.filter((it) => containsSpan(it.span, read.span)).reverse();
  const verifier = around.find((it) => COMPARES.has(nameOf(file, it)));
  if (verifier) return [anyEdit(facts, use, verifier, [{ span: keySpan(calls, read), newText: 'key' }])];
  const serializer = around.find((it) => SERIALIZERS.has(nameOf(file, it)));
  if (serializer) {
    const newText = `${objectText(use)}.${use.accepted}[::-1]`;
    return [{ path: read.path, span: keySpan(calls, read), newText }];
  }
  return throughFunction(facts, use, calls);
}

function nameOf(file: PythonFile, { callee }: Call): string {
  return qualify(file.module, callee) ?? '';
}

/** The read with `.get_secret_value()` where that follows. */
function keySpan(calls: readonly Call[], read: AttributeRead): Span {
  const unwrapped = calls.find(
    ({ callee }) =>
      callee.kind === 'attribute' &&
      callee.name === 'get_secret_value' &&
      callee.object.span.start === read.span.start &&
      callee.object.span.end === read.span.end,
  );
  return unwrapped?.span ?? read.span;
}

/** What stands before the dot. */
function objectText({ file, read }: Use): string {
  return textAt(file.file.text, span(read.span.start, read.nameSpan.start)).replace(/\s*\.\s*$/, '');
}

/** `any(compare(…key…) for key in settings.accepted)`, broken as `ruff format` does where it is too long. */
function anyEdit(
  { lineLength }: MigrationFacts,
  use: Use,
  call: Call,
  inner: readonly { readonly span: Span; readonly newText: string }[],
): FileEdit {
  const { file, read } = use;
  const { text } = file.file;
  let compared = textAt(text, call.span);
  for (const it of [...inner].sort((a, b) => b.span.start - a.span.start)) {
    const at = it.span.start - call.span.start;
    compared = compared.slice(0, at) + it.newText + compared.slice(at + it.span.end - it.span.start);
  }
  if (!compared.includes('#')) compared = onOneLine(compared);
  const each = `for key in ${objectText(use)}.${use.accepted}`;
  const lines = lineIndex(file.file);
  const start = lines.lineStart(lines.position(call.span.start).line);
  const before = text.slice(start, call.span.start);
  const after = /^[^\r\n]*/.exec(text.slice(call.span.end))?.[0] ?? '';
  const plain = `any(${compared} ${each})`;
  const fits = before.length + plain.length + after.length <= lineLength;
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  const broken = `any(\n${indent}    ${compared}\n${indent}    ${each}\n${indent})`;
  return { path: read.path, span: call.span, newText: fits || compared.includes('\n') ? plain : broken };
}

function onOneLine(call: string): string {
  return call
    .replace(/\(\s*\n\s*/g, '(')
    .replace(/,?\s*\n\s*\)/g, ')')
    .replace(/\s*\n\s*/g, ' ');
}

/**
 * A function of the module signs with the key, and code compares what it returns: the function takes the key as an
 * argument with a default, and the comparison gives each accepted one.
 */
function throughFunction(
  facts: MigrationFacts,
  use: Use,
  calls: readonly Call[],
): readonly FileEdit[] | 'signs' | undefined {
  const { file, read } = use;
  const signer = file.module.body.find(
    (it): it is FunctionStatement => it.kind === 'function' && containsSpan(it.span, read.span),
  );
  if (signer === undefined || signer.parameters.some((it) => it.name === 'key')) return undefined;
  const isSigner = (it: Call) => it.callee.kind === 'name' && it.callee.name === signer.name;
  const compares = calls.filter((it) => COMPARES.has(nameOf(file, it)));
  const found = compares.flatMap((compare) => {
    const own = [...walkExpressions(compare)].find((it): it is Call => it.kind === 'call' && isSigner(it));
    return own ? [{ compare, own }] : [];
  });
  if (found.length === 0) return undefined;
  const object = objectText(use);
  const close = signatureEnd(file, signer);
  if (
    !/^\w+(?:\(\))?$/.test(object) ||
    signer.parameters.some((it) => it.name === object) ||
    close === undefined
  ) {
    return undefined;
  }
  const key = keySpan(calls, read);
  const keyText = textAt(file.file.text, key);
  const path = read.path;
  const comma = signer.parameters.length === 0 ? '' : ', ';
  return [
    { path, span: span(close, close), newText: `${comma}key: str | None = None` },
    { path, span: key, newText: `(${keyText} if key is None else key)` },
    ...found.map(({ compare, own }) => {
      const end = own.span.end - 1;
      const given = own.args.length === 0 ? 'key=key' : ', key=key';
      return anyEdit(facts, use, compare, [{ span: span(end, end), newText: given }]);
    }),
  ];
}

/** The closing bracket of a function's parameters, where they stand on one line. */
function signatureEnd({ file }: PythonFile, signer: FunctionStatement): number | undefined {
  const line = /^[^\r\n]*/.exec(file.text.slice(signer.nameSpan.start))?.[0] ?? '';
  const match = /^\w+\([^()]*(?:\([^()]*\)[^()]*)*(?=\)\s*(?:->[^:]*)?:)/.exec(line);
  return match ? signer.nameSpan.start + match[0].length : undefined;
}
