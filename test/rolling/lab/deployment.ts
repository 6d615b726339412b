import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../oracle/random.ts';
import type { Fate } from '../fate.ts';
import type { OtherSide } from './other-side.ts';
import { poll } from './poll.ts';
import type { Backend, LoadBalancer } from './proxy.ts';
import type { ReplicaHost, Started } from './replica-host.ts';

/** A version of the code as it was released: files by path. */
export interface Release {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What a replica finds when it starts: the text of the mounted `.env`, and its process environment. */
export interface Surroundings {
  readonly dotenv: string;
  readonly process: Readonly<Record<string, string>>;
  /** The credentials that the other side accepts, from now on and from every replica. */
  readonly accepted: readonly string[];
}

/** One start of one replica, and what came of it. */
export interface Start {
  readonly slot: number;
  readonly pid: number;
  readonly why: 'start' | 'restart' | 'deploy' | 'rollback';
  readonly release: Release;
  readonly surroundings: Surroundings;
  readonly fate: Fate;
  /** The last lines that it wrote, where it did not become ready. */
  readonly said: string;
}

/** Four replicas of a service. Code and environment change one by one, as in a rolling update. */
export interface Deployment {
  /** Every replica, one after the other. False when one does not become ready: the roll stops there. */
  readonly roll: (release: Release, why: Start['why']) => Promise<boolean>;
  /** What replicas find from now on; those that run do not notice. */
  readonly surround: (surroundings: Surroundings) => void;
  /** Starts random replicas again, at random moments, each with the code that it has. */
  readonly restartSome: (random: Random, count: number) => Promise<void>;
  /** Starts every replica again once, in a random order. */
  readonly restartAll: (random: Random) => Promise<void>;
  readonly starts: () => readonly Start[];
  readonly ready: () => number;
  readonly stop: () => Promise<void>;
}

interface Slot {
  readonly index: number;
  release: Release;
  running?: { readonly backend: Backend; readonly started: Started };
  /** What is done to it is done one after the other. */
  busy: Promise<unknown>;
}

const REPLICAS = 4;
const READY_WITHIN = 20_000;
const ENDED_WITHIN = 10_000;

/** What replicas are started by, reached through, and talk to. */
export interface Around {
  readonly host: ReplicaHost;
  readonly proxy: LoadBalancer;
  readonly otherSide: OtherSide;
}

/** Starts all replicas with the first release. */
export async function startDeployment(
  { host, proxy, otherSide }: Around,
  first: Release,
  surroundings: Surroundings,
): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-rolling-'));
  const starts: Start[] = [];
  let around = surroundings;
  let count = 0;
  const slots: readonly Slot[] = Array.from({ length: REPLICAS }, (_, index) => ({
    index,
    release: first,
    busy: Promise.resolve(),
  }));

  const replace = async (slot: Slot, release: Release, why: Start['why']): Promise<Start> => {
    await stopReplica(slot, proxy);
    slot.release = release;
    const place = join(folder, `replica-${count++}`);
    const found = around;
    write(place, { ...release.files, '.env': found.dotenv });
    const log = `${place}.log`;
    const started = await host.start({ folder: place, environment: processOf(found, otherSide), log });
    const fate = await fateOf(started, log);
    if (fate.kind === 'value') serve(slot, started, proxy);
    const said = fate.kind === 'value' ? '' : lastLines(log);
    const start = { slot: slot.index, pid: started.pid, why, release, surroundings: found, fate, said };
    starts.push(start);
    return start;
  };
  const inTurn = <T>(slot: Slot, what: () => Promise<T>): Promise<T> => {
    const done = slot.busy.then(what);
    slot.busy = done;
    return done;
  };

  const deployment: Deployment = {
    roll: async (release, why) => {
      for (const slot of slots) {
        const start = await inTurn(slot, () => replace(slot, release, why));
        if (start.fate.kind !== 'value') return false;
      }
      return true;
    },
    surround: (it) => {
      around = it;
      otherSide.accept(it.accepted);
    },
    restartSome: async (random, restarts) => {
      for (let index = 0; index < restarts; index++) {
        await pause(random.below(250));
        const slot = random.pick(slots as unknown as [Slot, ...Slot[]]);
        await inTurn(slot, () => replace(slot, slot.release, 'restart'));
      }
    },
    restartAll: async (random) => {
      for (const slot of shuffled(slots, random)) {
        await inTurn(slot, () => replace(slot, slot.release, 'restart'));
      }
    },
    starts: () => starts,
    ready: () => slots.filter((it) => it.running?.backend.ready).length,
    stop: async () => {
      await Promise.all(slots.map((slot) => inTurn(slot, () => stopReplica(slot, proxy))));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  deployment.surround(surroundings);
  await deployment.roll(first, 'start');
  return deployment;
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, at: random.below(1 << 30) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function serve(slot: Slot, started: Started, proxy: LoadBalancer): void {
  const backend: Backend = { port: started.port, ready: true, inFlight: 0 };
  slot.running = { backend, started };
  void started.ended.then(() => {
    backend.ready = false;
  });
  proxy.add(backend);
}

/** Drained first, then told to end; killed when it does not. */
async function stopReplica(slot: Slot, proxy: LoadBalancer): Promise<void> {
  const { running } = slot;
  if (!running) return;
  delete slot.running;
  await proxy.drain(running.backend);
  signal(running.started.pid, 'SIGTERM');
  const ended = running.started.ended.then(() => true as const);
  const late = pause(ENDED_WITHIN, false as const, { ref: false });
  if (await Promise.race([ended, late])) return;
  signal(running.started.pid, 'SIGKILL');
  await ended;
}

/** A process that has just ended by itself is none any more. */
function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until the replica is ready, and asks what it holds; or until it has ended, and reads why. */
async function fateOf(started: Started, log: string): Promise<Fate> {
  let over = false;
  void started.ended.then(() => {
    over = true;
  });
  const base = `http://127.0.0.1:${started.port}`;
  const ready = await poll(async () => {
    if (over) return false;
    const answer = await fetch(`${base}/health`, { signal: AbortSignal.timeout(1000) }).catch(
      () => undefined,
    );
    return answer?.status === 200 ? true : undefined;
  }, READY_WITHIN);
  if (ready) {
    const { value } = (await (await fetch(`${base}/in-use`)).json()) as { readonly value: unknown };
    return { kind: 'value', value };
  }
  if (ready === undefined) {
    signal(started.pid, 'SIGKILL');
    await started.ended;
  }
  return { kind: /\bextra_forbidden\b/.test(textOf(log)) ? 'reject' : 'crash' };
}

function textOf(log: string): string {
  return readFileSync(log, { encoding: 'utf8', flag: 'a+' });
}

function lastLines(log: string): string {
  return textOf(log).trim().split('\n').slice(-4).join('\n');
}

function processOf(
  { process: variables }: Surroundings,
  { port }: OtherSide,
): Readonly<Record<string, string>> {
  const own = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
  // Where the other side listens is known only now.
  const place = 'OTHER_SIDE' in variables ? [['OTHER_SIDE', `http://127.0.0.1:${port}`] as const] : [];
  return { ...own, ...variables, ...Object.fromEntries(place) };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
