// Cipher suites of the peer by number.

import { ciphersuites, getCiphersuiteFromName, getCiphersuiteImpl } from "ts-mls";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { postQuantumSuiteOf } from "./postquantum.mjs";

const NIST_CURVES = { P256: p256, P384: p384, P521: p521 };

const made = new Map();

export async function suiteOf(id) {
  if (!made.has(id)) made.set(id, await make(id));
  return made.get(id);
}

async function make(id) {
  const postQuantum = await postQuantumSuiteOf(id);
  if (postQuantum !== undefined) return postQuantum;
  const name = Object.keys(ciphersuites).find((key) => ciphersuites[key] === id);
  if (name === undefined) throw new Error(`No suite ${id}.`);
  const named = getCiphersuiteFromName(name);
  const suite = await getCiphersuiteImpl(named);
  const curve = NIST_CURVES[named.signature];
  return curve === undefined ? suite : { ...suite, signature: { ...suite.signature, keygen: () => uncompressed(suite.signature, curve) } };
}

// Public keys of ECDSA are uncompressed points (RFC 9420, section 5.1.1). ts-mls verifies with those, but makes compressed ones.
async function uncompressed(signature, curve) {
  const { signKey } = await signature.keygen();
  return { signKey, publicKey: curve.getPublicKey(signKey, false) };
}
