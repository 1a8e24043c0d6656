#!/usr/bin/env node
/** `npm start`: needs nothing but Node; installs and builds what is missing, then hands over to the start tool. */
import { requireNode } from './bootstrap/require-node.mjs';

requireNode();
const { claimClone } = await import('./bootstrap/lock.mjs');
claimClone();
const { installIfNeeded } = await import('./bootstrap/install.mjs');
const { build } = await import('./bootstrap/build.mjs');
// Until the start tool has something to stop in order, a signal just ends this, lock and all.
const leave = () => process.exit(130);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
await installIfNeeded();
await build();
const { main } = await import('./dist/main.js');
const started = main();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, leave);
await started;
