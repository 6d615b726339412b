import type { Preflight, Problem, ReaderVerdict, ReplicaVerdict } from '../../core/preflight/report.ts';

/** `preflight --format json`, version 1. */
export function preflightJson(report: Preflight): unknown {
  const { from, to, deploy, rollback, mends, readers, changedFiles, notes } = report;
  return {
    version: 1,
    from,
    to,
    deploy,
    rollback,
    mends,
    readers: readers.map(readerJson),
    changedFiles,
    notes,
  };
}

function readerJson(it: ReaderVerdict): unknown {
  const { settings, service, environment, production, deploy, rollback, notes } = it;
  return {
    settings,
    service,
    environment,
    production,
    assumes: { process: it.assumes },
    deploy,
    rollback,
    replicas: it.replicas.map(replicaJson),
    steps: it.steps.map(({ when, key, text }) => ({ when, key: key ?? null, text })),
    notes,
  };
}

function replicaJson({ replica, code, when, values, verdict, problems }: ReplicaVerdict): unknown {
  return { replica, code, when, values, verdict, problems: problems.map(problemJson) };
}

function problemJson(it: Problem): unknown {
  return {
    cause: it.cause,
    verdict: it.verdict,
    key: it.key ?? null,
    field: it.field ?? null,
    error: it.error ? { kind: it.error.kind, type: it.error.type ?? null } : null,
    message: it.message,
    path: it.path ?? null,
    line: it.line ?? null,
    introduced: it.introduced,
    accepted: it.accepted ?? null,
  };
}
