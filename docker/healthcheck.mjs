/**
 * Asks the app of this container for its health, where its settings say that it listens:
 * `node healthcheck.mjs [live|ready|startup]`. Ends with status 0 if the app is healthy, else with 1.
 */
import { get } from 'node:http';

const { HOST: host, PORT: port } = process.env;
const [kind = 'live'] = process.argv.slice(2);
const listensEverywhere = !host || host === '0.0.0.0' || host === '::';
const options = { host: listensEverywhere ? '127.0.0.1' : host, port, path: `/health/${kind}`, agent: false };

const request = get({ ...options, timeout: 4_000 }, (response) => {
  if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
  response.resume();
});
request.on('timeout', () => request.destroy(new Error('no answer within 4 s')));
request.on('error', (error) => fail(error.message));

function fail(reason) {
  console.error(reason);
  process.exitCode = 1;
}
