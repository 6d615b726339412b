import { moduleRoots } from '../schema/module-roots.ts';
import { schemasOf } from '../schema/readers.ts';
import { serviceFolders } from '../schema/services.ts';
import type { Snapshot } from '../snapshot.ts';
import { suppliedIn } from '../supply/suppliers.ts';
import type { Workload } from '../supply/supply.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import { baseName, joinPath } from '../text/relative-path.ts';
import { gunicornModule } from './gunicorn-module.ts';
import { meaningOf, namesOf } from './names.ts';
import { projectName } from './project-name.ts';

/** That a workload runs the code of a service. */
export interface Running {
  readonly workload: Workload;
  /** Undefined where it is certain; else what was assumed, in words. */
  readonly guess?: string;
}

/** Every workload that a file of the workspace describes. */
export const workloadsOf: (snapshot: Snapshot) => readonly Workload[] = memo((snapshot) =>
  suppliedIn(snapshot.files).flatMap((it) => it.workloads),
);

/**
 * The workloads that run the code of a service: certainly, where some do; else those that likely do. Workloads that
 * certainly run another service are never among them.
 */
export function running(snapshot: Snapshot, service: string): readonly Running[] {
  return byService(snapshot)(service);
}

/**
 * True where it is known what a workload runs: what is built from a folder of the workspace, a module of a service, or
 * something that is not in the workspace (a database).
 */
export function isSettled(snapshot: Snapshot, workload: Workload): boolean {
  if (workload.runs.context !== undefined || isInfrastructure(workload)) return true;
  return startedBy(snapshot)(workload).length > 0;
}

const byService = memo((snapshot: Snapshot) => {
  const known = new Map<string, readonly Running[]>();
  return (service: string): readonly Running[] => {
    let found = known.get(service);
    if (!found) {
      found = find(snapshot, service);
      known.set(service, found);
    }
    return found;
  };
});

function find(snapshot: Snapshot, service: string): readonly Running[] {
  const all = workloadsOf(snapshot);
  const certain = all.filter((it) => isBuilt(it, service) || startedBy(snapshot)(it).includes(service));
  const names = ownNames(snapshot, service);
  // Jobs and tests run the code as well, which says nothing of what is deployed.
  const isDeployed = (it: Workload) => it.role === 'service' || it.role === 'image';
  const open = (it: Workload) => isDeployed(it) && !certain.includes(it) && mayRun(snapshot, it, service);
  const named = all.filter((it) => hasName(it, names) && open(it));
  const guessed = named.length > 0 ? named : onlyOne(snapshot, open);
  const how = named.length > 0 ? 'by its name' : 'as the only one that may';
  return [
    ...certain.map((workload) => ({ workload })),
    ...guessed.map((workload) => ({
      workload,
      guess: `\`${labelOf(workload)}\` of \`${workload.path}\` runs the service, ${how}`,
    })),
  ];
}

/** Every workload that runs the code of a service for all that is known, certainly or not. */
export function mayRunService(snapshot: Snapshot, service: string): readonly Workload[] {
  const known = new Set(running(snapshot, service).map((it) => it.workload));
  return workloadsOf(snapshot).filter((it) => known.has(it) || mayRun(snapshot, it, service));
}

/** The services of which a workload starts a module. */
const startedBy = memo((snapshot: Snapshot) =>
  memo((workload: Workload): readonly string[] =>
    pythonServices(snapshot).filter((it) => runsModule(snapshot, workload, it)),
  ),
);

/** True where nothing speaks against it and a variable of the workload's is one that the service reads. */
function mayRun(snapshot: Snapshot, workload: Workload, service: string): boolean {
  const { context } = workload.runs;
  const isBelow = context !== undefined && (context === '' || isIn(service, context));
  if (!isBelow && isSettled(snapshot, workload)) return false;
  return suppliesField(snapshot, service, workload);
}

/** True for a workload that goes by a name: `api`, `Deployment/api`, `api/web` with its container, `api.service`. */
export function isCalled({ name, container }: Workload, called: string): boolean {
  const names = [name, name.slice(name.indexOf('/') + 1), name.replace(/\.service$/, '')];
  return names.some((it) => called === it || (container !== undefined && called === `${it}/${container}`));
}

/** A workload as users call it, with its container where it has several. */
export function labelOf({ name, container }: Workload): string {
  return container === undefined ? name : `${name}/${container}`;
}

/** Built from the folder of the service, or from a folder above with a Dockerfile of its own. */
function isBuilt({ runs: { context, dockerfile } }: Workload, service: string): boolean {
  if (context === undefined) return false;
  if (dockerfile !== undefined && service !== '' && dockerfile.startsWith(`${service}/`)) return true;
  return context === service;
}

/** Starts a module that this service has and no other. */
function runsModule(
  snapshot: Snapshot,
  { runs: { command, folder, context } }: Workload,
  service: string,
): boolean {
  if (context !== undefined && context !== '') return false;
  const module = command === undefined ? undefined : moduleOf(command);
  if (module === undefined) return folder !== undefined && folder !== '' && isIn(folder, service);
  const holders = pythonServices(snapshot).filter((it) => holds(snapshot, it, module));
  if (!holders.includes(service)) return false;
  if (folder !== undefined && folder !== '')
    return isIn(folder, service) || (service !== '' && isIn(service, folder));
  return holders.length === 1;
}

function isIn(folder: string, service: string): boolean {
  return folder === service || (service !== '' && folder.startsWith(`${service}/`));
}

/** The module that a command line starts: `uvicorn app.main:app`, `gunicorn app.wsgi`, `python -m app`, `python app/main.py`. */
function moduleOf(command: string): string | undefined {
  const run = /\bpython[\d.]*\s+(?:-[A-Za-ln-z]\s+)*-m\s+([\w.]+)(?:\s+([^\s]+))?/.exec(command);
  const server = /^(?:uvicorn|gunicorn|hypercorn|granian|daphne|celery|flask|fastapi)$/;
  if (run?.[1] !== undefined && !server.test(run[1])) return run[1];
  const ofGunicorn = gunicornModule(command);
  if (ofGunicorn !== undefined) return ofGunicorn;
  const application =
    /(?:^|[\s/])(?:uvicorn|gunicorn|hypercorn|granian|daphne)\b.*?\s["']?([A-Za-z_]\w*(?:\.\w+)*):[A-Za-z_]/.exec(
      command,
    );
  if (application?.[1] !== undefined) return application[1];
  const worker = /\bcelery\s+.*?(?:-A|--app)[=\s]\s*["']?([\w.]+)/.exec(command);
  if (worker?.[1] !== undefined) return worker[1];
  const script = /\b(?:python[\d.]*|fastapi\s+(?:run|dev))\s+(?:-[A-Za-z]\s+)*([\w/.-]+)\.py\b/.exec(command);
  return script?.[1]
    ?.replace(/^\.\//, '')
    .replace(/^\/(?:app|code|src)\//, '')
    .replaceAll('/', '.');
}

function holds(snapshot: Snapshot, service: string, module: string): boolean {
  const path = module.replaceAll('.', '/');
  return roots(snapshot)(service).some((root) => {
    const base = joinPath(root, path);
    return [`${base}.py`, `${base}/__init__.py`, `${base}/__main__.py`].some((it) => snapshot.files.has(it));
  });
}

const roots = memo((snapshot: Snapshot) => {
  const known = new Map<string, readonly string[]>();
  return (service: string): readonly string[] => {
    let found = known.get(service);
    if (!found) {
      found = moduleRoots(service, snapshot.files);
      known.set(service, found);
    }
    return found;
  };
});

/** The services of the workspace that have settings, and other folders with a project of Python. */
const pythonServices = memo((snapshot: Snapshot): readonly string[] => {
  const projects = serviceFolders(filesOf(snapshot.files, mayMakeService).map((it) => it.path));
  return [...new Set([...schemasOf(snapshot).map((it) => it.service), ...projects])];
});

function mayMakeService(path: string): boolean {
  return !path.endsWith('.py') || path.endsWith('setup.py') || path.endsWith('manage.py');
}

/** Images of what stands beside a service. */
const INFRASTRUCTURE =
  /(?:^|[-_])(?:postgres(?:ql)?|postgis|pgvector|pgadmin4?|timescaledb|mysql|mariadb|mongo(?:db)?|redis|valkey|memcached|rabbitmq|kafka|zookeeper|nginx|traefik|caddy|haproxy|envoy|elasticsearch|opensearch|kibana|grafana|prometheus|loki|jaeger|minio|localstack|mailhog|mailpit|mailcatcher|adminer|keycloak|vault|consul|node|alpine|busybox|clickhouse|influxdb|nats|meilisearch|qdrant|weaviate|selenium|flower)(?:$|[-_])/;

function isInfrastructure({ runs: { image, context } }: Workload): boolean {
  return context === undefined && image !== undefined && INFRASTRUCTURE.test(imageName(image));
}

/** `orders-api` of `registry/team/orders-api:1.2`. */
function imageName(image: string): string {
  return baseName(image.replace(/@.*$/, '')).replace(/:.*$/, '').toLowerCase();
}

function ownNames(snapshot: Snapshot, service: string): ReadonlySet<string> {
  const own = [projectName(snapshot, service), baseName(service)];
  return new Set(own.flatMap((it) => (it ? [normal(it)] : [])));
}

function hasName(workload: Workload, own: ReadonlySet<string>): boolean {
  return namesOfWorkload(workload).some((it) => own.has(it));
}

const namesOfWorkload = memo(({ name, container, runs: { image } }: Workload): readonly string[] => {
  const names = [baseName(name).replace(/\.service$/, ''), container, image && imageName(image)];
  return names.flatMap((it) => (it ? [normal(it)] : []));
});

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Where there is one service, and workloads of one image may run it. */
function onlyOne(snapshot: Snapshot, mayRunIt: (workload: Workload) => boolean): readonly Workload[] {
  if (new Set(schemasOf(snapshot).map((it) => it.service)).size !== 1) return [];
  const open = workloadsOf(snapshot).filter(mayRunIt);
  const images = new Set(
    open.map((it) => (it.runs.image === undefined ? labelOf(it) : imageName(it.runs.image))),
  );
  return images.size === 1 ? open : [];
}

/** True when a workload supplies a variable that a field of the service is read from. */
function suppliesField(snapshot: Snapshot, service: string, workload: Workload): boolean {
  const schemas = schemasOf(snapshot).filter((it) => it.service === service);
  return namesSupplied(snapshot, workload).some((name) =>
    schemas.some((schema) => meaningOf(namesOf(schema), name).kind !== 'extra'),
  );
}

function namesSupplied(snapshot: Snapshot, workload: Workload): readonly string[] {
  return workload.sources.flatMap((source) => {
    if (source.kind === 'variables') return source.variables.map((it) => it.name);
    if (source.kind === 'opaque') return source.names ?? [];
    const text = source.path === undefined ? undefined : snapshot.files.get(source.path)?.text;
    return [...(text ?? '').matchAll(/^(?:export\s+)?([A-Za-z_]\w*)=/gm)].flatMap((it) => it[1] ?? []);
  });
}
