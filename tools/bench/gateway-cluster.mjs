/**
 * Runs CLUSTER_PROCESSES processes of the server at CLUSTER_EXEC behind one port, as a deployment with several gateways
 * does behind its load balancer. Node hands the connections out in turn.
 *
 * Plain JavaScript outside `src`, because it is started as a program of its own.
 */
import cluster from 'node:cluster';

const { CLUSTER_EXEC: exec, CLUSTER_PROCESSES: processes } = process.env;
cluster.setupPrimary({ exec });
for (let started = 0; started < Number(processes); started += 1) cluster.fork();

let isStopping = false;
process.on('SIGTERM', () => {
  isStopping = true;
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
});
cluster.on('exit', (worker, code, signal) => {
  if (!isStopping) {
    console.error(`a process of ${exec} ended with ${signal ?? `status ${code}`}`);
    process.exit(1);
  }
  if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
});
