import type { FieldResolution, Resolution, ResolutionError, Source } from '../../core/binding/resolution.ts';
import { labelOf } from '../../core/binding/what-runs.ts';
import type { Coverage } from '../../core/features/coverage.ts';
import type { Place } from '../../core/schema/schema.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { toJson } from '../../core/values/dump.ts';
import type { WorkloadsOf } from './resolve-text.ts';

/** `resolve --format json`, version 1. */
export function resolveJson(
  resolution: Resolution,
  snapshot: Snapshot,
  coverage: Coverage,
  { workloads, asked }: WorkloadsOf,
): unknown {
  const { schema, environment } = resolution;
  return {
    version: 1,
    service: schema.service,
    settings: schema.id,
    environment: environment.name,
    workload: asked && environment.workload ? labelOf(environment.workload) : null,
    workloads,
    assumes: { process: resolution.assumes },
    assumed: environment.guess ?? null,
    ok: resolution.ok,
    fieldsOk: resolution.fieldsOk,
    fields: resolution.fields.map((it) => fieldJson(it, snapshot)),
    errors: resolution.errors.map((it) => errorJson(it, snapshot)),
    undecided: resolution.undecided.map((it) => ({
      field: it.field ?? null,
      reason: it.reason,
      path: it.path,
      line: lineOf(snapshot, it),
    })),
    coverage,
  };
}

function fieldJson(it: FieldResolution, snapshot: Snapshot): unknown {
  const shown = it.value !== undefined && !it.masked;
  return {
    name: it.field.name,
    state: it.state,
    key: it.key ?? null,
    value: shown && it.value ? toJson(it.value) : null,
    raw: it.masked ? null : (it.raw ?? null),
    masked: it.masked,
    source: it.source ? sourceJson(it.source, snapshot) : null,
    overrides: [...it.overrides, ...hiddenDefault(it)].map((source) => sourceJson(source, snapshot)),
    ...(it.field.sets ? { sets: it.field.sets } : {}),
  };
}

/** A default lies below everything that sets its field. */
function hiddenDefault({ field, source, state }: FieldResolution): readonly Source[] {
  if (field.required || state === 'default' || !source || source.kind.startsWith('default')) return [];
  return [{ kind: field.defaultFactory ? 'default_factory' : 'default' }];
}

function sourceJson(source: Source, snapshot: Snapshot): unknown {
  const path = source.layer?.path;
  if (path === undefined) return { kind: source.kind };
  const place = source.entry && { path, span: source.entry.key.span };
  return place ? { kind: source.kind, path, line: lineOf(snapshot, place) } : { kind: source.kind, path };
}

function errorJson(it: ResolutionError, snapshot: Snapshot): unknown {
  const where = { path: it.place?.path ?? null, line: it.place ? lineOf(snapshot, it.place) : null };
  if (it.kind === 'ValidationError') {
    return { kind: it.kind, type: it.type, loc: it.loc, message: it.message, ...where };
  }
  if (it.kind === 'SettingsError') {
    return { kind: it.kind, field: it.field, source: it.sourceClass, message: it.message, ...where };
  }
  return { kind: it.kind, message: it.message, ...where };
}

/** One-based. */
function lineOf(snapshot: Snapshot, place: Place): number {
  const file = snapshot.files.get(place.path);
  return file ? lineIndex(file).position(place.span.start).line + 1 : 1;
}
