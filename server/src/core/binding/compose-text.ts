import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Layer } from './environment.ts';
import { scalarText, type Variable, type VariableValue } from './variables.ts';

/** What a text of a compose file becomes, and the variable it takes over where it is nothing but that one. */
export interface ComposeText {
  readonly value: VariableValue;
  readonly variable?: Variable;
}

const HOST: VariableValue = {
  kind: 'unknown',
  reason: 'the value is interpolated when the container starts',
};

/** `$$`, `$NAME`, `${NAME}` and `${NAME` with one of `:-` `-` `:?` `?` `:+` `+` and a text without braces. */
const REFERENCE = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^{}$]*))?\})/g;

/**
 * Interpolates a text as compose does (compose-go `template`), from the dotenv file beside the compose file. A name
 * that this file does not have may come from the shell that starts compose: then only a default says what it is.
 * @param variables of that file by name; undefined where there is no such file
 */
export function composeText(text: string, variables: ReadonlyMap<string, Variable> | undefined): ComposeText {
  if (!text.includes('$')) return { value: { kind: 'text', text } };
  if (!variables) return { value: HOST };
  const alone = /^\$(?:(\w+)|\{(\w+)\})$/.exec(text);
  const only = alone && variables.get(alone[1] ?? alone[2] ?? '');
  if (only) return { value: only.value.kind === 'unset' ? HOST : only.value, variable: only };
  let isKnown = true;
  const replaced = text.replace(REFERENCE, (_, dollar, plain, braced, operator, operand) => {
    if (dollar) return '$';
    const piece = referenced(variables.get(plain ?? braced), operator, operand);
    if (piece === undefined) isKnown = false;
    return piece ?? '';
  });
  const rest = text.replace(REFERENCE, '');
  return { value: isKnown && !rest.includes('$') ? { kind: 'text', text: replaced } : HOST };
}

function referenced(
  variable: Variable | undefined,
  operator: string | undefined,
  operand: string | undefined,
): string | undefined {
  if (variable && variable.value.kind !== 'text') return undefined;
  const text = variable?.value.kind === 'text' ? variable.value.text : undefined;
  const stands = text !== undefined && (text !== '' || !operator?.startsWith(':'));
  if (operator?.endsWith('+')) return text === undefined ? undefined : stands ? operand : '';
  if (stands) return text;
  return operator?.endsWith('-') ? operand : undefined;
}

/** The variables that compose interpolates from: those of the `.env` beside its file, which it reads by itself. */
export const interpolationVariables: (layer: Layer) => ReadonlyMap<string, Variable> = memo(
  (layer) =>
    new Map(
      (layer.document?.root.entries ?? []).map((entry): [string, Variable] => {
        const { name } = entry.key;
        const scalar = entry.value?.kind === 'scalar' ? entry.value : undefined;
        const isPlain = scalar && (scalar.quote === 'single' || !scalarText(scalar).includes('$'));
        const value: VariableValue = !scalar
          ? { kind: 'unset' }
          : isPlain && !scalar.parts
            ? { kind: 'text', text: scalarText(scalar) }
            : HOST;
        return [name, { name, value, source: { kind: 'process', layer, entry } }];
      }),
    ),
);

/** The path of the file that compose interpolates from. */
export function interpolationFile(file: SourceFile): string {
  const slash = file.path.lastIndexOf('/');
  return `${file.path.slice(0, slash + 1)}.env`;
}
