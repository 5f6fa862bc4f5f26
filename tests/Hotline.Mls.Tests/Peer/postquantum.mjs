// Suites of draft-ietf-mls-pq-ciphersuites for ts-mls, whose own are of other drafts: KEMs that derive their keys as draft-ietf-hpke-pq says.

import { Aes256Gcm, CipherSuite, HkdfSha384 } from "@hpke/core";
import { shake256 } from "@noble/hashes/sha3.js";
import { XWing } from "@noble/post-quantum/hybrid.js";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { getCiphersuiteFromName, getCiphersuiteImpl } from "ts-mls";
import { makeGenericHpke } from "ts-mls/crypto/implementation/hpke.js";

const toBuffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const toBytes = (buffer) => new Uint8Array(buffer);
const twoBytes = (number) => [number >> 8, number & 0xff];
const ascii = (text) => [...new TextEncoder().encode(text)];

/** A KEM for @hpke/core; private keys are seeds. */
class SeedKem {
  constructor(id, kem, seedSize) {
    Object.assign(this, { id, kem, privateKeySize: seedSize, secretSize: 32, publicKeySize: kem.lengths.publicKey, encSize: kem.lengths.cipherText });
  }

  async generateKeyPair() {
    return this.pairOf(crypto.getRandomValues(new Uint8Array(this.privateKeySize)));
  }

  /** LabeledDerive over SHAKE256, with the label "DeriveKeyPair" and no context. */
  async deriveKeyPair(material) {
    const size = this.privateKeySize;
    const suite = [...ascii("KEM"), ...twoBytes(this.id)];
    const label = ascii("DeriveKeyPair");
    const input = [...toBytes(material), ...ascii("HPKE-v1"), ...suite, ...twoBytes(label.length), ...label, ...twoBytes(size)];
    return this.pairOf(shake256(Uint8Array.from(input), { dkLen: size }));
  }

  pairOf(seed) {
    const { publicKey } = this.kem.keygen(seed);
    return { privateKey: { type: "private", bytes: seed }, publicKey: { type: "public", bytes: publicKey } };
  }

  async serializePublicKey(key) {
    return toBuffer(key.bytes);
  }

  async serializePrivateKey(key) {
    return toBuffer(key.bytes);
  }

  async deserializePublicKey(key) {
    return this.keyOf("public", toBytes(key), this.publicKeySize);
  }

  async deserializePrivateKey(key) {
    return this.keyOf("private", toBytes(key), this.privateKeySize);
  }

  keyOf(type, bytes, size) {
    if (bytes.length !== size) throw new Error(`A ${type} key has ${bytes.length} bytes instead of ${size}.`);
    return { type, bytes };
  }

  async encap({ recipientPublicKey }) {
    const { sharedSecret, cipherText } = this.kem.encapsulate(recipientPublicKey.bytes);
    return { sharedSecret: toBuffer(sharedSecret), enc: toBuffer(cipherText) };
  }

  async decap({ recipientKey, enc }) {
    const { secretKey } = this.kem.keygen(recipientKey.bytes);
    return toBuffer(this.kem.decapsulate(toBytes(enc), secretKey));
  }
}

const mlDsa65 = {
  async keygen() {
    const { publicKey, secretKey } = ml_dsa65.keygen(crypto.getRandomValues(new Uint8Array(32)));
    return { publicKey, signKey: secretKey };
  },
  async sign(signKey, message) {
    return ml_dsa65.sign(message, signKey);
  },
  async verify(publicKey, message, signature) {
    return ml_dsa65.verify(signature, message, publicKey);
  },
};

// The numbers are Hotline's provisional ones. X-Wing is MLKEM768-X25519; its seed has 32 bytes, that of ML-KEM 64.
const POST_QUANTUM = {
  0xf102: { kem: new SeedKem(0x647a, XWing, 32), signature: null },
  0xf10a: { kem: new SeedKem(0x0041, ml_kem768, 64), signature: mlDsa65 },
};

/** Undefined unless it is one of these. ts-mls names a suite that it does not know by its number. */
export async function postQuantumSuiteOf(id) {
  const found = POST_QUANTUM[id];
  if (found === undefined) return undefined;
  const sha384 = await getCiphersuiteImpl(getCiphersuiteFromName("MLS_256_DHKEMP384_AES256GCM_SHA384_P384"));
  const ed25519 = await getCiphersuiteImpl(getCiphersuiteFromName("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"));
  const aead = { encrypt: sha384.hpke.encryptAead, decrypt: sha384.hpke.decryptAead };
  const hpke = new CipherSuite({ kem: found.kem, kdf: new HkdfSha384(), aead: new Aes256Gcm() });
  return {
    ...sha384,
    name: id.toString(),
    signature: found.signature ?? ed25519.signature,
    hpke: await makeGenericHpke({ kem: "", kdf: "HKDF-SHA384", aead: "AES256GCM" }, aead, hpke),
  };
}
