import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../server/src/core/text/nearest.ts';

test('a slip of the keyboard finds the name', () => {
  assert.deepEqual(nearest('DB_POL', ['DB_POOL', 'REDIS_URL']), ['DB_POOL']);
  assert.deepEqual(nearest('db_pool', ['DB_POOL']), ['DB_POOL']);
});

test('words in another order, and words left out, are near', () => {
  assert.deepEqual(nearest('POOL_DB', ['DB_POOL', 'API_KEY']), ['DB_POOL']);
  assert.deepEqual(nearest('POOL_SIZE', ['DB_POOL_SIZE', 'LOG_LEVEL']), ['DB_POOL_SIZE']);
  assert.deepEqual(nearest('DATABASE', ['DATABASE_URL', 'X']), ['DATABASE_URL']);
});

test('the nearest comes first, five at most, never the name itself', () => {
  assert.deepEqual(nearest('PORT', ['PORTS', 'PORT', 'HOST_PORT']), ['PORTS']);
  assert.equal(nearest('AAAA1', ['AAAA2', 'AAAA3', 'AAAA4', 'AAAA5', 'AAAA6', 'AAAA7']).length, 5);
});

test('names that share nothing are not near', () => {
  assert.deepEqual(nearest('SMTP_HOST', ['REDIS_URL', 'LOG_LEVEL', 'DEBUG']), []);
  assert.deepEqual(nearest('', ['A']), []);
  assert.deepEqual(nearest('A_B', ['']), []);
});
