import { makeCertificates, System, temporaryFolder, type Certificates } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vocalborn } from '../cli/vocalborn.js';
import { GatewayClient } from '../http-client.js';

const folder = temporaryFolder('vocalborn-certificates');
const strange = temporaryFolder('vocalborn-strange-certificates');
let strangers: Certificates;
let system: System;

beforeAll(async () => {
  strangers = await makeCertificates(strange.path);
  system = await System.start({ postgresTls: await makeCertificates(folder.path) });
});
afterAll(async () => {
  await system.stop();
  folder.remove();
  strange.remove();
});

describe('with a Postgres that takes only TLS with client certificates', () => {
  it('a task runs, and every app is connected with the certificate', async () => {
    const patient = GatewayClient.patientOf(system);
    expect(await patient.until(await patient.analyzeSample(), 'success', 'failure')).toMatchObject({
      status: 'success',
    });
    const connections = await system.query<{ app: string; client_dn: string }>(
      `select distinct application_name as app, client_dn from pg_stat_activity join pg_stat_ssl using (pid)
       where application_name <> '' and datname = 'vocalborn' order by 1`,
    );
    expect(connections).toEqual(
      ['analysis-worker', 'api-gateway', 'monitor'].map((app) => ({ app, client_dn: '/CN=client' })),
    );
  });

  it('the command line finds nothing wrong, backs up and restores', async () => {
    const vocalborn = new Vocalborn(system);
    expect(await vocalborn.run('status')).toMatchObject({ status: 0 });
    expect(await vocalborn.run('drill', 'restore')).toMatchObject({ status: 0 });
  });

  it('an app that knows another authority ends and says why', async () => {
    const url = new URL(system.wiring.databaseUrl);
    url.searchParams.set('sslrootcert', strangers.caFile);
    await system.app('monitor').stop();
    await expect(system.startApp('monitor', 1, { DATABASE_URL: url.toString() })).rejects.toThrow(
      /ended with status 1:[\s\S]*has a certificate that no authority of sslrootcert signed/,
    );
  });
});
