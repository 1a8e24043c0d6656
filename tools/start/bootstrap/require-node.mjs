const wanted = [20, 19, 0];

/** Ends the process with a plain message when this Node.js is too old for the product. */
export function requireNode() {
  const have = process.versions.node.split('.').map(Number);
  const differing = wanted.findIndex((part, place) => part !== have[place]);
  if (differing === -1 || have[differing] > wanted[differing]) return;
  console.error(`Node.js ${wanted.join('.')} or newer is needed; this is ${process.versions.node}.`);
  console.error('Install the current LTS from https://nodejs.org, or with nvm: nvm install --lts');
  process.exit(1);
}
