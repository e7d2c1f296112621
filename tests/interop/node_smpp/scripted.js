// A message centre around node-smpp, led by a test: one JSON object per line says what to do, one per line what came.
//
// In:  {"session": 1, "send": [{"command": "submit_sm_resp", "sequence_number": 3, "message_id": "7"}, ...]} writes these
//      PDUs in one piece, or with "cuts" in as many as that makes, each on its way before the next;
//      {"session": 1, "octets": "00ff"} writes these; {"session": 1, "do": "close"} or "destroy" ends the connection.
// Out: {"port": 4711} first, {"session": 1, "pdu": {...}} for all that comes, {"session": 1, "event": "close"}.
//
// By itself it answers binds, enquire_link and unbind, unless the command line names them. It ends with its input.
'use strict';

const readline = require('readline');
const smpp = require('smpp');

const sessions = [];
const silent = process.argv.slice(2);

const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');

function polite(session, pdu) {
  if (silent.includes(pdu.command)) return;
  if (pdu.command.startsWith('bind_')) session.send(pdu.response({ system_id: 'node' }));
  else if (pdu.command === 'enquire_link' || pdu.command === 'unbind') session.send(pdu.response());
}

const server = smpp.createServer((session) => {
  const number = sessions.push(session);
  session.socket.setNoDelay(true);
  session.on('pdu', (pdu) => {
    say({ session: number, pdu });
    polite(session, pdu);
  });
  session.on('close', () => say({ session: number, event: 'close' }));
  session.on('error', () => session.destroy()); // 'close' follows
});

function write(socket, octets, cuts) {
  const [cut, ...later] = cuts;
  if (cut === undefined) socket.write(octets);
  else socket.write(octets.subarray(0, cut), () => setImmediate(write, socket, octets.subarray(cut), later.map((at) => at - cut)));
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line, (key, value) => (key === 'udh' ? Buffer.from(value, 'hex') : value));
  const session = sessions[told.session - 1];
  if (told.do) session[told.do]();
  else if (told.octets) session.socket.write(Buffer.from(told.octets, 'hex'));
  else {
    const pdus = told.send.map(({ command, ...fields }) => new smpp.PDU(command, fields).toBuffer());
    write(session.socket, Buffer.concat(pdus), told.cuts || []);
  }
}).on('close', () => process.exit(0));

server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
