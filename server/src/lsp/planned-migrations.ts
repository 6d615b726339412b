import type { MigrationAsk } from '../core/features/migrations.ts';
import type { Folder } from './folder.ts';

/** A migration that somebody looks at: what was asked, never what came out, so that nothing can be stale. */
export interface AskedMigration {
  readonly folder: Folder;
  readonly ask: MigrationAsk;
  readonly title: string;
}

/** How many plans can be looked at at once; the oldest is forgotten. */
const KEPT = 20;

/** What was asked, by the id under which the editor speaks of it. */
export class PlannedMigrations {
  readonly #asked = new Map<string, AskedMigration>();

  remember(id: string, asked: AskedMigration): void {
    this.#asked.delete(id);
    this.#asked.set(id, asked);
    for (const oldest of this.#asked.keys()) {
      if (this.#asked.size <= KEPT) break;
      this.#asked.delete(oldest);
    }
  }

  get(id: string): AskedMigration | undefined {
    return this.#asked.get(id);
  }
}
