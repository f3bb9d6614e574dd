import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../config/index.ts';
import { SubgraphConfigSchema } from './config.ts';

const GOOD = {
  APP_DATABASE_URL: 'postgres://payscope_app:a-password@127.0.0.1:5432/payscope',
  HOP_JWKS_FILE: 'hop.public.json',
  CURSOR_SECRET_FILE: 'cursor.secret',
};

describe('the configuration of a subgraph', () => {
  it('has a default for all that is not a place or a secret', () => {
    expect(readConfig(SubgraphConfigSchema, GOOD)).toEqual({
      ...GOOD,
      HOST: '127.0.0.1',
      PORT: 0,
      LOG_LEVEL: 'info',
      DB_POOL_MAX: 6,
    });
  });

  it.each([
    ['APP_DATABASE_URL', undefined],
    ['APP_DATABASE_URL', 'mysql://root:a-password@127.0.0.1/payscope'],
    ['HOP_JWKS_FILE', undefined],
    ['CURSOR_SECRET_FILE', ''],
    ['PORT', '99999'],
    ['PORT', '80a'],
    ['LOG_LEVEL', 'loud'],
    ['DB_POOL_MAX', '0'],
  ])('names %s when it is %j, and never repeats the password', (name, value) => {
    const read = () => readConfig(SubgraphConfigSchema, { ...GOOD, [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}: `));
    expect(read).not.toThrow('a-password');
  });
});
