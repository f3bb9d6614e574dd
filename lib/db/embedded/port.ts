/** A free port on loopback, the same as last time when that is still free. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Another process may take the port before PostgreSQL does; the caller then asks again. */
export async function choosePort(file: string): Promise<number> {
  const remembered = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (remembered > 0 && (await probe(remembered)) !== undefined) return remembered;
  const port = await probe(0);
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  await writeFile(file, `${port}\n`);
  return port;
}

/** The port listened on, undefined when it is taken. */
function probe(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
