import type { FieldResolution, Resolution, Source } from '../../core/binding/resolution.ts';
import { MASKED, showData, showValue } from '../../core/features/show-value.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** A table of fields with value, origin and what the origin hides; then errors and what is not decided. */
export function resolveText(resolution: Resolution, snapshot: Snapshot, paint: Paint): string {
  const { schema, environment } = resolution;
  const service = schema.service === '' ? '' : ` (${schema.service})`;
  const head = `${paint.bold(schema.id)}${service} in ${paint.bold(printable(environment.name))}: ${verdict(resolution, paint)}`;
  const rows = resolution.fields.map((it) => [
    it.field.name,
    valueText(it, paint),
    originText(it, snapshot),
    [overText(it, snapshot), setText(it)].filter((text) => text !== '').join('; '),
  ]);
  const errors = resolution.errors.map((it) => {
    const what =
      it.kind === 'ValidationError' ? `${it.type} at ${printable((it.loc ?? []).join('.'))}` : it.kind;
    return `  ${paint.red(what)}: ${printable(it.message)}${it.place ? paint.dim(` (${placeText(it.place, snapshot)})`) : ''}`;
  });
  const undecided = resolution.undecided.map(
    (it) =>
      `  ${it.field ? `${printable(it.field)}: ` : ''}${printable(it.reason)}${paint.dim(` (${placeText(it, snapshot)})`)}`,
  );
  return [
    head,
    ...(environment.guess ? [paint.dim(`  assumed: ${printable(environment.guess)}`)] : []),
    table(['field', 'value', 'from', ''], rows, paint),
    ...(errors.length > 0 ? ['', 'Errors of the library, in its order:', ...errors] : []),
    ...(undecided.length > 0 ? ['', 'Not decided without running the code:', ...undecided] : []),
    '',
    paint.dim(assumption(resolution)),
    '',
  ].join('\n');
}

function overText(it: FieldResolution, snapshot: Snapshot): string {
  if (it.overrides.length === 0) return '';
  return `over ${it.overrides.map((source) => sourceText(source, snapshot)).join(', ')}`;
}

/** What a settings module of Django makes of the variable. */
function setText({ field }: FieldResolution): string {
  const names = (field.sets ?? []).map((it) => (it.django ? `${it.name} of Django` : it.name));
  return names.length === 0 ? '' : `sets ${names.join(', ')}`;
}

function verdict({ ok }: Resolution, paint: Paint): string {
  if (ok === null) return paint.yellow('it depends');
  return ok ? paint.green('starts') : paint.red('does not start');
}

function valueText(it: FieldResolution, paint: Paint): string {
  switch (it.state) {
    case 'set':
    case 'default':
      return printable(showValue(it));
    case 'missing':
      return it.possible ? paint.yellow('may be set elsewhere') : paint.red('missing');
    case 'invalid':
      return paint.red(
        it.masked
          ? MASKED
          : printable(it.raw === undefined ? 'refused' : showData({ kind: 'str', value: it.raw })),
      );
    case 'undecided':
      return paint.yellow('not decided');
  }
}

function originText(it: FieldResolution, snapshot: Snapshot): string {
  return it.source ? sourceText(it.source, snapshot) : '';
}

function sourceText(source: Source, snapshot: Snapshot): string {
  const path = source.layer?.path;
  if (path === undefined)
    return source.kind === 'process' ? 'process environment' : source.kind.replace('_', ' ');
  return source.entry ? placeText({ path, span: source.entry.key.span }, snapshot) : printable(path);
}

function placeText(
  place: { readonly path: string; readonly span: { readonly start: number } },
  snapshot: Snapshot,
): string {
  const file = snapshot.files.get(place.path);
  return `${printable(place.path)}:${file ? lineIndex(file).position(place.span.start).line + 1 : 1}`;
}

function assumption({ assumes }: Resolution): string {
  switch (assumes) {
    case 'none':
      return 'Assumes a process environment that sets none of these; --process-env FILE gives the real one.';
    case 'declared':
      return 'Assumes the process environment that the files here declare; --process-env FILE gives the real one.';
    case 'given':
      return 'With the process environment that was given.';
  }
}
