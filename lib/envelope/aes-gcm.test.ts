import { describe, expect, it } from 'vitest';
import { decryptGcm, encryptGcm } from './aes-gcm.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** Test cases 13 to 16 of McGrew and Viega's specification of GCM, as submitted to NIST. */
const ZEROS = { key: '00'.repeat(32), nonce: '00'.repeat(12) };
const OTHER = {
  key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
  nonce: 'cafebabefacedbaddecaf888',
};
const PLAIN =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const CIPHER =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
const CASES = [
  {
    name: '13',
    ...ZEROS,
    bound: '',
    plain: '',
    cipher: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14',
    ...ZEROS,
    bound: '',
    plain: '00'.repeat(16),
    cipher: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15',
    ...OTHER,
    bound: '',
    plain: PLAIN,
    cipher: CIPHER,
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16',
    ...OTHER,
    bound: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plain: PLAIN.slice(0, 120),
    cipher: CIPHER.slice(0, 120),
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM', () => {
  it.each(CASES)(
    'answers as specified in case $name',
    ({ key, nonce, bound, plain, cipher, tag }) => {
      const input = { key: hex(key), nonce: hex(nonce), bound: hex(bound) };
      expect(encryptGcm(input, hex(plain)).toString('hex')).toBe(cipher + tag);
      expect(decryptGcm(input, hex(cipher + tag)).toString('hex')).toBe(plain);
    },
  );

  it('takes no other nonce than one of 96 bits, and no shorter tag', () => {
    const input = { key: hex(OTHER.key), nonce: hex(OTHER.nonce), bound: hex('') };
    for (const bytes of [0, 4, 8, 11, 13, 16]) {
      const wrong = { ...input, nonce: Buffer.alloc(bytes) };
      expect(() => encryptGcm(wrong, hex(PLAIN)), `${bytes}`).toThrow(RangeError);
      expect(() => decryptGcm(wrong, hex(CIPHER)), `${bytes}`).toThrow(RangeError);
    }
    for (let bytes = 0; bytes < 16; bytes += 1) {
      expect(() => decryptGcm(input, Buffer.alloc(bytes)), `${bytes}`).toThrow();
    }
  });
});
