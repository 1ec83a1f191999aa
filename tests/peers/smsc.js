// A scriptable SMSC on loopback, built on npm `smpp`: what it does with a message is told by the end of its number.
// Options: one JSON object as argument, or --fast. See README.md for the options, the numbers and the commands.
'use strict';

const fs = require('fs');
const crypto = require('crypto');
const readline = require('readline');
const smpp = require('smpp');

const options = Object.assign({
  port: 0, system_id: 'unisms', password: 'secret', name: 'SMSC',
  answer_delay: 0, receipt_delay: 0, long_delay: 3000, log: '', texts: true, rate: 0, fast: false, outcomes: true, with_parent: false,
  key: '', cert: '', refuses: 0, refused_senders: {},
}, process.argv[2] === '--fast' ? {fast: true} : JSON.parse(process.argv[2] || '{}'));

if (options.fast) Object.assign(options, {outcomes: false, log: ''});
const DELIVERED = {stat: 'DELIVRD', state: 2, err: '000'};
const failed = (stat, state, err) => ({receipts: [{stat, state, err}]});
const refused = (status, times = Infinity) => ({status, times});

// The last three digits of the number -> what happens. Anything else is delivered.
const OUTCOMES = {
  901: failed('UNDELIV', 5, '001'), 902: failed('UNDELIV', 5, '006'), 903: failed('UNDELIV', 5, '013'),
  904: failed('EXPIRED', 3, '000'), 905: failed('REJECTD', 8, '034'), 906: failed('DELETED', 4, '000'),
  907: {receiptFirst: true}, 908: failed('UNKNOWN', 7, '000'),
  909: refused(0x0B), 910: refused(0x58, 2), 911: refused(0x14, 1), 912: refused(0x08),
  913: {receipts: [DELIVERED, DELIVERED]},
  914: {receipts: [{stat: 'ENROUTE', state: 1, err: '000', intermediate: true}, DELIVERED]},
  915: {receipts: []}, 916: {form: 'tlv'}, 917: {hex: true}, 918: {drop: true}, 919: {drop: true, lost: true},
  920: {silent: true}, 921: {replies: ['STOP']}, 922: {slow: true}, 923: refused(0x64, 1), 924: refused(0x58),
  925: failed('UNDELIV', 5, '032'), 926: {longReply: true}, 927: {form: 'odd'}, 928: refused(0x0A),
  929: {nack: true}, 930: {garbage: true}, 931: {refusedPart: 2, status: 0x45}, 932: {form: 'both'},
  933: {slowReceipt: true}, 934: refused(0x08, 1), 935: {silent: true, lost: true},
};

const count = {binds: 0, submits: 0, taken: 0, refused: 0, receipts: 0, acknowledged: 0, replies: 0, repeated: 0, enquired: 0, most_waiting: 0};
const peers = new Set();
const unacknowledged = new Map(); // receipts and replies, kept until their deliver_sm_resp, whatever link they left by
const attempts = new Map();
let lastId = 0, lastDelivery = 0, lastPeer = 0, holding = null, receiptsHeld = null, secondBegan = 0, inSecond = 0, holdAt = 0;

// -- the log: JSON lines, written in lots so that it does not slow what it tells ------------------------------------

let lines = [];
const logFile = options.log ? fs.openSync(options.log, 'a') : null;
function note(event, facts) {
  if (logFile !== null) lines.push(JSON.stringify(Object.assign({at: Date.now(), event}, facts)));
}
function flushLog() {
  if (logFile === null || !lines.length) return;
  fs.writeSync(logFile, lines.join('\n') + '\n');
  lines = [];
}
setInterval(flushLog, 20).unref();
process.on('exit', flushLog);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

// -- one connected ESME ----------------------------------------------------------------------------------------------

class Peer {
  constructor(session) {
    this.session = session;
    this.number = ++lastPeer;
    this.receives = this.sends = false;
    this.out = [];
    this.unanswered = 0;
    this.waiting = new Map(); // sequence -> delivery
    session.socket.setNoDelay(true);
    session.on('error', () => session.destroy());
    session.on('close', () => this.gone());
    session.on('bind_transceiver', pdu => this.bind(pdu, true, true));
    session.on('bind_transmitter', pdu => this.bind(pdu, true, false));
    session.on('bind_receiver', pdu => this.bind(pdu, false, true));
    session.on('submit_sm', pdu => submit(this, pdu));
    session.on('deliver_sm_resp', pdu => this.acknowledged(pdu));
    session.on('enquire_link_resp', () => count.enquired++);
    session.on('enquire_link', pdu => { if (!holding) this.push(pdu.response()); });
    session.on('unbind', pdu => { note('unbind', {bind: this.number}); this.push(pdu.response()); this.flush(); session.close(); });
    session.on('data_sm_resp', pdu => note('answer', {bind: this.number, command: pdu.command, sequence: pdu.sequence_number, status: pdu.command_status}));
    session.on('generic_nack', pdu => note('nack', {bind: this.number, status: pdu.command_status}));
    session.on('unknown', pdu => this.push(pdu.response()));
  }

  bind(pdu, sends, receives) {
    let status = 0;
    if (pdu.system_id !== options.system_id) status = smpp.ESME_RINVSYSID;
    else if (pdu.password !== options.password) status = smpp.ESME_RINVPASWD;
    note('bind', {bind: this.number, status});
    this.push(pdu.response(status ? {command_status: status} : {system_id: options.name}));
    if (status) return;
    count.binds++;
    Object.assign(this, {sends, receives});
    peers.add(this);
    if (receives) for (const delivery of [...unacknowledged.values()]) this.deliver(delivery);
  }

  gone() {
    if (peers.delete(this)) note('close', {bind: this.number});
    this.receives = false;
  }

  // Everything that one turn of the loop has to say is one write.
  push(pdu) {
    if (!this.out.length) setImmediate(() => this.flush());
    this.out.push(pdu.toBuffer());
  }

  flush() {
    if (!this.out.length) return;
    const octets = this.out.length === 1 ? this.out[0] : Buffer.concat(this.out);
    this.out = [];
    if (this.session.socket.writable) this.session.socket.write(octets);
  }

  deliver(delivery) {
    const sequence = this.session.sequence = this.session.sequence % 0x7FFFFFFF + 1;
    this.waiting.set(sequence, delivery);
    if (delivery.sent++) count.repeated++;
    count[delivery.kind === 'receipt' ? 'receipts' : 'replies']++;
    note(delivery.kind, {bind: this.number, id: delivery.id, msisdn: delivery.msisdn, stat: delivery.stat, again: delivery.sent > 1});
    this.push(new smpp.PDU('deliver_sm', Object.assign({sequence_number: sequence}, delivery.fields)));
  }

  acknowledged(pdu) {
    const delivery = this.waiting.get(pdu.sequence_number);
    if (!delivery) return;
    this.waiting.delete(pdu.sequence_number);
    note('acknowledged', {bind: this.number, id: delivery.id, kind: delivery.kind, status: pdu.command_status});
    if (pdu.command_status) return; // kept for the next bind
    if (unacknowledged.delete(delivery.key)) count.acknowledged++;
  }
}

const PLAIN = {};

// -- messages --------------------------------------------------------------------------------------------------------

function submit(peer, pdu) {
  if (++count.submits === holdAt) COMMANDS.hold({});
  if (holding) holding.push(() => judge(peer, pdu));
  else judge(peer, pdu);
}

function judge(peer, pdu) {
  const to = pdu.destination_addr;
  const outcome = options.outcomes ? OUTCOMES[to.slice(-3)] : undefined;
  const part = logFile !== null || outcome ? partOf(pdu) : null;
  if (options.rate && !inRate()) return answer(peer, pdu, 0x58, null, part, outcome);
  const refusal = options.refuses || options.refused_senders[pdu.source_addr];
  if (refusal) return answer(peer, pdu, refusal, null, part, outcome);
  if (!outcome) return take(peer, pdu, PLAIN, part);
  if (outcome.nack) return sayNack(peer, pdu);
  if (outcome.garbage) return sayGarbage(peer);
  if (outcome.refusedPart && part && part[2] === outcome.refusedPart) return answer(peer, pdu, outcome.status, null, part, outcome);
  if (outcome.times) {
    const key = to + (part ? '/' + part[2] : '');
    const before = attempts.get(key) || 0;
    attempts.set(key, before + 1);
    if (before < outcome.times) return answer(peer, pdu, outcome.status, null, part, outcome);
  }
  take(peer, pdu, outcome, part);
}

function take(peer, pdu, outcome, part) {
  if (outcome.lost) {
    note('submit', {bind: peer.number, msisdn: pdu.destination_addr, lost: true});
    if (outcome.drop) { peer.flush(); peer.session.destroy(); }
    return;
  }
  const number = ++lastId;
  const id = outcome.hex ? number.toString(16).toUpperCase().padStart(8, '0') : String(number);
  const receipts = pdu.registered_delivery & 1 ? (outcome.receipts || [DELIVERED]) : [];
  const send = () => receipts.forEach(news => receipt(peer, pdu, String(number), news, outcome));
  count.taken++;
  if (outcome.receiptFirst) { send(); peer.flush(); setTimeout(() => answer(peer, pdu, 0, id, part, outcome), 30); return; }
  if (!outcome.drop && !outcome.silent) answer(peer, pdu, 0, id, part, outcome);
  else noteSubmit(peer, pdu, 0, id, part);
  const delay = outcome.slowReceipt ? options.long_delay : options.receipt_delay;
  if (receipts.length) later(delay, send);
  if (outcome.replies) for (const text of outcome.replies) later(options.receipt_delay, () => reply(pdu.destination_addr, pdu.source_addr, text));
  if (outcome.longReply) later(options.receipt_delay, () => reply(pdu.destination_addr, pdu.source_addr, 'Ça marche… 👍 '.repeat(12)));
  if (outcome.drop) { peer.flush(); peer.session.destroy(); }
}

function answer(peer, pdu, status, id, part, outcome) {
  if (status) count.refused++;
  noteSubmit(peer, pdu, status, id, part);
  count.most_waiting = Math.max(count.most_waiting, ++peer.unanswered);
  const say = () => { peer.unanswered--; peer.push(pdu.response(status ? {command_status: status} : {message_id: id})); };
  later(outcome && outcome.slow ? options.long_delay : options.answer_delay, say);
}

function noteSubmit(peer, pdu, status, id, part) {
  if (logFile === null) return;
  const message = pdu.short_message.message;
  const facts = {bind: peer.number, msisdn: pdu.destination_addr, from: pdu.source_addr, ton: [pdu.source_addr_ton, pdu.source_addr_npi], status, id, part, coding: pdu.data_coding, receipt: pdu.registered_delivery};
  if (options.texts) facts.text = message.toString();
  else facts.hash = crypto.createHash('sha1').update(message).digest('hex');
  note('submit', facts);
}

// [reference, total, number] of a concatenated message, or null.
function partOf(pdu) {
  const udh = pdu.short_message.udh;
  if (!udh) return null;
  for (const element of udh) if (element[0] === 0 && element[1] === 3) return [element[2], element[3], element[4]];
  return null;
}

function inRate() {
  const now = Date.now();
  if (now - secondBegan >= 1000) { secondBegan = now; inSecond = 0; }
  return inSecond++ < options.rate;
}

function sayNack(peer, pdu) {
  count.refused++;
  peer.push(new smpp.PDU('generic_nack', {sequence_number: pdu.sequence_number, command_status: 0x03}));
}

function sayGarbage(peer) {
  peer.flush();
  peer.session.socket.write(Buffer.from('this is no SMPP, and its length is absurd'));
}

function later(delay, action) {
  if (delay > 0) setTimeout(action, delay);
  else action();
}

// -- receipts and replies --------------------------------------------------------------------------------------------

let stampAt = 0, stamp = '';
function now() {
  const at = Date.now();
  if (at - stampAt > 1000) { stampAt = at; stamp = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 12); }
  return stamp;
}

function receipt(peer, pdu, id, news, outcome) {
  const fields = {
    source_addr_ton: 1, source_addr_npi: 1, source_addr: pdu.destination_addr,
    dest_addr_ton: pdu.source_addr_ton, dest_addr_npi: pdu.source_addr_npi, destination_addr: pdu.source_addr,
    esm_class: news.intermediate ? 0x20 : 0x04,
  };
  const delivered = news.state === 2 ? '001' : '000';
  const text = `id:${id} sub:001 dlvrd:${delivered} submit date:${now()} done date:${now()} stat:${news.stat} err:${news.err} text:`;
  if (outcome.form === 'odd') fields.short_message = Buffer.from(`ID: ${id} Stat:${news.stat.toLowerCase()}`);
  else fields.short_message = Buffer.from(outcome.form === 'tlv' ? '' : text);
  if (outcome.form === 'tlv' || outcome.form === 'both') {
    fields.receipted_message_id = id;
    fields.message_state = news.state;
    fields.network_error_code = Buffer.from([3, 0, Number(news.err)]);
  }
  keep({kind: 'receipt', id, msisdn: pdu.destination_addr, stat: news.stat, fields}, peer);
}

function reply(from, to, text, ucs2) {
  const coding = !ucs2 && /^[\x20-\x7e]*$/.test(text) && !/[`^{}\\[~\]|]/.test(text) ? 0 : 8;
  const octets = coding ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text.replace(/@/g, '\0').replace(/\$/g, '\x02').replace(/_/g, '\x11'), 'latin1');
  const [alone, joined] = coding ? [140, 134] : [160, 153];
  const total = octets.length > alone ? Math.ceil(octets.length / joined) : 1;
  const reference = (count.replies + 1) & 0xff;
  for (let part = 0; part < total; part++) {
    const slice = total > 1 ? octets.subarray(part * joined, (part + 1) * joined) : octets;
    const header = total > 1 ? Buffer.from([5, 0, 3, reference, total, part + 1]) : Buffer.alloc(0);
    keep({kind: 'reply', id: `mo-${lastDelivery + 1}`, msisdn: from, fields: {
      source_addr_ton: 1, source_addr_npi: 1, source_addr: from.replace('+', ''), destination_addr: to, data_coding: coding,
      esm_class: total > 1 ? 0x40 : 0, short_message: Buffer.concat([header, slice]),
    }});
  }
}

function keep(delivery, peer) {
  delivery.key = ++lastDelivery;
  delivery.sent = 0;
  unacknowledged.set(delivery.key, delivery);
  if (receiptsHeld) { receiptsHeld.push(delivery); return; }
  if (!peer || !peer.receives) for (peer of peers) if (peer.receives) break;
  if (peer && peer.receives) peer.deliver(delivery);
}

// -- commands: a JSON line on stdin, a JSON line back on stdout ------------------------------------------------------

const COMMANDS = {
  stats: () => Object.assign({unacknowledged: unacknowledged.size, links: peers.size}, count),
  drop: () => { for (const peer of [...peers]) peer.session.destroy(); },
  unbind: () => { for (const peer of [...peers]) peer.push(new smpp.PDU('unbind', {sequence_number: ++peer.session.sequence})); },
  enquire: () => { for (const peer of [...peers]) peer.push(new smpp.PDU('enquire_link', {sequence_number: ++peer.session.sequence})); },
  hold: ({after}) => { if (after) holdAt = count.submits + after; else { holding = holding || []; holdAt = 0; } },
  resume: () => { const held = holding || []; holding = null; held.forEach(action => action()); },
  hold_receipts: () => { receiptsHeld = receiptsHeld || []; },
  resume_receipts: () => { const held = receiptsHeld || []; receiptsHeld = null; for (const peer of peers) if (peer.receives) { held.forEach(d => { if (!d.sent) peer.deliver(d); }); break; } },
  away: () => { COMMANDS.drop(); server.close(); },
  back: () => { server.listen(port, '127.0.0.1'); },
  mo: ({from, to, text, ucs2}) => reply(from, to, text, ucs2),
  set: changes => { delete changes.do; Object.assign(options, changes); },
  pdu: ({kind, fields, octets}) => {
    for (const name of Object.keys(octets || {})) fields[name] = Buffer.from(octets[name], 'hex');
    for (const peer of peers) peer.push(new smpp.PDU(kind, Object.assign({sequence_number: ++peer.session.sequence}, fields)));
  },
  raw: ({hex}) => { for (const peer of peers) peer.session.socket.write(Buffer.from(hex, 'hex')); },
  flush: () => flushLog(),
};

const tls = options.key ? {key: fs.readFileSync(options.key), cert: fs.readFileSync(options.cert)} : {};
const server = smpp.createServer(tls, session => new Peer(session));
let port = options.port;
server.listen(port, '127.0.0.1', () => {
  if (!port) process.stdout.write(JSON.stringify({port: server.address().port}) + '\n');
  else if (port === options.port) process.stdout.write(JSON.stringify({port}) + '\n');
  port = server.address().port;
});
server.on('error', error => { process.stderr.write(String(error) + '\n'); if (!peers.size) process.exit(1); });

const commands = readline.createInterface({input: process.stdin});
commands.on('line', line => {
  if (!line.trim()) return;
  const command = JSON.parse(line);
  process.stdout.write(JSON.stringify((COMMANDS[command.do] || (() => ({unknown: command.do})))(command) || {}) + '\n');
});
if (options.with_parent) commands.on('close', () => process.exit(0));
