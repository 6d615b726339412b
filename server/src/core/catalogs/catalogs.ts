import { airflow } from './airflow.ts';
import type { Catalog } from './catalog.ts';

/** The frameworks whose changes are known. */
export const catalogs: readonly Catalog[] = [airflow];
