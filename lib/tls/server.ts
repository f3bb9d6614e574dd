/** A subgraph's side: every connection shows a certificate of our authority, and routes ask whose. */
import { constants } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { codeOf } from '../errors/index.ts';
import { identityIn } from './identity.ts';
import { contextOf, type TlsMaterial } from './material.ts';

/** Who may ask a server for more than its health. */
export interface Peers {
  /** The service at the other end; undefined where its certificate is no longer good. */
  readonly of: (socket: Socket) => string | undefined;
}

interface Peer {
  readonly identity: string | undefined;
  readonly validTo: number;
}

/**
 * A resumed session skips the check of certificates, so there are none: connections are kept, and a
 * handshake is rare.
 */
export function createTlsServer(material: TlsMaterial, listener: RequestListener): Server {
  return createServer(serverOptions(material), listener);
}

/** For connections made from now on; those there are stay. */
export function renewServer(server: Server, material: TlsMaterial): void {
  server.setSecureContext(contextOptions(material));
}

/** The code of why a client was not let in; Node keeps that of a bad certificate on the socket. */
export function refusalOf(error: Error, socket: TLSSocket): string {
  const { authorizationError } = socket;
  if (authorizationError) return String(authorizationError);
  return codeOf(error) ?? error.message;
}

/** A connection may outlive the certificate it was opened with; what it asks for then is refused. */
export function createPeers(now: () => number = Date.now): Peers {
  const known = new WeakMap<Socket, Peer>();
  return {
    of: (socket) => {
      const peer = known.get(socket) ?? peerOf(socket);
      known.set(socket, peer);
      return now() < peer.validTo ? peer.identity : undefined;
    },
  };
}

function peerOf(socket: Socket): Peer {
  const certificate =
    socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (!certificate) return { identity: undefined, validTo: 0 };
  return {
    identity: identityIn(certificate.subjectAltName),
    validTo: Date.parse(certificate.validTo),
  };
}

function serverOptions(material: TlsMaterial) {
  return { ...contextOptions(material), requestCert: true, rejectUnauthorized: true };
}

function contextOptions(material: TlsMaterial) {
  return { ...contextOf(material), secureOptions: constants.SSL_OP_NO_TICKET };
}
