/** The port the gateway will listen on. */
import { checkPort } from '../start/port.ts';
import { type Check, finding, ok } from './check.ts';

export const portCheck: Check = {
  name: 'port',
  run: async ({ HOST, PORT }) => {
    const state = await checkPort(HOST, PORT);
    switch (state.kind) {
      case 'free':
        return ok(`${HOST}:${PORT} is free`);
      case 'taken':
        if (state.holder?.includes('gateway/main.ts')) {
          return ok(`${HOST}:${PORT}: a PayScope gateway runs there, ${state.holder}`);
        }
        return finding(
          `${HOST}:${PORT} is taken by ${state.holder ?? 'another process'}`,
          `PORT=${PORT + 1} npm start`,
        );
      case 'unusable':
        return finding(`can't listen on ${HOST}:${PORT}: ${state.why}`, 'set HOST and PORT');
      default:
        return state satisfies never;
    }
  },
};
