/** Why a TLS connection failed, in words that say what to do. For logs: clients are told nothing. */
import { codeOf } from '../errors/index.ts';

export const CURE = 'make good ones: `payscope certs` for development, else your own authority';

const OTHERS_ALERT = 'refused our certificate';

/** By the codes of Node and OpenSSL. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not good yet; are the clocks right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself, by no authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an authority we do not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an authority we do not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is of an authority we do not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of an authority we do not trust',
  CERT_SIGNATURE_FAILURE: 'its certificate is of an authority we do not trust',
  INVALID_PURPOSE: 'its certificate is not for that use',
  // Node has no name of its own for OpenSSL's PERMITTED_VIOLATION.
  UNSPECIFIED: 'its authority may not sign for one of its names',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_TLS_WRONG_SERVICE: 'its certificate is of another service',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS on that port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it speaks no TLS on that port',
  EPROTO: 'it speaks no TLS on that port',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it takes another version of TLS only',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it takes another version of TLS only',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a certificate',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'it showed no certificate',
  ERR_SSL_HTTP_REQUEST: 'it spoke plain HTTP',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: `${OTHERS_ALERT}: expired`,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: `${OTHERS_ALERT}: it does not trust its authority`,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: OTHERS_ALERT,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: OTHERS_ALERT,
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: `${OTHERS_ALERT}: it is not for that use`,
};

/** @returns undefined where TLS was not the reason. */
export function explainTls(error: unknown): string | undefined {
  const code = codeOf(error) ?? '';
  return reasonOf(code);
}

/** By the code alone, of the one who called. */
export function explainRefusal(code: string): string {
  return reasonOf(code) ?? code;
}

/** OpenSSL has renamed its alerts; which of the names Node makes of them depends on the release. */
function reasonOf(code: string): string | undefined {
  return REASONS[code.replace('SSL/TLS', 'SSLV3')];
}
