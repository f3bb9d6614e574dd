/** TLS 1.3 between gateway and subgraphs, each known to the other by the certificate it shows. */
export { clientOptions } from './client.ts';
export { type TlsConfig, type TlsEnvironment, tlsConfigOf, tlsVariables } from './config.ts';
export { explainRefusal, explainTls } from './explain.ts';
export { isLoopback } from './loopback.ts';
export { followTls, readTls, type TlsMaterial } from './material.ts';
export { createPeers, createTlsServer, type Peers, refusalOf, renewServer } from './server.ts';
