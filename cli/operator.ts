/** Who gives commands, as the trail is told of what they change. */
import { hostname, userInfo } from 'node:os';
import type { Teller } from '../lib/trail/index.ts';

/** Nobody's token says who it is: the machine's account, where the database let it in. */
export function operator(command: string): Teller {
  return {
    subject: `${userInfo().username}@${hostname()}`.slice(0, 256),
    role: 'OPERATOR',
    operationName: `payscope ${command}`,
    policyRevision: 'none',
  };
}
