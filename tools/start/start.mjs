#!/usr/bin/env node
/** `npm start`: needs only Node. Installs and builds what is missing, then runs the start tool. */
import { requireNode } from './bootstrap/require-node.mjs';

requireNode();
const { claimClone } = await import('./bootstrap/lock.mjs');
claimClone();
const { installIfNeeded } = await import('./bootstrap/install.mjs');
const { build } = await import('./bootstrap/build.mjs');
// Before the start tool runs, a signal ends this process and removes the lock.
const leave = () => process.exit(130);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
await installIfNeeded();
await build();
const { main } = await import('./dist/main.js');
const started = main();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, leave);
await started;
