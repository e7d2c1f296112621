// node-smpp, with as many messages unanswered as its user lets it: node node_smpp.js PORT WINDOW COUNT. The package is
// that of tests/interop/node_smpp.
'use strict';

const smpp = require('smpp');

const [port, window, count] = process.argv.slice(2).map(Number);
const WARM = 200;
const pdu = {
  source_addr_ton: 5,
  source_addr: 'BENCH',
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '447700900123',
  data_coding: 0,
  short_message: 'Your parcel is on its way and will be with you between 10 and 12.',
};

const session = smpp.connect({ host: '127.0.0.1', port }, () => {
  session.bind_transceiver({ system_id: 'bench', password: 'secret' }, () => submit(WARM, measured));
});
session.on('error', (error) => { throw error; });

function submit(count, done) {
  const latencies = [];
  let left = count;
  const one = () => {
    left -= 1;
    const began = process.hrtime.bigint();
    session.submit_sm(pdu, () => {
      latencies.push(Number(process.hrtime.bigint() - began) / 1e3);
      if (left > 0) one();
      else if (latencies.length === count) done(latencies);
    });
  };
  for (let number = 0; number < Math.min(window, count); number += 1) one();
}

function measured() {
  const began = process.hrtime.bigint();
  const before = process.cpuUsage();
  submit(count, (latencies) => {
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const cpu = process.cpuUsage(before);
    latencies.sort((one, other) => one - other);
    const told = {
      rate: count / seconds,
      cpu: (cpu.user + cpu.system) / count,
      p50: latencies[Math.floor(count / 2)],
      p99: latencies[Math.floor(count * 0.99)],
    };
    process.stdout.write(JSON.stringify(told) + '\n');
    process.exit(0);
  });
}
