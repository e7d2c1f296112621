// A program around node-smpp, led by a test: one JSON object per line says what to do, one per line what came.
//
// In:  {"do": "connect", "host": ..., "port": ...}, {"do": "close"}, or {"do": "submit_sm", "id": 7, "pdu": {...}}.
// Out: {"id": 7, "pdu": {...}} for a response, {"pdu": {...}} for a request of the message centre, which is answered,
//      {"event": "connect"} and {"event": "close"}.
'use strict';

const readline = require('readline');
const smpp = require('smpp');

let session = null;

const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');

function connect(host, port) {
  session = smpp.connect({ host, port }, () => say({ event: 'connect' }));
  session.on('pdu', (pdu) => {
    if (pdu.isResponse()) return;
    say({ pdu });
    session.send(pdu.response());
    if (pdu.command === 'unbind') session.close();
  });
  session.on('close', () => say({ event: 'close' }));
  session.on('error', () => {}); // 'close' follows
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line);
  if (told.do === 'connect') connect(told.host, told.port);
  else if (told.do === 'close') session.close();
  else {
    if (typeof told.pdu.udh === 'string') { // a header, and the text behind it
      const { udh, message, ...rest } = told.pdu;
      told.pdu = { ...rest, short_message: { udh: Buffer.from(udh, 'hex'), message } };
    }
    session[told.do](told.pdu, (pdu) => say({ id: told.id, pdu }));
  }
}).on('close', () => process.exit(0));
