// A message centre as node-smpp's README makes one: it lets in whom it knows, and says yes to everything that it is asked.
// It says on which port it listens, and ends with its input.
'use strict';

const smpp = require('smpp');

let taken = 0;

const server = smpp.createServer((session) => {
  session.on('error', () => session.destroy());
  session.on('pdu', (pdu) => {
    if (pdu.isResponse()) return;
    if (pdu.command.startsWith('bind_')) {
      const known = pdu.system_id === 'bank' && pdu.password === 'secret';
      session.send(pdu.response({ command_status: known ? 0 : smpp.ESME_RBINDFAIL, system_id: 'node' }));
    } else if (pdu.command === 'unbind') {
      session.send(pdu.response());
      session.close();
    } else {
      taken += 1;
      session.send(pdu.response({ message_id: `${taken}` }));
    }
  });
});

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit(0));
