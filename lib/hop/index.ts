/** From gateway to subgraph: who calls, decided by which policy, for which fetch, until when. */
export type { Caller, HopClaims } from './claims.ts';
export { coordinatesOf, hashCoordinates, permittedRoute } from './coordinates.ts';
export { followHopSigner, followHopVerifier, type HopVerifier } from './follow-keys.ts';
export { type Hop, signHopToken, type VerifyHop, verifyHopToken } from './token.ts';
