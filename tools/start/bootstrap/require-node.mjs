const wanted = [20, 19, 0];

/** Whether a version such as `20.19.0` is new enough. */
export function isRecent(version) {
  const have = version.split('.').map(Number);
  const differing = wanted.findIndex((part, place) => part !== have[place]);
  return differing === -1 || have[differing] > wanted[differing];
}

/** Ends the process with instructions when this Node.js is too old. */
export function requireNode() {
  if (isRecent(process.versions.node)) return;
  console.error(`Node.js ${wanted.join('.')} or newer is needed; this is ${process.versions.node}.`);
  console.error('Install the current LTS from https://nodejs.org, or with nvm: nvm install --lts');
  process.exit(1);
}
