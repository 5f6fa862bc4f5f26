// Members of another make (ts-mls) for the tests of Hotline.Mls. One line of JSON is one request, one line its answer:
//   {"do": "commit", "member": "alba", …}  →  {"message": "…"} or {"error": "…"}
// Bytes are base64. A member is one state in one group, under a name that the tests choose.

import { createInterface } from "node:readline";
import {
  acceptAll, bytesToBase64, createApplicationMessage, createCommit, createGroup, createProposal, decodeMlsMessage, defaultAuthenticationService,
  defaultCapabilities, defaultKeyPackageEqualityConfig, defaultPaddingConfig, encodeMlsMessage,
  generateKeyPackageWithKey, joinGroup, joinGroupExternal, joinGroupFromReinit, makePskIndex, mlsExporter, processPrivateMessage,
  processPublicMessage, reinitCreateNewGroup, reinitGroup,
} from "ts-mls";
import { createGroupInfo } from "ts-mls/createCommit.js";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { decodeVarLenData, varLenDataEncoder } from "ts-mls/codec/variableLength.js";
import { signLeafNodeCommit } from "ts-mls/leafNode.js";
import { ratchetTreeEncoder } from "ts-mls/ratchetTree.js";
import { suiteOf } from "./suites.mjs";

const DAY = 86400n;
const config = {
  authService: defaultAuthenticationService,
  keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
  paddingConfig: defaultPaddingConfig,
  keyRetentionConfig: { retainKeysForGenerations: 200, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 1000 },
  lifetimeConfig: { maximumTotalLifetime: 90n * DAY, validateLifetimeOnReceive: true },
};

const members = new Map();
const psks = {};

const bytes = (text) => new Uint8Array(Buffer.from(text ?? "", "base64"));
const text = (value) => Buffer.from(value).toString("base64");
const version = "mls10";
const encoded = (wireformat, property, value) => text(encodeMlsMessage({ version, wireformat, [property]: value }));

function member(name) {
  const found = members.get(name);
  if (!found) throw new Error(`No member ${name}.`);
  return found;
}

/** Reads one message to its last byte. */
function decoded(message) {
  const all = bytes(message);
  const result = decodeMlsMessage(all, 0);
  if (result === undefined) throw new Error("The message cannot be read.");
  if (result[1] !== all.length) throw new Error(`${all.length - result[1]} bytes follow the message.`);
  return result[0];
}

/** Takes a new state, and says what all members of its epoch must agree on. */
async function adopt(self, state) {
  self.state = state;
  return await standing(self);
}

async function standing(self) {
  const { state, cs } = self;
  return {
    epoch: Number(state.groupContext.epoch),
    leaf: state.privatePath.leafIndex,
    phase: state.groupActiveState.kind,
    authenticator: text(state.keySchedule.epochAuthenticator),
    exported: text(await mlsExporter(state.keySchedule.exporterSecret, "test", new TextEncoder().encode("context"), 32, cs)),
  };
}

async function keyPackageOf(self) {
  const now = BigInt(Math.floor(Date.now() / 1000));
  const capabilities = defaultCapabilities();
  const named = { ...capabilities, ciphersuites: [...new Set([...capabilities.ciphersuites, self.cs.name])] };
  const lifetime = { notBefore: now - 3600n, notAfter: now + 28n * DAY };
  return await generateKeyPackageWithKey({ credentialType: "basic", identity: self.identity }, named, lifetime, [], self.signer, self.cs);
}

const pskIndexOf = (self) => makePskIndex(self.state, psks);

async function proposalOf(self, change) {
  switch (change.type) {
    case "add":
      return { proposalType: "add", add: { keyPackage: decoded(change.keyPackage).keyPackage } };
    case "remove":
      return { proposalType: "remove", remove: { removed: change.leaf } };
    case "psk":
      return { proposalType: "psk", psk: { preSharedKeyId: { psktype: "external", pskId: bytes(change.id), pskNonce: self.cs.rng.randomBytes(self.cs.kdf.size) } } };
    case "resumption": {
      const { groupId, epoch } = self.state.groupContext;
      const id = { psktype: "resumption", usage: "application", pskGroupId: groupId, pskEpoch: epoch, pskNonce: self.cs.rng.randomBytes(self.cs.kdf.size) };
      return { proposalType: "psk", psk: { preSharedKeyId: id } };
    }
    case "update":
      return { proposalType: "update", update: { leafNode: await freshLeafOf(self) } };
    default:
      throw new Error(`No change of type ${change.type}.`);
  }
}

// ts-mls checks and applies Update proposals but offers none for its own leaf, so the peer makes it and keeps its key (RFC 9420, section 12.1.2).
async function freshLeafOf(self) {
  const { state, cs } = self;
  const key = await cs.hpke.generateKeyPair();
  const own = state.ratchetTree[state.privatePath.leafIndex * 2].leaf;
  self.pendingKey = await cs.hpke.exportPrivateKey(key.privateKey);
  return await signLeafNodeCommit(
    {
      hpkePublicKey: await cs.hpke.exportPublicKey(key.publicKey),
      signaturePublicKey: own.signaturePublicKey,
      credential: own.credential,
      capabilities: own.capabilities,
      leafNodeSource: "update",
      extensions: own.extensions,
      groupId: state.groupContext.groupId,
      leafIndex: state.privatePath.leafIndex,
    },
    self.signer.signKey,
    cs.signature,
  );
}

/** Puts the key of our own Update in place when a commit takes it in, before its path is opened with that key. */
function takingOwnUpdate(self, state) {
  const path = { ...state.privatePath, privateKeys: { ...state.privatePath.privateKeys } };
  const callback = (incoming) => {
    const ours = incoming.kind === "commit" &&
      incoming.proposals.some((one) => one.proposal.proposalType === "update" && one.senderLeafIndex === path.leafIndex);
    if (ours) path.privateKeys[path.leafIndex * 2] = self.pendingKey;
    return acceptAll(incoming);
  };
  return [{ ...state, privatePath: path }, callback];
}

async function open(self, message) {
  const [state, callback] = takingOwnUpdate(self, self.state);
  return message.wireformat === "mls_public_message"
    ? { kind: "newState", ...(await processPublicMessage(state, message.publicMessage, pskIndexOf(self), self.cs, callback)) }
    : await processPrivateMessage(state, message.privateMessage, pskIndexOf(self), self.cs, callback);
}

// In external_pub the key is a vector (RFC 9420, section 12.4.3.2: ExternalPub holds an HPKEPublicKey, section 5.1.1). ts-mls writes and reads it
// without the length, so the peer makes this extension itself, and shows ts-mls the bare key of those that it reads.
async function groupInfoOf({ state, cs }) {
  const pair = await cs.hpke.deriveKeyPair(state.keySchedule.externalSecret);
  const extensions = [
    { extensionType: "external_pub", extensionData: encode(varLenDataEncoder)(await cs.hpke.exportPublicKey(pair.publicKey)) },
    { extensionType: "ratchet_tree", extensionData: encode(ratchetTreeEncoder)(state.ratchetTree) },
  ];
  return await createGroupInfo(state.groupContext, state.confirmationTag, state, extensions, cs);
}

function withBareExternalKey(info) {
  const find = (wanted) => {
    const found = info.extensions.find(wanted);
    if (found?.extensionType !== "external_pub") return found;
    const [key, length] = decodeVarLenData(found.extensionData, 0);
    if (length !== found.extensionData.length) throw new Error("Bytes follow the external key.");
    return { ...found, extensionData: key };
  };
  return { ...info, extensions: Object.assign([...info.extensions], { find }) };
}

/** A commit waits for acceptance, as everywhere. */
function pending(self, result) {
  self.pending = result.newState;
  return {
    message: text(encodeMlsMessage(result.commit)),
    welcome: result.welcome ? encoded("mls_welcome", "welcome", result.welcome) : null,
  };
}

const requests = {
  async client({ member: name, suite, identity, signerOf }) {
    const cs = await suiteOf(suite);
    const signer = signerOf ? member(signerOf).signer : await cs.signature.keygen();
    members.set(name, { cs, signer, identity: bytes(identity) });
    return {};
  },
  async psk({ id, secret }) {
    psks[bytesToBase64(bytes(id))] = bytes(secret);
    return {};
  },
  async createGroup({ member: name, groupId }) {
    const self = member(name);
    const own = await keyPackageOf(self);
    return await adopt(self, await createGroup(bytes(groupId), own.publicPackage, own.privatePackage, [], self.cs, config));
  },
  async keyPackage({ member: name }) {
    const self = member(name);
    self.own = await keyPackageOf(self);
    return { keyPackage: encoded("mls_key_package", "keyPackage", self.own.publicPackage) };
  },
  async join({ member: name, welcome }) {
    const self = member(name);
    const { publicPackage, privatePackage } = self.own;
    return await adopt(self, await joinGroup(decoded(welcome).welcome, publicPackage, privatePackage, makePskIndex(undefined, psks), self.cs, undefined, undefined, config));
  },
  async commit({ member: name, changes, isPublic }) {
    const self = member(name);
    const extraProposals = [];
    for (const change of changes) extraProposals.push(await proposalOf(self, change));
    const context = { state: self.state, cipherSuite: self.cs, pskIndex: pskIndexOf(self) };
    return pending(self, await createCommit(context, { extraProposals, wireAsPublicMessage: isPublic, ratchetTreeExtension: true }));
  },
  async accept({ member: name }) {
    const self = member(name);
    return await adopt(self, self.pending);
  },
  async propose({ member: name, change, isPublic }) {
    const self = member(name);
    const { newState, message } = await createProposal(self.state, isPublic, await proposalOf(self, change), self.cs);
    self.state = newState;
    return { message: text(encodeMlsMessage(message)) };
  },
  async process({ member: name, message }) {
    const self = member(name);
    const result = await open(self, decoded(message));
    if (result.kind !== "newState") throw new Error("The message is application data.");
    return await adopt(self, result.newState);
  },
  async protect({ member: name, data }) {
    const self = member(name);
    const { newState, privateMessage } = await createApplicationMessage(self.state, bytes(data), self.cs);
    self.state = newState;
    return { message: encoded("mls_private_message", "privateMessage", privateMessage) };
  },
  async unprotect({ member: name, message }) {
    const self = member(name);
    const result = await open(self, decoded(message));
    if (result.kind !== "applicationMessage") throw new Error("The message is a handshake.");
    self.state = result.newState;
    return { data: text(result.message) };
  },
  async groupInfo({ member: name }) {
    return { groupInfo: encoded("mls_group_info", "groupInfo", await groupInfoOf(member(name))) };
  },
  async joinExternally({ member: name, groupInfo, resync }) {
    const self = member(name);
    const own = await keyPackageOf(self);
    const result = await joinGroupExternal(withBareExternalKey(decoded(groupInfo).groupInfo), own.publicPackage, own.privatePackage, resync, self.cs, undefined, config);
    self.pending = result.newState;
    return { message: encoded("mls_public_message", "publicMessage", result.publicMessage) };
  },
  async reInit({ member: name, groupId, suite }) {
    const self = member(name);
    return pending(self, await reinitGroup(self.state, bytes(groupId), version, (await suiteOf(suite)).name, [], self.cs));
  },
  async reinitialize({ member: name, former, others }) {
    const self = member(name);
    const { state } = member(former);
    const own = await keyPackageOf(self);
    const { groupId, cipherSuite } = state.groupActiveState.reinit;
    const packages = others.map((other) => decoded(other).keyPackage);
    // ts-mls offers no choice of the tree in this Welcome, so the joiners get it beside (RFC 9420, section 12.4.3.3).
    return pending(self, await reinitCreateNewGroup(state, own.publicPackage, own.privatePackage, packages, groupId, cipherSuite, []));
  },
  async joinReinitialized({ member: name, former, welcome }) {
    const self = member(name);
    const { publicPackage, privatePackage } = self.own;
    return await adopt(self, await joinGroupFromReinit(member(former).state, decoded(welcome).welcome, publicPackage, privatePackage, undefined));
  },
  async ratchetTree({ member: name }) {
    return { tree: text(encode(ratchetTreeEncoder)(member(name).state.ratchetTree)) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    if (!Object.hasOwn(requests, request.do)) throw new Error(`No request ${request.do}.`);
    answer = await requests[request.do](request);
  } catch (refused) {
    answer = { error: `${refused?.name ?? "Error"}: ${refused?.message ?? refused}` };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
