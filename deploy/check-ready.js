// The health check of every container: ready answers 200. No library, since the image has no curl.
//   node deploy/check-ready.js [http://127.0.0.1:4000]
//   node deploy/check-ready.js https://localhost:4000 CERTIFICATE KEY AUTHORITY
// The service's own certificate will do: it is good for asking how others are, and nothing else.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const [base = 'http://127.0.0.1:4000', cert, key, ca] = process.argv.slice(2);
const url = new URL('/health/ready', base);
const isTls = url.protocol === 'https:';
const files = isTls ? { cert: read(cert), key: read(key), ca: read(ca) } : {};
const options = { ...files, minVersion: 'TLSv1.3', timeout: 2_500 };
const asked = (isTls ? https : http).get(url, options, (answer) => {
  answer.resume();
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
asked.on('timeout', () => asked.destroy(new Error('no answer in 2.5 s')));
asked.on('error', (error) => {
  process.stderr.write(`${url.href}: ${error.message}\n`);
  process.exitCode = 1;
});

function read(file) {
  return file === undefined ? undefined : readFileSync(file);
}
