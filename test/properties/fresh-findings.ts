import { parentPort } from 'node:worker_threads';
import { findingsOf, started } from './findings-of.ts';

/** Answers the findings of workspaces in a thread of its own, whose caches know nothing of how their texts came about. */
parentPort?.on('message', (files: Readonly<Record<string, string>>) => {
  parentPort?.postMessage(findingsOf(started(files)));
});
