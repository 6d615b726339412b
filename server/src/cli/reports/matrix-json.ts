import type { Coverage } from '../../core/features/coverage.ts';
import type { EnvironmentDiff } from '../../core/features/diff-environments.ts';
import type { Matrix, MatrixCell, MatrixEnvironment, MatrixRow } from '../../core/features/matrix.ts';

/** `matrix --format json`, version 1. */
export function matrixJson(matrices: readonly Matrix[], coverage: Coverage): unknown {
  return { version: 1, settings: matrices.map(oneMatrix), coverage };
}

/** `diff --format json`, version 1: keys that are the same in both are left out unless `all` of them are wanted. */
export function diffJson(
  [a, b]: readonly [string, string],
  diffs: readonly EnvironmentDiff[],
  coverage: Coverage,
): unknown {
  return {
    version: 1,
    a,
    b,
    settings: diffs.map(({ matrix, counts }) => ({ ...oneMatrix(matrix), counts })),
    coverage,
  };
}

function oneMatrix({ settings, service, environments, rows }: Matrix) {
  return {
    settings,
    service,
    environments: environments.map(environmentJson),
    keys: rows.map((row) => rowJson(row, environments)),
  };
}

function environmentJson(it: MatrixEnvironment): unknown {
  return {
    name: it.name,
    workload: it.workload ?? null,
    workloads: it.workloads,
    ok: it.ok,
    assumes: { process: it.assumes },
    assumed: it.guess ?? null,
    unseen: it.unseen,
    opaque: it.opaque,
    layers: it.layers,
  };
}

function rowJson(row: MatrixRow, environments: readonly MatrixEnvironment[]): unknown {
  return {
    key: row.key,
    field: row.field,
    annotation: row.annotation,
    required: row.required,
    secret: row.secret,
    path: row.path,
    line: row.line,
    compared: row.compared,
    cells: row.cells.map((cell, index) => cellJson(cell, environments[index]?.name ?? '')),
  };
}

function cellJson(cell: MatrixCell, environment: string): unknown {
  return {
    environment,
    state: cell.state,
    key: cell.key ?? null,
    value: cell.value ?? null,
    masked: cell.masked,
    group: cell.group ?? null,
    source: cell.source ?? null,
    overrides: cell.overrides,
    reason: cell.reason ?? null,
  };
}
