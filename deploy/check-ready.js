// The health check of every container: ready answers 200. Plain fetch, since the image has no curl.
const port = process.argv[2] ?? '4000';
const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
