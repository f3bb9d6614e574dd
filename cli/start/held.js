// The first module of a process of `payscope start`: loads what the process will need while others
// are still getting ready, and runs it once its environment is known. Saves the time of loading
// modules one process after the other.
//   node held.js <file to run> <file to load before>…
import { pathToFileURL } from 'node:url';

const [main, ...early] = process.argv.slice(2).map((file) => pathToFileURL(file).href);

// Should the launcher vanish without a word (killed, out of memory), its processes must not stay
// behind and hold the port.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

const environment = new Promise((resolve) => {
  process.once('message', (message) => resolve(message.environment));
});
for (const file of early) await import(file);
Object.assign(process.env, await environment);
await import(main);
