import { airflow } from './airflow.ts';
import type { Catalog } from './catalog.ts';
import { celery } from './celery.ts';
import { django } from './django.ts';
import { dynaconfVariables } from './dynaconf-variables.ts';
import { flask } from './flask.ts';
import { pydanticConfig, pydanticField } from './pydantic.ts';
import { ruff } from './ruff.ts';

/** The frameworks whose changes are known. */
export const catalogs: readonly Catalog[] = [
  airflow,
  celery,
  django,
  dynaconfVariables,
  flask,
  pydanticConfig,
  pydanticField,
  ruff,
];
