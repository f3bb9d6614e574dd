import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors/index.ts';
import { createLog } from '../log.ts';
import { cleanError, toRequestError } from './clean-errors.ts';

const log = createLog({ name: 'test', level: 'silent' });
const path = ['payments', 0, 'amount'];

describe('an error of a resolver', () => {
  it('keeps code, message, path, reason, hint and coordinate of a refusal', () => {
    const coordinate = 'Query.payments(first:)';
    const originalError = new Refusal('BAD_USER_INPUT', 'first takes 1 to 200.', {
      reason: 'PAGE_SIZE',
      hint: 'Leave it out.',
      coordinate,
      cause: new Error('for the log only'),
    });
    const cleaned = cleanError(new GraphQLError('x', { path, originalError }), log).toJSON();
    expect(cleaned).toEqual({
      message: 'first takes 1 to 200.',
      path,
      extensions: {
        code: 'BAD_USER_INPUT',
        reason: 'PAGE_SIZE',
        hint: 'Leave it out.',
        coordinate,
      },
    });
  });

  it.each([
    ['a database error', new Error('relation "facts.payments" does not exist')],
    ['an error that calls itself a refusal', Object.assign(new Error('no'), { code: 'FORBIDDEN' })],
    ['an error of graphql-js itself', undefined],
  ])('says nothing of %s', (_, originalError) => {
    const error = new GraphQLError('select * from facts.payments', {
      path,
      originalError,
      extensions: { stacktrace: ['at query'] },
    });
    expect(cleanError(error, log).toJSON()).toEqual({
      message: 'Internal error',
      path,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });
});

describe('an error of the request', () => {
  it('keeps its message and gets the code', () => {
    const error = toRequestError(new GraphQLError('Unknown field'), 'GRAPHQL_VALIDATION_FAILED');
    expect(error.toJSON()).toEqual({
      message: 'Unknown field',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });
});
