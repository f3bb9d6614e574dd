import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { checkPort } from './port.ts';

it('a free port is free, a taken one names who has it, an address of others is neither', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const taken = await checkPort('127.0.0.1', port);
  expect(taken).toMatchObject({ kind: 'taken' });
  if (process.platform === 'linux') {
    expect(taken).toMatchObject({ holder: expect.stringContaining(`process ${process.pid} (`) });
  }
  await new Promise((resolve) => server.close(resolve));
  expect(await checkPort('127.0.0.1', port)).toEqual({ kind: 'free' });
  expect(await checkPort('192.0.2.1', port)).toMatchObject({ kind: 'unusable' });
});
