// A client as node-smpp's README makes one: it binds to the port that it is told, acknowledges what it is delivered, submits one
// message after the other, and comes back when its session is over. It ends with its input.
'use strict';

const smpp = require('smpp');

const AGAIN = 20; // milliseconds
const LATER = Number(process.argv[3]); // milliseconds that it waits if it is throttled

function live() {
  const session = smpp.connect({ host: '127.0.0.1', port: Number(process.argv[2]) }, () => {
    session.bind_transceiver({ system_id: 'bank', password: 'secret' }, (pdu) => {
      if (pdu.command_status === 0) submit();
      else setTimeout(() => session.destroy(), LATER);
    });
  });
  function submit() {
    session.submit_sm({ destination_addr: '447700900123', short_message: 'Hello' }, (pdu) => {
      const throttled = pdu.command_status === smpp.ESME_RTHROTTLED || pdu.command_status === smpp.ESME_RMSGQFUL;
      setTimeout(submit, throttled ? LATER : 0);
    });
  }
  session.on('pdu', (pdu) => {
    if (pdu.isResponse() || pdu.command === 'alert_notification') return;
    session.send(pdu.response());
    if (pdu.command === 'unbind') session.close();
  });
  session.on('close', () => setTimeout(live, AGAIN));
  session.on('error', () => session.destroy()); // by close() it would wait for ever, with unread octets
}

process.stdin.resume().on('end', () => process.exit(0));
live();
